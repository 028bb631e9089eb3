"""Configurations that have no counts on a model: the code of each, and what is said."""

import pytest

import finetune_catalog as fc
from tests.counting.small import CATALOG, decoder, parsed, refusal
from tests.work import ending


def test_fc750_a_condition_of_the_method_says_what_is_wrong_with_the_values() -> None:
    code, text = refusal({"r": 3, "target_modules": ["q_proj"], "init_lora_weights": "orthogonal"})

    assert code == "FC750"
    assert "needs an even rank, found 3" in text


@pytest.mark.parametrize("word", ["", "some"])
def test_fc750_a_word_that_says_nothing_of_biases_is_answered_with_those_that_do(word: str) -> None:
    code, text = refusal({"target_modules": ["q_proj"], "bias": word})

    assert code == "FC750"
    assert f"{word!r} says nothing of biases" in text
    assert "none, all, …_only" in text


def test_fc751_a_target_that_the_model_lacks_is_answered_with_what_it_has() -> None:
    code, text = refusal({"target_modules": ["q_porj"]})

    assert code == "FC751"
    assert "did you mean `q_proj`?" in text
    assert "down_proj, q_proj, up_proj, v_proj" in text


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"target_modules": ["norm"]}, "is of the kind norm"),
        ({"target_modules": ["mlp"]}, "holds other modules"),
        ({"target_modules": ["q_proj"], "modules_to_save": ["_proj"]}, "is adapted, and its name ends with"),
        (
            {"target_modules": ["lm_head"], "task_type": "CAUSAL_LM", "modules_to_save": ["head"]},
            "is adapted",
        ),
        ({"target_modules": ["q_proj"], "modules_to_save": ["layers"]}, ""),
        ({"target_modules": ["lm_head"], "modules_to_save": ["layers"]}, "is a list of modules"),
        ({"target_modules": ["embed_tokens"], "trainable_token_indices": [1]}, "single tokens of it"),
        ({"target_modules": ["lm_head"], "trainable_token_indices": {"lm_head": [1]}}, "single tokens of it"),
        (
            {"target_modules": ["q_proj"], "target_parameters": ["q_proj.weight"]},
            "its module is taken already",
        ),
    ],
)
def test_fc752_a_module_that_is_wanted_twice_or_is_of_another_kind_is_named(
    config: dict[str, object], said: str
) -> None:
    code, text = refusal(config)

    assert code in {"FC752", "FC751"}
    assert said in text


@pytest.mark.parametrize("pattern", ["*_proj", "(", "[a", "a" * 2001])
def test_fc753_a_text_that_is_no_pattern_is_refused(pattern: str) -> None:
    assert refusal({"target_modules": pattern})[0] == "FC753"


SLOW = [r"(\w|\w\w|\.)*[.]", r"((\w|\w\w|\.)*)*[.]", "(?:(?:.|..)+)+[A-Z]", "(.|..|...|....)*[.]"]


@pytest.mark.parametrize("pattern", SLOW)
@pytest.mark.parametrize("option", ["target_modules", "exclude_modules"])
def test_fc754_a_pattern_that_can_match_in_too_many_ways_is_stopped(pattern: str, option: str) -> None:
    config = {"target_modules": ["q_proj"], option: pattern}

    with ending():
        code, text = refusal(config, decoder(126))

    assert code == "FC754"
    assert "takes too long" in text


@pytest.mark.parametrize("pattern", ["(?:(?:.|..)+)+[A-Z]", "(.|..|...|....)*[.]$"])
def test_fc754_keys_of_ranks_are_patterns_too(pattern: str) -> None:
    assert refusal({"target_modules": ["q_proj"], "rank_pattern": {pattern: 4}}, decoder(126))[0] == "FC754"


@pytest.mark.parametrize(
    "pattern", ["((a|aa)*)*$", "((a|aa)*$|.*q_proj)", "(.*)*x", "(.*.*)*x", "((a{9}){9}){9}"]
)
def test_a_pattern_with_nested_repetitions_is_answered(pattern: str) -> None:
    with ending():
        try:
            parsed({"target_modules": pattern}, decoder(126))
        except fc.ConfigurationError as error:
            assert next(iter(error.report)).code in {"FC751", "FC754"}  # noqa: PT017  either, by the machine


def test_fc755_a_model_of_a_type_without_defaults_asks_for_targets() -> None:
    code, text = refusal({}, decoder(architecture="unheard-of"))

    assert code == "FC755"
    assert "no default for the model type unheard-of" in text
    assert "`down_proj`" in text


def test_fc756_a_size_that_the_model_lacks_is_named() -> None:
    from finetune_catalog.counting.formulas import Formulas
    from finetune_catalog.counting.refusal import RefusedError

    method = CATALOG.data.methods["lora"]
    assert method.counting is not None
    formulas = Formulas(CATALOG.data, method.counting)
    needing = next(
        tensor.size for tensor in method.counting.adds.values() if "module.in_features" in tensor.size.names
    )

    with pytest.raises(RefusedError) as caught:
        formulas.value(needing, {"rank": 1})

    assert caught.value.refusal.code == "FC756"


def test_fc756_a_size_is_named_as_config_json_writes_it() -> None:
    config = {"peft_type": "PREFIX_TUNING", "num_virtual_tokens": 4, "task_type": "CAUSAL_LM"}

    code, text = refusal(config, CATALOG.model("mamba-130m"))

    assert code == "FC756"
    assert "this method needs `num_attention_heads`, and the config.json of mamba-130m has none" in text
    assert "give `head_count`" in text


@pytest.mark.parametrize(
    ("spans", "said"), [([[0, 9]], "layer 2 is none of the 2"), ([[-3, 1]], "layer -3 is none of the 2")]
)
def test_fc757_layers_that_the_model_lacks_cannot_be_repeated(spans: list[list[int]], said: str) -> None:
    code, text = refusal({"target_modules": ["q_proj"], "layer_replication": spans})

    assert code == "FC757"
    assert said in text


def test_fc757_a_model_without_a_list_of_layers_says_so() -> None:
    flat = decoder(modules=tuple(m for m in decoder().modules if "layers" not in m.path))

    code, text = refusal({"target_modules": ["lm_head"], "layer_replication": [[0, 1]]}, flat)

    assert code == "FC757"
    assert "has no list of layers in model" in text


def test_fc758_a_method_that_counts_nothing_says_so() -> None:
    method = next((m.id for m in CATALOG.data.methods.values() if m.counting is None), None)
    if method is None:
        pytest.skip("every method of the catalog counts")
    values = {p.id: p.typical for p in CATALOG.data.methods[method].parameters.values() if p.required}

    with pytest.raises(fc.ConfigurationError) as caught:
        CATALOG.configure(method, model=decoder(), **values)

    assert next(iter(caught.value.report)).code == "FC758"


def test_fc759_a_configuration_that_is_only_named_is_asked_for() -> None:
    code, text = refusal({"peft_type": "XLORA", "adapters": {"first": "./first"}})

    assert code == "FC759"
    assert "write the adapter's configuration in its place" in text


def test_what_a_held_configuration_is_refused_for_names_it() -> None:
    code, text = refusal(
        {"peft_type": "XLORA", "adapters": {"first": {"peft_type": "LORA", "target_modules": ["x"]}}}
    )

    assert code == "FC751"
    assert "`first`: " in text
