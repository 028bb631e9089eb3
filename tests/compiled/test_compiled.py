"""The compiled cache is valid for exactly the bytes it was made from, or is no cache at all."""

import os
import stat
import time
from pathlib import Path

import pytest

from finetune_catalog import compiled


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(compiled, "folder", lambda: str(tmp_path / "cache"))
    catalog = tmp_path / "catalog"
    (catalog / "methods").mkdir(parents=True)
    (catalog / "methods" / "one.yaml").write_text("id: one\n")
    return [str(catalog)]


def written(folders: list[str]) -> bytes:
    now = compiled.state(folders)
    assert compiled.write(folders, now, b"quick part", b"full part")
    return now[1]


def test_what_was_written_is_read_back(folders: list[str]) -> None:
    written(folders)

    assert (compiled.read_quick(folders), compiled.read_full(folders)) == (
        b"quick part",
        b"full part",
    )


def test_nothing_is_read_where_nothing_was_written(folders: list[str]) -> None:
    assert compiled.read_full(folders) is None


@pytest.mark.parametrize("change", ["content", "new file", "renamed file", "moved byte"])
def test_a_changed_catalog_makes_the_cache_stale(folders: list[str], change: str) -> None:
    written(folders)
    methods = Path(folders[0]) / "methods"
    match change:
        case "content":
            (methods / "one.yaml").write_text("id: two\n")  # as long as before
        case "new file":
            (methods / "two.yaml").write_text("")
        case "renamed file":
            (methods / "one.yaml").rename(methods / "uno.yaml")
        case "moved byte":
            (methods / "one.yaml").write_text("id: one")
            (methods / "two.yaml").write_text("\n")

    assert compiled.read_full(folders) is None


def test_releases_do_not_matter_to_the_key(folders: list[str]) -> None:
    before = compiled.state(folders)[1]
    (Path(folders[0]) / "releases").mkdir()
    (Path(folders[0]) / "releases" / "1.0.0.json").write_text("{}")

    assert compiled.state(folders)[1] == before


def test_every_damaged_byte_and_every_truncation_is_noticed(folders: list[str]) -> None:
    written(folders)
    file = Path(compiled.path(folders))
    good = file.read_bytes()
    stamps = range(len(compiled.MAGIC), len(compiled.MAGIC) + 64)  # with wrong ones the files are read

    for place in range(len(good)):
        file.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        parts = {compiled.read_quick(folders), compiled.read_full(folders)}
        assert parts <= {None, b"quick part", b"full part"}
        assert (None in parts) == (place not in stamps), place
        file.write_bytes(good[:place])
        assert compiled.read_full(folders) is None, place


@pytest.fixture
def architecture(folders: list[str]) -> Path:
    """A file of a folder that is no part of the key, old enough for its time stamps to count."""
    file = Path(folders[0]) / "architectures" / "one.yaml"
    file.parent.mkdir()
    file.write_text("id: one\n")
    return file


@pytest.mark.parametrize("settled", [0, 10**18])
@pytest.mark.parametrize("change", ["content", "new file", "renamed file", "no file"])
def test_a_change_in_a_folder_apart_makes_only_the_full_part_stale(
    folders: list[str], architecture: Path, monkeypatch: pytest.MonkeyPatch, change: str, settled: int
) -> None:
    """With 0 the stamps of every file count, with a long time none do and contents are compared."""
    monkeypatch.setattr(compiled, "_SETTLED", settled)
    key = written(folders)
    assert compiled.read_full(folders) == b"full part"

    match change:
        case "content":
            architecture.write_text("id: two, and longer\n")
        case "new file":
            architecture.with_name("two.yaml").write_text("")
        case "renamed file":
            architecture.rename(architecture.with_name("uno.yaml"))
        case "no file":
            architecture.unlink()

    assert compiled.state(folders)[1] == key
    assert compiled.read_quick(folders) == b"quick part"
    assert compiled.read_full(folders) is None


def test_a_file_apart_that_was_only_touched_is_the_same(folders: list[str], architecture: Path) -> None:
    written(folders)

    os.utime(architecture, (1, 1))

    assert compiled.read_full(folders) == b"full part"


@pytest.mark.parametrize("part", ["methods", "architectures"])
def test_files_that_settled_are_read_once_more_and_never_again(
    folders: list[str], architecture: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(compiled, "_SETTLED", 10**18)
    written(folders)  # just after an edit, when no stamp counts
    monkeypatch.setattr(compiled, "_SETTLED", 0)
    read = []
    content = compiled._content

    def counted(roots: list[tuple[str, list[str]]]) -> bytes:
        read.extend(root for root, _ in roots)
        return content(roots)

    monkeypatch.setattr(compiled, "_content", counted)
    assert compiled.read_full(folders) == b"full part"
    assert len(read) == 2

    assert compiled.read_full(folders) == b"full part"
    assert compiled.read_quick(folders) == b"quick part"
    assert len(read) == 2

    os.utime(Path(folders[0]) / part / "one.yaml", (1, 1))
    assert compiled.read_full(folders) == b"full part"
    assert len(read) == 3


@pytest.mark.parametrize("settled", [0, 10**18])
def test_a_change_of_the_same_length_and_time_is_noticed(
    folders: list[str], monkeypatch: pytest.MonkeyPatch, settled: int
) -> None:
    monkeypatch.setattr(compiled, "_SETTLED", settled)
    written(folders)
    file = Path(folders[0]) / "methods" / "one.yaml"
    status = file.stat()
    time.sleep(0.02)  # more than a tick

    file.write_text("id: two\n")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert compiled.read_quick(folders) is None


def test_a_change_within_a_tick_of_the_clock_is_noticed(folders: list[str], architecture: Path) -> None:
    written(folders)
    status = architecture.stat()

    architecture.write_text("id: two\n")
    os.utime(architecture, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert compiled.read_full(folders) is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="POSIX permissions")
def test_a_file_that_others_may_write_is_not_trusted(folders: list[str]) -> None:
    written(folders)
    file = Path(compiled.path(folders))

    file.chmod(0o666)
    assert compiled.read_full(folders) is None

    file.chmod(0o600)
    file.parent.chmod(0o777)
    assert compiled.read_full(folders) is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="POSIX permissions")
def test_the_cache_is_readable_by_its_owner_only(folders: list[str]) -> None:
    written(folders)

    assert stat.S_IMODE(Path(compiled.path(folders)).stat().st_mode) == 0o600


def test_a_folder_that_takes_no_file_is_no_error(folders: list[str], tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")

    assert not compiled.write(folders, compiled.state(folders), b"", b"")


def test_a_written_cache_leaves_no_other_file_behind(folders: list[str]) -> None:
    written(folders)
    written(folders)

    assert [path.name for path in Path(compiled.folder()).iterdir()] == [Path(compiled.path(folders)).name]
