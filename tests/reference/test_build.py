"""What is written is exactly what the pages say, file by file and whole."""

import signal
from pathlib import Path

import pytest

from finetune_catalog.reference import build

PAGES = {"README.md": "index\n", "methods/one.md": "one\n", "plots/one.svg": "<svg/>\n"}


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()
    }


def test_a_build_writes_every_page(tmp_path: Path) -> None:
    build.write(PAGES, tmp_path)

    assert files(tmp_path) == PAGES
    assert build.check(PAGES, tmp_path).ok


def test_a_second_build_touches_nothing(tmp_path: Path) -> None:
    build.write(PAGES, tmp_path)

    assert build.write(PAGES, tmp_path) == ()


def test_a_page_that_is_no_longer_made_is_removed_and_other_files_stay(tmp_path: Path) -> None:
    build.write(PAGES, tmp_path)
    (tmp_path / "methods" / "two.md").write_text("old")
    (tmp_path / "notes.txt").write_text("not ours")

    build.write(PAGES, tmp_path)

    assert files(tmp_path) == {**PAGES, "notes.txt": "not ours"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("README.md", "edited by hand\n", "README.md is stale"),
        ("README.md", None, "README.md is missing"),
        ("methods/two.md", "left over\n", "methods/two.md is no page of the reference any more"),
    ],
)
def test_the_check_names_what_is_wrong(tmp_path: Path, name: str, text: str | None, said: str) -> None:
    build.write(PAGES, tmp_path)
    if text is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text(text)

    report = build.check(PAGES, tmp_path)

    assert [d.message for d in report] == [f"{tmp_path.as_posix()}/{said}"]
    assert report.diagnostics[0].help == "run `finetune-catalog docs build` and commit what it writes"


def test_a_build_stopped_while_staging_leaves_the_old_reference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.write(PAGES, tmp_path)
    newer = {name: text + "more\n" for name, text in PAGES.items()}
    stage = build._stage
    staged: list[Path] = []

    def stopping(path: Path, text: str) -> Path:
        if staged:
            raise KeyboardInterrupt
        staged.append(stage(path, text))
        return staged[0]

    monkeypatch.setattr(build, "_stage", stopping)
    with pytest.raises(KeyboardInterrupt):
        build.write(newer, tmp_path)

    assert {name: text for name, text in files(tmp_path).items() if not name.endswith(".part")} == PAGES
    monkeypatch.setattr(build, "_stage", stage)
    build.write(newer, tmp_path)
    assert files(tmp_path) == newer


def test_an_interrupt_while_files_move_waits_until_all_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.write(PAGES, tmp_path)
    newer = {name: text + "more\n" for name, text in PAGES.items()}
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        signal.raise_signal(signal.SIGINT)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build.write(newer, tmp_path)

    assert files(tmp_path) == newer
