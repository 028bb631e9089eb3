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


def test_null_stands_for_what_the_field_says(catalog: fc.Catalog) -> None:
    sizes = {"model_type": "qwen2", "hidden_size": 64, "num_attention_heads": 8}

    assert of(catalog, **sizes, num_key_value_heads=None) == of(catalog, **sizes, num_key_value_heads=8)


def test_a_stand_in_for_null_is_held_to_the_fields_bounds(catalog: fc.Catalog) -> None:
    with pytest.raises(
        fc.ConfigurationError, match=r"`head_dim` is null, and its stand-in .* is 0, not 1 to"
    ):
        of(catalog, model_type="ernie4_5", hidden_size=8, num_attention_heads=16, head_dim=None)


def test_an_old_file_of_two_configurations_is_read_by_its_second_names(catalog: fc.Catalog) -> None:
    text = {"hidden_size": 640, "num_attention_heads": 10, "intermediate_size": 2560}
    vision = {"hidden_size": 896, "num_attention_heads": 14, "patch_size": 16}
    config = {"model_type": "clip", "text_config": {}, "vision_config": {}}

    # sum(p.numel() for p in CLIPModel(CLIPConfig(**config)).parameters()) with transformers 5.23.0
    assert (
        catalog.model({**config, "text_config_dict": text, "vision_config_dict": vision}).parameters
        == 197138561
    )


def test_a_size_that_the_type_has_no_field_for_is_kept_and_read(catalog: fc.Catalog) -> None:
    config = {"model_type": "gpt2", "n_embd": 48, "n_layer": 3, "n_head": 4, "vocab_size": 97}
    prompt = {"peft_type": "PREFIX_TUNING", "num_virtual_tokens": 4, "task_type": "CAUSAL_LM"}

    def trained(**more: Any) -> Any:
        return catalog.parse(prompt, model=catalog.model({**config, **more})).metrics["trainable_parameters"]

    assert (trained(), trained(num_key_value_heads=1)) == (
        1152,
        288,
    )  # get_nb_trainable_parameters(), PEFT 0.21.2
    assert trained(num_key_value_heads="one") == 1152
