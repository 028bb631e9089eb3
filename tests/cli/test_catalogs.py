"""`check`, `diff` and `freeze`: catalogs as such."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from finetune_catalog.resources import catalog_root

if TYPE_CHECKING:
    from tests.cli.conftest import Run

OVERLAY = Path(__file__).parents[1] / "extending" / "our-catalog"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the bundled catalog, without releases, to be broken."""
    return Path(shutil.copytree(catalog_root(), tmp_path / "copy", ignore=shutil.ignore_patterns("releases")))


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OVERLAY, tmp_path / "our-catalog"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_bundled_catalog_has_no_findings(run: Run) -> None:
    ran = run("check")

    assert (ran.status, ran.out) == (0, "")
    assert ran.err.startswith("finetune-catalog 1.")
    assert ran.err.endswith(": no findings\n")


def test_an_edit_that_breaks_is_shown_where_it_stands(run: Run, copy: Path) -> None:
    edit(copy / "methods" / "lora.yaml", "5.0 / (1.0 + rank / 64.0)", "5.0 / (1.0 + rnak / 64.0)")

    ran = run("check", str(copy))

    assert ran.status == 1
    text = (copy / "methods" / "lora.yaml").read_text(encoding="utf-8")
    line = text.splitlines().index("    formula: 5.0 / (1.0 + rnak / 64.0)") + 1
    assert f"--> {copy.as_posix()}/methods/lora.yaml:{line}:27\n" in ran.out
    assert "|                           ^^^^\n" in ran.out
    assert "= help: did you mean `rank`?\n" in ran.out


def test_three_faults_in_one_file_are_three_findings_of_one_run(run: Run, copy: Path) -> None:
    file = copy / "methods" / "lora.yaml"
    edit(file, "5.0 / (1.0 + rank / 64.0)", "5.0 / (1.0 + rnak / 64.0)")
    edit(file, "sources: [hu2021lora]", "sources: [hu2021lara]")
    edit(file, "summary:", "sumary:")

    ran = run("check", str(copy), "--format", "json")

    assert ran.status == 1
    assert len(json.loads(ran.out)["findings" if isinstance(json.loads(ran.out), dict) else 0]) >= 3


@pytest.mark.parametrize(("least", "status"), [("note", 1), ("warning", 0), ("error", 0)])
def test_fail_on_says_which_findings_fail(run: Run, least: str, status: int) -> None:
    ran = run("check", str(OVERLAY), "--fail-on", least)

    assert ran.status == status
    assert "note[FC626]" in ran.out


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_findings_for_programs_are_json(run: Run, form: str) -> None:
    assert json.loads(run("check", str(OVERLAY), "--format", form).out)


def test_findings_for_pull_requests_are_annotations(run: Run) -> None:
    assert run("check", str(OVERLAY), "--format", "github").out.startswith("::notice ")


def test_a_folder_that_is_no_catalog_is_said(run: Run, tmp_path: Path) -> None:
    ran = run("check", str(tmp_path))

    assert ran.status == 2
    assert ran.out.startswith(f"error[FC600]: {tmp_path.as_posix()} is not a catalog")


def test_diff_says_what_an_overlay_adds(run: Run) -> None:
    ran = run("diff", str(catalog_root()), str(OVERLAY))

    assert (ran.status, ran.err) == (0, "")
    assert "method grouped_lora\n  minor added" in ran.out
    assert ran.out.endswith("4 changes: minor\n")


def test_diff_lists_what_an_overlay_replaces(run: Run, tmp_path: Path) -> None:
    (tmp_path / "methods").mkdir()
    (tmp_path / "catalog.yaml").write_text("extends: finetune-catalog\n")
    (tmp_path / "methods" / "lora.yaml").write_text(
        "title: Ours\nmetrics:\n  memory_multiplier:\n    formula: 1.25\n"
    )

    ran = run("diff", str(catalog_root()), str(tmp_path))

    assert ran.status == 0
    assert "metrics.memory_multiplier.formula: 1.2 → 1.25" in ran.out
    assert "title: Low-Rank Adaptation → Ours" in ran.out
    assert ran.out.endswith("2 changes: minor\n")


def test_diff_shows_the_numbers_that_change(run: Run, copy: Path) -> None:
    edit(copy / "methods" / "lora.yaml", "formula: 2.0", "formula: 2.5")

    text = run("diff", str(catalog_root()), str(copy)).out
    data = json.loads(run("diff", str(catalog_root()), str(copy), "--format", "json").out)

    assert "metrics.batch_size_multiplier.formula: 2.0 → 2.5" in text
    assert (data["bump"], len(data["changes"])) == ("minor", 1)
    assert run("diff", str(catalog_root()), str(copy), "--format", "markdown").out.startswith(
        "## finetune-catalog"
    )


def test_diff_of_a_catalog_with_itself_is_empty(run: Run) -> None:
    assert run("diff", str(catalog_root()), str(catalog_root())).out.endswith("no changes\n")


@pytest.mark.parametrize("word", ["nowhere", "99.0.0", "no.json"])
def test_diff_needs_catalogs_that_are_there(run: Run, word: str) -> None:
    ran = run("diff", word, str(catalog_root()))

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error[FC6")


def test_freeze_keeps_an_overlay_as_it_is_and_is_known_to_diff(run: Run, overlay: Path) -> None:
    ran = run("freeze", "--catalog", str(overlay))

    release = overlay / "releases" / "0.1.0.json"
    assert (ran.status, ran.out) == (0, f"{release.as_posix()}\n")
    assert run("diff", str(release), str(overlay)).out.endswith("no changes\n")


def test_freezing_again_changes_nothing_and_another_content_is_refused(run: Run, overlay: Path) -> None:
    run("freeze", "--catalog", str(overlay))
    release = overlay / "releases" / "0.1.0.json"
    before = release.read_bytes()

    assert run("freeze", "--catalog", str(overlay)).status == 0
    edit(overlay / "metrics.yaml", "title: Relative cost", "title: Cost")
    ran = run("freeze", "--catalog", str(overlay))

    assert (ran.status, ran.out) == (1, "")
    assert "version: 0.1.1" in ran.err or "raise `version`" in ran.err
    assert release.read_bytes() == before


def test_a_catalog_with_errors_is_not_frozen(run: Run, overlay: Path) -> None:
    edit(overlay / "metrics.yaml", "unit: ratio", "unit: rato")

    ran = run("freeze", "--catalog", str(overlay))

    assert ran.status == 1
    assert "did you mean `ratio`?" in ran.err
    assert not (overlay / "releases").exists()


def test_every_verb_knows_what_an_overlay_adds(run: Run) -> None:
    over = ("--catalog", str(OVERLAY))

    assert "grouped_lora" in run("list", *over).out
    assert "relative_cost" in run("list", "metrics", *over).out
    assert run("eval", "grouped_lora", "rank=16", *over).out.startswith(
        "GroupedLoRA(r=16, g=4)  Grouped LoRA\n"
    )
    assert (
        json.loads(run("eval", "lora", "rank=16", *over, "--format", "json").out)["metrics"]["relative_cost"]
        == 0.3
    )
    assert "grouped_lora" in run("compare", *over).out
    assert "1.2 - 0.1 * (1.0 - 1.0 / groups)" in run("show", "grouped_lora", *over).out
    assert run("--version", *over).out.endswith("\ncatalog our-catalog 0.1.0\n")
