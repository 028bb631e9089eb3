"""Fields of config.json that take a word in place of a number, or that matter only by being there."""

from typing import Any

import pytest

import finetune_catalog as fc


@pytest.fixture(scope="module")
def catalog() -> fc.Catalog:
    return fc.load()


def of(catalog: fc.Catalog, **config: Any) -> int:
    return catalog.model({"num_hidden_layers": 2, **config}).parameters


def test_a_word_that_stands_for_nothing_gives_the_default(catalog: fc.Catalog) -> None:
    stated = of(catalog, model_type="mamba", hidden_size=50, time_step_rank=4)

    assert of(catalog, model_type="mamba", hidden_size=50, time_step_rank="auto") == stated
    assert of(catalog, model_type="mamba", hidden_size=50) == stated


def test_another_word_is_refused(catalog: fc.Catalog) -> None:
    with pytest.raises(fc.ConfigurationError, match="`time_step_rank` takes an integer"):
        of(catalog, model_type="mamba", time_step_rank="automatic")


@pytest.mark.parametrize("value", [{"1": {"head_dim": 8}}, {}, "x", 0, False])
def test_what_no_formula_reads_is_refused_whatever_it_is(catalog: fc.Catalog, value: Any) -> None:
    with pytest.raises(fc.ConfigurationError, match="`per_layer_config` is not read"):
        of(catalog, model_type="gemma4_text", per_layer_config=value)


def test_null_is_not_given(catalog: fc.Catalog) -> None:
    assert of(catalog, model_type="gemma4_text", per_layer_config=None) == of(
        catalog, model_type="gemma4_text"
    )
