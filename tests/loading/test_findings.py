"""Every finding of one run is collected, each at the place where it can be mended."""

from collections.abc import Callable
from pathlib import Path

import pytest

from finetune_catalog.diagnostics import Report
from finetune_catalog.loading import load_catalog, read_catalog

Edit = Callable[[str, str, str], None]


def places(report: Report) -> list[tuple[str, str, int, int]]:
    return [(d.code, Path(d.span.file).name, d.span.line, d.span.column) for d in report if d.span]


def test_faults_of_every_layer_in_one_file_are_said_in_one_run(catalog: Path, edit: Edit) -> None:
    edit("methods/lora.yaml", "sources: [hu2021lora]", "sources: [hu2021lor]")
    edit("methods/lora.yaml", "5.0 / (1.0 + rank / 64.0)", "5.0 / (1.0 + rnk / 64.0)")
    edit("methods/lora.yaml", "formula: 2.0", "formula: 2.0 +")

    data, report = read_catalog([catalog])

    assert data is None
    assert [(code[:3], line) for code, _, line, _ in places(report)] == [("FC2", 6), ("FC4", 30), ("FC3", 38)]


def test_a_broken_formula_hides_nothing_in_others(catalog: Path, edit: Edit) -> None:
    edit("methods/lora.yaml", "5.0 / (1.0 + rank / 64.0)", "5.0 / (1.0 + rank / 64.0")
    edit("methods/qlora.yaml", "32.0 / bits", "32.0 / bit")

    loaded = load_catalog([catalog])

    assert {name for _, name, _, _ in places(loaded.report)} == {"lora.yaml", "qlora.yaml"}
    assert loaded.data is not None
    assert "training_speedup" not in loaded.data.methods["lora"].metrics
    assert "quality_retention" in loaded.data.methods["lora"].metrics


@pytest.mark.parametrize(
    "written",
    [
        "formula: 5.0 / (1.0 + rnk / 64.0)",
        "formula: '5.0 / (1.0 + rnk / 64.0)'",
        'formula: "5.0 / (1.0 + rnk / 64.0)"',
        "formula: >-\n      5.0 /\n      (1.0 + rnk / 64.0)",
        "formula: |-\n      5.0 / (1.0 +\n      rnk / 64.0)",
    ],
    ids=["plain", "single-quoted", "double-quoted", "folded", "literal"],
)
def test_a_problem_inside_a_formula_points_into_it_however_it_is_written(
    catalog: Path, edit: Edit, written: str
) -> None:
    edit("methods/lora.yaml", "formula: 5.0 / (1.0 + rank / 64.0)", written)

    _, report = read_catalog([catalog])

    (found,) = report
    assert found.span is not None
    line = Path(found.span.file).read_text(encoding="utf-8").splitlines()[found.span.line - 1]
    assert line[found.span.column - 1 : found.span.end_column - 1] == "rnk"


def test_formulas_that_use_each_other_in_a_circle_are_refused_with_the_circle(
    catalog: Path, edit: Edit
) -> None:
    edit("methods/lora.yaml", "formula: 1.2", "formula: training_speedup / 2.0")
    edit("methods/lora.yaml", "5.0 / (1.0 + rank / 64.0)", "5.0 / memory_multiplier")

    _, report = read_catalog([catalog])

    (found,) = report
    assert found.code == "FC610"
    assert "`memory_multiplier` → `training_speedup` → `memory_multiplier`" in found.message
    assert [span.line for span, _ in found.related] == [30]


def test_a_formula_that_uses_itself_is_refused(catalog: Path, edit: Edit) -> None:
    edit("methods/lora.yaml", "formula: 1.2", "formula: memory_multiplier + 1.0")

    _, report = read_catalog([catalog])

    assert [(d.code, d.message) for d in report] == [("FC610", "`memory_multiplier` uses itself")]


def test_general_formulas_in_a_circle_are_refused_once(catalog: Path) -> None:
    with (catalog / "metrics.yaml").open("a") as file:
        for name, other in (("up", "down"), ("down", "up")):
            file.write(
                f"{name}: {{title: T, unit: ratio, symbol: t, direction: lower, format: '{{:.4g}}', doc: D.,"
                f" formula: {other} + 1.0, basis: derived, source: {{ref: seed}}}}\n"
            )

    _, report = read_catalog([catalog])

    assert [d.code for d in report] == ["FC610"]


def test_a_default_that_uses_a_later_parameter_says_to_move_it(catalog: Path, edit: Edit) -> None:
    edit(
        "methods/lora.yaml",
        "  rank: {}\n  alpha:\n    default: rank\n",
        "  alpha:\n    default: rank\n  rank: {}\n",
    )

    _, report = read_catalog([catalog])

    (found,) = report
    assert found.help == "a default may use the parameters above it; move `alpha` below `rank`"


def test_a_name_that_the_catalog_has_elsewhere_says_how_to_have_it_here(catalog: Path, edit: Edit) -> None:
    edit("methods/lora.yaml", "formula: 1.2", "formula: 1.2 + 0.0 * bits")

    _, report = read_catalog([catalog])

    (found,) = report
    assert found.help == "take the parameter: write `bits: {}` under `parameters`"


def test_a_broken_registry_gives_no_false_alarms_about_its_names(catalog: Path) -> None:
    (catalog / "parameters.yaml").write_text("rank: [\n")

    _, report = read_catalog([catalog])

    assert {Path(d.span.file).name for d in report if d.span} == {"parameters.yaml"}


def test_a_parameter_with_a_broken_entry_gives_no_false_alarms_where_it_is_used(
    catalog: Path, edit: Edit
) -> None:
    edit("parameters.yaml", "rank:\n  title: Rank\n  type: integer", "rank:\n  title: Rank\n  type: integr")

    _, report = read_catalog([catalog])

    assert {Path(d.span.file).name for d in report if d.span} == {"parameters.yaml"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("metric.yaml", "did you mean `metrics.yaml`?"),
        ("methods/dora.yml", "rename it to `dora.yaml`"),
        ("methods/notes.txt", "move it out of the catalog's folder"),
        ("method/x.yaml", "did you mean `methods`?"),
    ],
)
def test_what_would_not_be_read_is_an_error(catalog: Path, name: str, said: str) -> None:
    (catalog / name).parent.mkdir(exist_ok=True)
    (catalog / name).write_text("a: 1\n")

    _, report = read_catalog([catalog])

    (found,) = report
    assert (found.code, found.help) == ("FC602", said)


def test_what_people_keep_beside_data_is_no_error(catalog: Path) -> None:
    for name in ("README.md", ".gitignore", "methods/README.md"):
        (catalog / name).write_text("notes\n")

    data, report = read_catalog([catalog])

    assert data is not None, list(report)


def test_an_absent_file_that_every_catalog_has_is_named(catalog: Path) -> None:
    (catalog / "units.yaml").unlink()

    _, report = read_catalog([catalog])

    assert [(d.code, d.message) for d in report] == [("FC603", "this catalog has no units.yaml")]
