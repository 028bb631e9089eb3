"""`validate`: one finding a line, a count on standard error, and a status that a pipeline can use."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

GOOD = '{"LoRA": {"rank": 16, "alpha": 16}}\n'
MISSPELT = '{"LoRA": {"rank": 16, "alhpa": 16}}\n'
RANK_ZERO = '{"QLoRA": {"rank": 0, "bits": 4}}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.json").write_text(GOOD)
    (tmp_path / "bad.json").write_text(MISSPELT)
    (tmp_path / "runs.jsonl").write_text(GOOD + RANK_ZERO)
    (tmp_path / "config.yaml").write_text("method: lora\nrank: sixteen\n")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_a_good_file_has_no_findings(run: Run) -> None:
    assert run("validate", "good.json") == (0, "", "1 file: no findings\n")


@pytest.mark.usefixtures("folder")
def test_findings_are_one_a_line_in_the_order_of_files_and_places(run: Run) -> None:
    ran = run("validate", "runs.jsonl", "bad.json", "config.yaml", "good.json")

    lines = ran.out.splitlines()
    assert ran.status == 1
    assert lines[0] == "bad.json:1:23: error: `LoRA` has no parameter `alhpa`; did you mean `alpha`? [FC702]"
    assert lines[1].startswith("config.yaml:2:7: error: ")
    assert lines[2].startswith("runs.jsonl:2:20: error: rank 0 trains nothing")
    assert lines[2].endswith("[rank-zero]")
    assert ran.err == "4 files: 3 errors\n"


def test_standard_input_is_a_file_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(RANK_ZERO.encode())))

    ran = run("validate", "-")

    assert ran.status == 1
    assert ran.out.startswith("<stdin>:1:20: error: rank 0 trains nothing")


@pytest.mark.usefixtures("folder")
def test_findings_for_programs_have_their_places(run: Run) -> None:
    sarif = json.loads(run("validate", "bad.json", "--format", "sarif").out)
    annotations = run("validate", "bad.json", "--format", "github").out

    region = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (1, 23)
    assert annotations.startswith("::error file=bad.json,line=1,")
    assert "alhpa" in run("validate", "bad.json", "--format", "json").out


@pytest.mark.usefixtures("folder")
def test_a_file_that_cannot_be_read_is_wrong_use_after_the_findings_of_the_others(run: Run) -> None:
    ran = run("validate", "bad.json", "god.json")

    assert ran.status == 2
    assert ran.out.startswith("bad.json:1:23: error: ")
    assert ran.err == (
        "1 file: 1 error\n"
        "error[FC909]: cannot read `god.json`: there is no such file\n"
        "  = help: did you mean `good.json`?\n"
    )


def test_a_folder_is_answered_with_a_file_in_it(run: Run, folder: Path) -> None:
    (folder / "configs").mkdir()
    (folder / "configs" / "a.yaml").write_text("method: full\n")

    assert run("validate", "configs") == (
        2,
        "",
        "error[FC909]: cannot read `configs`: it is a folder\n  = help: name the files in it, such as `configs/a.yaml`\n",
    )


def test_a_file_too_large_to_be_read_whole_is_refused_at_once(run: Run, folder: Path) -> None:
    with (folder / "huge.json").open("wb") as file:
        file.truncate(2**40)

    ran = run("validate", "huge.json")

    assert ran.status == 2
    assert ran.err.startswith("error[FC909]: cannot read `huge.json`: it is larger than 64 MiB\n")


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"\x00" * 100, b"[" * 100_000, b"{" * 5000, b"a: &x 1\nb: *x\n", b"null", b"[]"],
)
def test_whatever_a_file_holds_is_answered_without_a_traceback(
    run: Run, folder: Path, content: bytes
) -> None:
    (folder / "odd.yaml").write_bytes(content)

    ran = run("validate", "odd.yaml")

    assert ran.status in {0, 1}
    assert "FC999" not in ran.err
    assert all(line.startswith("odd.yaml:") for line in ran.out.splitlines())


@pytest.mark.usefixtures("folder")
def test_fail_on_lets_findings_pass(run: Run, folder: Path) -> None:
    (folder / "far.json").write_text('{"LoRA": {"rank": 1, "alpha": 4096}}')

    assert run("validate", "far.json").status == 1
    assert run("validate", "far.json", "--fail-on", "error").status == 0
