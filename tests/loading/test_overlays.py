"""Overlays add whole entries and replace named values; everything else stays as the base has it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from finetune_catalog.loading import load_catalog, read_catalog

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "catalog"
Overlay = Callable[..., Path]


def test_a_named_value_is_replaced_and_its_siblings_stay(overlay: Overlay) -> None:
    patch = overlay({"methods/lora.yaml": "metrics:\n  memory_multiplier:\n    formula: 1.25\n"})

    base, _ = read_catalog([BASE])
    data, report = read_catalog([BASE, patch])

    assert data is not None, list(report)
    assert base is not None
    new, old = (d.methods["lora"].metrics["memory_multiplier"] for d in (data, base))
    assert (new.text, new.basis, new.sources) == ("1.25", old.basis, old.sources)
    assert list(data.methods["lora"].metrics) == list(base.methods["lora"].metrics)
    assert data.methods["lora"].examples == base.methods["lora"].examples


def test_each_value_stands_in_the_file_it_came_from(overlay: Overlay) -> None:
    patch = overlay({"methods/lora.yaml": "metrics:\n  memory_multiplier:\n    formula: 1.25\n"})

    sheet = load_catalog([BASE, patch]).sheets.sheets["methods/lora.yaml"]

    patched = sheet.value(("metrics", "memory_multiplier", "formula"))
    kept = sheet.value(("metrics", "memory_multiplier", "basis"))
    assert (Path(patched.file).parents[1], patched.line) == (patch, 3)
    assert Path(kept.file).resolve() == BASE / "methods" / "lora.yaml"


def test_later_overlays_lie_on_earlier_ones(overlay: Overlay) -> None:
    first = overlay({"methods/full.yaml": "title: One\nsummary: One.\n"}, "first")
    second = overlay({"methods/full.yaml": "title: Two\n"}, "second")

    data, _ = read_catalog([BASE, first, second])

    assert data is not None
    assert (data.methods["full"].title, data.methods["full"].summary) == ("Two", "One.")
    assert [manifest.id for manifest in data.overlays] == ["first", "second"]


def test_a_metric_with_a_formula_of_its_own_is_computed_for_every_method_that_has_its_names() -> None:
    data, report = read_catalog([BASE, ROOT / "tests" / "extending" / "our-catalog"])

    assert data is not None, list(report)
    both = {"memory_multiplier", "training_speedup"}
    assert {"lora", "full"} <= {
        id_ for id_, method in data.methods.items() if "relative_cost" in method.metrics
    }
    assert all(
        ("relative_cost" in method.metrics) == (both <= set(method.metrics))
        for method in data.methods.values()
    )
    (source,) = data.methods["lora"].metrics["relative_cost"].sources
    assert source.ref == "our-report"


GENERAL = """
{id}:
  title: A
  unit: ratio
  symbol: A
  direction: higher
  format: "{{:.4g}}"
  doc: A.
  formula: {formula}
  basis: derived
  source: {{ref: seed}}
"""


def test_a_metric_over_a_parameter_is_computed_where_that_is_taken(overlay: Overlay) -> None:
    patch = overlay({"metrics.yaml": GENERAL.format(id="double", formula="2 * bits")})

    data, report = read_catalog([BASE, patch])

    assert data is not None, list(report)
    assert [id_ for id_, method in data.methods.items() if "double" in method.metrics] == ["qlora"]


def test_a_general_formula_may_use_another_that_stands_below_it(overlay: Overlay) -> None:
    both = GENERAL.format(id="quadruple", formula="2 * double") + GENERAL.format(
        id="double", formula="2 * bits"
    )

    data, report = read_catalog([BASE, overlay({"metrics.yaml": both})])

    assert data is not None, list(report)
    assert {"quadruple", "double"} <= data.methods["qlora"].metrics.keys()


def test_a_method_may_give_a_general_metric_its_own_formula(overlay: Overlay) -> None:
    patch = overlay(
        {
            "metrics.yaml": GENERAL.format(id="double", formula="2 * rank"),
            "methods/qlora.yaml": "metrics:\n  double: {formula: 3.0 * rank, basis: heuristic, source: {ref: seed}}\n",
        }
    )

    data, _ = read_catalog([BASE, patch])

    assert data is not None
    assert data.methods["lora"].metrics["double"].text == "2 * rank"
    assert data.methods["qlora"].metrics["double"].text == "3.0 * rank"


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        (None, "FC600"),
        ("id: theirs\nname: theirs\nversion: 1.0.0\nschema: 1\nlicense: MIT\n", "FC601"),
        ("extends: something-else\n", "FC601"),
        ("extends: finetune-catalog\nschema: 2\n", "FC605"),
    ],
)
def test_a_folder_that_does_not_say_it_extends_the_catalog_is_refused_with_what_to_write(
    tmp_path: Path, manifest: str | None, code: str
) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    if manifest is not None:
        (folder / "catalog.yaml").write_text(manifest)

    data, report = read_catalog([BASE, folder])

    assert data is None
    found = next(d for d in report if d.code == code)
    assert "extends: finetune-catalog" in (found.help or "") or "newer" in (found.help or "")


def test_an_overlay_cannot_stand_first(overlay: Overlay) -> None:
    data, report = read_catalog([overlay({})])

    assert data is None
    assert "FC601" in {d.code for d in report}
