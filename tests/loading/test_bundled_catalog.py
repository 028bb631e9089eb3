"""The bundled catalog loads, linked and compiled as its files say."""

from pathlib import Path

import pytest
import yaml

from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.loading import read_catalog
from finetune_catalog.records import CatalogData

ROOT = Path(__file__).resolve().parents[2]
METHODS = sorted(path.stem for path in (ROOT / "catalog" / "methods").glob("*.yaml"))


@pytest.fixture(scope="module")
def data() -> CatalogData:
    found, report = read_catalog([ROOT / "catalog"])
    assert found is not None, list(report)
    assert not list(report)
    return found


def test_every_file_is_a_method(data: CatalogData) -> None:
    assert list(data.methods) == METHODS


@pytest.mark.parametrize("id_", METHODS)
def test_a_method_has_the_formulas_of_its_file_in_the_order_of_metrics(data: CatalogData, id_: str) -> None:
    raw = yaml.safe_load((ROOT / "catalog" / "methods" / f"{id_}.yaml").read_text(encoding="utf-8"))
    method = data.methods[id_]

    own = {name: formula for name, formula in method.metrics.items() if name in raw.get("metrics", {})}

    assert {n: (str(f.text), f.basis) for n, f in own.items()} == {
        n: (str(r["formula"]), r["basis"]) for n, r in raw.get("metrics", {}).items()
    }
    assert list(method.metrics) == [name for name in data.metrics if name in method.metrics]


def test_a_parameter_is_the_shared_one_with_the_methods_changes(data: CatalogData) -> None:
    rank, bits = (data.methods["qlora"].parameters[name] for name in ("rank", "bits"))

    assert (rank.required, rank.default, rank.maximum) == (True, None, 2**32 - 1)
    assert (bits.required, bits.default, bits.minimum) == (False, 4, 1)
    assert data.parameters["bits"].required


def test_a_default_over_earlier_parameters_is_a_formula(data: CatalogData) -> None:
    alpha = data.methods["lora"].parameters["alpha"]

    assert alpha.default is None
    assert alpha.default_formula is not None
    assert evaluate(alpha.default_formula.checked, {"rank": 16777217}) == 16777217.0


def test_a_bare_integer_formula_gives_the_float_that_metrics_are(data: CatalogData) -> None:
    for method in data.methods.values():
        for formula in method.metrics.values():
            if not formula.checked.names:
                assert isinstance(evaluate(formula.checked, {}), float)


def test_formulas_know_where_they_stand(data: CatalogData) -> None:
    span = data.methods["lora"].metrics["training_speedup"].span

    assert span is not None
    line = Path(span.file).read_text(encoding="utf-8").splitlines()[span.line - 1]
    assert line[span.column - 1 : span.end_column - 1] == "5.0 / (1.0 + rank / 64.0)"


def test_the_digest_is_of_the_facts(catalog: Path) -> None:
    same, _ = read_catalog([catalog])
    file = catalog / "methods" / "full.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "# a remark\n", encoding="utf-8")
    commented, _ = read_catalog([catalog])
    file.write_text(text.replace("Trains every", "Updates every"), encoding="utf-8")
    changed, _ = read_catalog([catalog])

    assert same is not None
    assert commented is not None
    assert changed is not None
    assert same.digest == commented.digest != changed.digest
