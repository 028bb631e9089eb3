"""A folder with only YAML adds a method, a parameter and a metric for all methods; every verb knows them; zero Python."""

import json
import re
from pathlib import Path

import pytest

import finetune_catalog as fc
from finetune_catalog.cli import main

HERE = Path(__file__).parent
OVERLAY = HERE / "our-catalog"
TUTORIAL = HERE.parents[1] / "docs" / "tutorial.md"
METHODS = {"adapter", "full", "grouped_lora", "ia3", "lora", "prefix", "qlora"}


@pytest.fixture(scope="module")
def catalog() -> fc.Catalog:
    return fc.load(OVERLAY)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words: str) -> str:
        status = main([*words, "--catalog", str(OVERLAY)])
        printed = capsys.readouterr()
        assert status == 0, printed.err
        return printed.out

    return run


def test_the_overlay_holds_nothing_but_yaml() -> None:
    assert {path.suffix for path in OVERLAY.rglob("*") if path.is_file()} == {".yaml"}


def test_the_tutorial_shows_the_files_of_the_overlay() -> None:
    shown = re.findall(r"```yaml\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    files = [path.read_text(encoding="utf-8") for path in OVERLAY.rglob("*.yaml")]

    assert sorted(shown) == sorted(files)


def test_the_new_method_takes_its_place_among_the_bundled_ones(catalog: fc.Catalog) -> None:
    assert set(catalog.data.methods) > METHODS


@pytest.mark.parametrize("method", sorted(METHODS))
def test_the_new_metric_is_computed_for_every_method(catalog: fc.Catalog, method: str) -> None:
    given = {"rank": 16} if "rank" in catalog.data.methods[method].parameters else {}
    metrics = catalog.configure(method, **given).metrics

    assert metrics["relative_cost"] == metrics["memory_multiplier"] / metrics["training_speedup"]


def test_the_new_methods_formulas_are_evaluated_by_hand(catalog: fc.Catalog) -> None:
    configuration = catalog.configure("grouped_lora", rank=16)

    assert str(configuration) == "GroupedLoRA(r=16, g=4)"
    assert configuration.metrics["memory_multiplier"] == 1.2 - 0.1 * (1.0 - 1.0 / 4)
    assert configuration.metrics["training_speedup"] == 5.0 / (1.0 + 16 / (64.0 * 4))


def test_the_bundled_catalog_does_not_know_them() -> None:
    assert "grouped_lora" not in fc.load().data.methods
    assert "relative_cost" not in fc.load().data.metrics


def test_configurations_of_the_new_method_are_read(catalog: fc.Catalog) -> None:
    assert catalog.parse('{"GroupedLoRA": {"rank": 8, "groups": 2}}').parameters == {"rank": 8, "groups": 2}
    with pytest.raises(fc.ConfigurationError, match="groups"):
        catalog.parse('{"GroupedLoRA": {"rank": 8, "groups": 65}}')


def test_check_accepts_it(command) -> None:
    assert main(["check", str(OVERLAY)]) == 0


def test_list_eval_compare_and_explain_know_it(command) -> None:
    assert "grouped_lora" in command("list")
    evaluated = json.loads(command("eval", "grouped_lora", "rank=16", "--format", "json"))
    assert evaluated["config"] == {"GroupedLoRA": {"rank": 16, "groups": 4}}
    assert "relative_cost" in evaluated["metrics"]
    compared = command("compare", "--metric", "relative_cost")
    assert all(method in compared for method in METHODS)
    explained = command("explain", "grouped_lora", "rank=16", "--metric", "relative_cost")
    assert "memory_multiplier" in explained
    assert "our-report" in explained


def test_sweep_knows_it(command) -> None:
    pytest.importorskip("numpy")
    rows = command("sweep", "grouped_lora", "rank=8:16", "groups=2", "--format", "csv").splitlines()

    assert "relative_cost" in rows[0]
    assert len(rows) == 1 + 9


def test_validate_knows_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text('{"GroupedLoRA": {"rank": 8}}')
    bad.write_text('{"GroupedLoRA": {"rank": 8, "gruops": 2}}')

    assert main(["validate", str(good), "--catalog", str(OVERLAY)]) == 0
    assert main(["validate", str(bad), "--catalog", str(OVERLAY)]) == 1
    assert "did you mean `groups`?" in capsys.readouterr().out


def test_docs_describe_it(tmp_path: Path) -> None:
    folder = tmp_path / "reference"

    assert main(["docs", "build", "--output", str(folder), "--catalog", str(OVERLAY)]) == 0
    assert "block-diagonal" in (folder / "methods" / "grouped_lora.md").read_text(encoding="utf-8")
    assert "Relative cost" in (folder / "comparison.md").read_text(encoding="utf-8")


def test_diff_lists_what_it_adds(capsys: pytest.CaptureFixture[str]) -> None:
    bundled = Path(fc.__file__).parents[1] / "catalog"

    main(["diff", str(bundled), str(OVERLAY), "--format", "json"])

    printed = capsys.readouterr().out
    assert all(word in printed for word in ("grouped_lora", "relative_cost", "groups"))
