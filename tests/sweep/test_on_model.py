"""Columns on a model say what single configurations count: for every method, row by row, and which row is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import finetune_catalog as fc
from finetune_catalog.records import Method, Parameter

CATALOG = fc.load()
MODEL = CATALOG.model("llama-3.2-1b")
NUMBERS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 100, 128, 256, 1000, 2048, 4096]
#: what methods need that no default and no typical value gives
NEEDED: dict[str, Any] = {
    "task_type": "CAUSAL_LM",
    "num_virtual_tokens": 8,
    "total_step": 100,
    "adapter_len": 4,
}


def needed(method: Method) -> dict[str, Any]:
    typical = {p.id: p.typical for p in method.parameters.values() if p.required and p.typical is not None}
    known = {*method.parameters, *method.options}
    return {**typical, **{name: value for name, value in NEEDED.items() if name in known}}


def integers(method: Method) -> list[Parameter]:
    every = (*method.parameters.values(), *method.options.values())
    return [p for p in every if p.type == "integer"]


def single(method: str, **given: Any) -> dict[str, Any] | None:
    try:
        return dict(CATALOG.configure(method, model=MODEL, **given).metrics)
    except fc.ConfigurationError:
        return None


CASES = [(m.id, p.id) for m in CATALOG.data.methods.values() if m.counting for p in integers(m)]


@pytest.mark.parametrize(("method", "name"), CASES)
def test_columns_of_an_integer_count_what_single_configurations_count(method: str, name: str) -> None:
    entry = CATALOG.data.methods[method]
    others = {key: value for key, value in needed(entry).items() if key != name}
    counted = {number: single(method, **others, **{name: number}) for number in NUMBERS}
    good = {number: metrics for number, metrics in counted.items() if metrics is not None}
    if not good:
        pytest.skip("nothing is counted whatever it is")

    swept = CATALOG.sweep(method, model=MODEL, **others, **{name: list(good)})

    for metric in next(iter(good.values())):
        assert swept[metric].tolist() == [metrics[metric] for metrics in good.values()], metric
    bad = [number for number, metrics in counted.items() if metrics is None]
    if bad:
        with pytest.raises(fc.ConfigurationError):
            CATALOG.sweep(method, model=MODEL, **others, **{name: [*good, bad[0]]})


def test_truths_words_and_several_columns_count_as_they_do_alone() -> None:
    columns = {
        "rank": [4, 8, 16, 4],
        "use_dora": [True, False, True, False],
        "trained_biases": ["none", "all", "none", "all"],
    }
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    swept = CATALOG.sweep("lora", model=MODEL, target_modules=["q_proj", "down_proj"], **columns)

    for row, given in enumerate(rows):
        alone = single("lora", target_modules=["q_proj", "down_proj"], **given)
        assert alone is not None
        assert {name: swept[name][row] for name in alone} == alone
    assert swept["use_dora"].tolist() == columns["use_dora"]


def test_ranks_by_pattern_stay_beside_a_column() -> None:
    given = {"target_modules": "all-linear", "rank_pattern": {r"layers\.3\..*": 5, "q_proj": 7}}
    swept = CATALOG.sweep("lora", model=MODEL, rank=[2, 9], **given)

    for row, rank in enumerate([2, 9]):
        alone = single("lora", rank=rank, **given)
        assert alone is not None
        assert swept["trainable_parameters"][row] == alone["trainable_parameters"]


def test_the_first_row_that_is_refused_is_named() -> None:
    ranks = np.arange(2, 2002, 2)
    ranks[[700, 900]] = 7

    with pytest.raises(fc.ConfigurationError) as caught:
        CATALOG.sweep("lora", model=MODEL, rank=ranks, initialisation="orthogonal")

    (finding,) = caught.value.report
    assert finding.code == "FC750"
    assert "found 7" in finding.message
    assert finding.notes == ("in row 700",)


def test_what_no_column_can_hold_is_refused_with_its_row() -> None:
    big = CATALOG.model(
        {**CATALOG.data.models["llama-3.1-8b"].config, "model_type": "llama", "hidden_size": 2**30}
    )
    alone = CATALOG.configure("lora", model=big, rank=2**32 - 1).metrics["trainable_parameters"]
    assert alone > 2**63

    with pytest.raises(fc.ConfigurationError) as caught:
        CATALOG.sweep("lora", model=big, rank=[1, 2**32 - 1])

    (finding,) = caught.value.report
    assert finding.code == "FC731"
    assert "row 1" in finding.message


def test_a_million_ranks_agree_at_the_edges_of_blocks() -> None:
    ranks = np.arange(1, 1_000_001)
    swept = CATALOG.sweep("lora", model=MODEL, rank=ranks)

    for row in (0, 65_535, 65_536, 999_999):
        assert {name: swept[name][row] for name in swept} | {"alpha": 0} == {
            **CATALOG.configure("lora", model=MODEL, rank=row + 1).metrics,
            "rank": row + 1,
            "alpha": 0,
        }


def test_no_rows_and_a_method_that_needs_more_are_answered() -> None:
    assert CATALOG.sweep("lora", model=MODEL, rank=np.array([], np.int64))["trainable_parameters"].shape == (
        0,
    )
    with pytest.raises(fc.ConfigurationError):
        CATALOG.sweep("lora", model=MODEL, rank=[1, 2], target_modules=["nothing_like_it"])
    with pytest.raises(fc.ConfigurationError):
        CATALOG.sweep("lora", model=MODEL, rank=[1, 2], no_such_option=1)


CALLING = """
trained_parts:
  title: Parts
  unit: "1"
  symbol: P
  direction: neither
  format: "{:.0f}"
  doc: Trained parameters in parts of 32.
  formula: ceil_div(trainable_parameters, 32)
  basis: derived
  source: {ref: seed}
"""


def test_a_metric_over_counts_may_call_the_catalogs_own_functions(tmp_path: Path) -> None:
    (tmp_path / "catalog.yaml").write_text("extends: finetune-catalog\n")
    (tmp_path / "metrics.yaml").write_text(CALLING)
    catalog = fc.load(tmp_path)
    model = catalog.model("llama-3.2-1b")

    one = catalog.configure("lora", model=model, rank=3)

    assert one.metrics["trained_parts"] == -(-one.metrics["trainable_parameters"] // 32)
    assert "ceil_div(trainable_parameters, 32)" in str(one.explain("trained_parts"))
    for ranks in ([], [3], [1, 3, 2**20]):
        parts = [catalog.configure("lora", model=model, rank=r).metrics["trained_parts"] for r in ranks]
        assert catalog.sweep("lora", model=model, rank=ranks)["trained_parts"].tolist() == parts
