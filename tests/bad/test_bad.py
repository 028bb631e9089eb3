"""Broken input, and every word that is said of it; README.md beside this file says how a case is made."""

import os
import re
from pathlib import Path

import pytest

from finetune_catalog.diagnostics.codes import PAGES
from tests.bad.inputs import BASE, INPUTS, checked_catalog, data_of

HERE = Path(__file__).resolve().parent
CASES = sorted(path for path in HERE.iterdir() if re.match(r"FC[0-9]{3}-", path.name))
UPDATE = bool(os.environ.get("UPDATE_EXPECTED"))
#: codes that no file or command line can bring about on every machine, and the tests that hold them
ELSEWHERE = {
    **dict.fromkeys(
        ("FC511", "FC557", "FC558", "FC560", "FC650", "FC651", "FC652", "FC653", "FC660", "FC680"),
        "tests/diagnostics/test_codes_without_cases.py",
    ),
    **dict.fromkeys((f"FC{code}" for code in range(750, 760)), "tests/counting/test_refusals.py"),
    "FC907": "tests/cli/test_list.py",
    "FC911": "tests/cli/test_sweep.py",
    "FC990": "tests/cli/test_endings.py",
    "FC999": "tests/cli/test_endings.py",
}


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_broken_input_is_answered_to_the_letter(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repeat = data_of(case / "repeat.yaml")
    folder = tmp_path if repeat else case
    if repeat:
        (tmp_path / repeat["name"]).write_text(repeat["text"] * repeat["times"], encoding="utf-8")
    monkeypatch.chdir(folder)
    name, answer = next((name, answer) for name, answer in INPUTS.items() if (folder / name).exists())

    said = answer(folder / name, repeat.get("last"))

    expected = case / "expected.txt"
    if UPDATE:
        expected.write_bytes(said.encode())
    assert expected.read_bytes().decode() == said
    assert re.search(rf"\[{case.name[:5]}\]|= code: {case.name[:5]}", said), (
        "the case's own code is among the findings"
    )


def test_the_catalog_below_the_overlays_has_no_faults() -> None:
    assert checked_catalog([BASE]) == ""


@pytest.mark.parametrize("code", PAGES)
def test_every_code_has_a_case(code: str) -> None:
    assert any(case.name.startswith(code) for case in CASES) != (code in ELSEWHERE)


@pytest.mark.parametrize("code", ELSEWHERE)
def test_a_code_without_a_case_is_held_by_another_test(code: str) -> None:
    place = HERE.parents[1] / ELSEWHERE[code]
    tests = place.rglob("*.py") if place.is_dir() else [place]

    assert any(code in test.read_text(encoding="utf-8") for test in tests)


def test_every_case_is_of_a_code_that_exists() -> None:
    assert [case.name for case in CASES if case.name[:5] not in PAGES] == []


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_no_line_that_is_printed_is_too_wide(case: Path) -> None:
    """Source lines are cropped; messages and paths may be longer, but not by much."""
    text = (case / "expected.txt").read_bytes().decode()

    assert max(map(len, text.splitlines())) <= 120
