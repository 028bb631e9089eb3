"""What people name becomes a model, of the class they need, or is refused with the field to blame."""

import json
from pathlib import Path
from typing import Any

import pytest

import finetune_catalog as fc
from finetune_catalog.models.opening import for_task
from tests.work import lines

LLAMA = {"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}


@pytest.fixture(scope="module")
def catalog() -> fc.Catalog:
    return fc.load()


def refused(catalog: fc.Catalog, source: Any) -> str:
    with pytest.raises(fc.ConfigurationError) as error:
        catalog.model(source)
    return str(error.value)


def test_a_mapping_a_file_and_a_folder_are_the_same_model(catalog: fc.Catalog, tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text("\ufeff" + json.dumps({**LLAMA, "rope": float("inf")}), encoding="utf-8")

    models = [catalog.model(source) for source in (LLAMA, file, str(file), tmp_path)]

    assert len({model.parameters for model in models}) == 1
    assert [model.name for model in models[1:]] == [tmp_path.name] * 3


def test_whatever_counts_on_a_model_takes_what_one_is_opened_with(
    catalog: fc.Catalog, tmp_path: Path
) -> None:
    file = tmp_path / "config.json"
    file.write_text(json.dumps(LLAMA), encoding="utf-8")
    adapter = {"peft_type": "LORA", "r": 4, "target_modules": ["q_porj", "q_proj"]}

    for source in (LLAMA, file, str(file), tmp_path, catalog.model(LLAMA)):
        counts = [
            catalog.configure("lora", model=source, rank=4).metrics["trainable_parameters"],
            catalog.parse({"peft_type": "LORA", "r": 4}, model=source).metrics["trainable_parameters"],
            catalog.sweep("lora", model=source, rank=4)["trainable_parameters"].item(),
        ]
        assert counts == [2048, 2048, 2048]
        assert [found.rule for found in catalog.validate(adapter, model=source)] == ["target-unmatched"]


def test_whatever_counts_on_a_model_refuses_what_is_none(catalog: fc.Catalog) -> None:
    with pytest.raises(fc.ConfigurationError, match=r"there is no model `llama-9`"):
        catalog.configure("lora", model="llama-9", rank=4)
    with pytest.raises(fc.ConfigurationError, match=r"no model can be made of the integer 5"):
        catalog.validate({"LoRA": {"rank": 4}}, model=5)  # type: ignore[arg-type]


def test_the_class_is_the_one_that_config_json_names(catalog: fc.Catalog) -> None:
    named = {**LLAMA, "architectures": ["OursForCausalLM", "LlamaForSequenceClassification"]}

    assert catalog.model(named).class_name == "LlamaForSequenceClassification"
    assert catalog.model(LLAMA).class_name == "LlamaForCausalLM"


def test_a_task_chooses_the_first_class_that_serves_it(catalog: fc.Catalog) -> None:
    assert catalog.model(LLAMA, task="SEQ_CLS").class_name == "LlamaForSequenceClassification"
    assert catalog.model(LLAMA, task="SEQ_2_SEQ_LM").class_name == "LlamaForCausalLM"


def test_a_model_is_given_as_the_class_that_serves_a_task(catalog: fc.Catalog) -> None:
    model = catalog.model({**LLAMA, "num_labels": 7})

    classifier = for_task(catalog.data, model, "SEQ_CLS")

    assert classifier.modules[-1].shape.parameters == (("weight", (7, 64)),)
    assert for_task(catalog.data, model, "CAUSAL_LM") is model
    assert for_task(catalog.data, classifier, "SEQ_CLS") is classifier
    assert for_task(catalog.data, model, "SEQ_2_SEQ_LM") is model


@pytest.mark.parametrize(
    ("fields", "labels"),
    [
        ({}, 2),
        ({"num_labels": 5}, 5),
        ({"id2label": {"0": "a", "1": "b", "2": "c"}}, 3),
        ({"id2label": {"0": "a"}, "num_labels": 5}, 1),
        ({"id2label": None, "num_labels": None}, 2),
    ],
)
def test_the_labels_are_those_that_have_names_or_as_many_as_is_said(
    catalog: fc.Catalog, fields: dict[str, Any], labels: int
) -> None:
    assert catalog.model({**LLAMA, **fields}).fields["num_labels"] == labels


def test_a_name_that_the_library_also_accepts_counts(catalog: fc.Catalog) -> None:
    model = catalog.model({"model_type": "gpt2", "n_embd": 48, "hidden_size": 96, "num_attention_heads": 4})

    assert (model.fields["n_embd"], model.fields["n_head"]) == (96, 4)


def test_all_modules_of_a_pattern_and_a_shape_share_one_shape(catalog: fc.Catalog) -> None:
    model = catalog.model({"model_type": "t5"})

    assert len({id(module.shape) for module in model.modules}) == len(
        {(module.shape.pattern, module.shape.parameters) for module in model.modules}
    )


def test_counts_are_exact_for_models_of_a_million_million_weights(catalog: fc.Catalog) -> None:
    wide = {
        "hidden_size": 2**20,
        "intermediate_size": 2**22,
        "num_hidden_layers": 100,
        "num_attention_heads": 8,
    }
    model = catalog.model({"model_type": "llama", "vocab_size": 3, **wide})

    assert model.parameters == 100 * (4 * 2**40 + 3 * 2**42 + 2 * 2**20) + 7 * 2**20


ABSURD: list[tuple[dict[str, Any], str]] = [
    ({"hidden_size": "64"}, "hidden_size"),
    ({"hidden_size": 64.5}, "hidden_size"),
    ({"hidden_size": True}, "hidden_size"),
    ({"hidden_size": None}, "hidden_size"),
    ({"hidden_size": []}, "hidden_size"),
    ({"hidden_size": 0}, "hidden_size"),
    ({"hidden_size": -64}, "hidden_size"),
    ({"hidden_size": 10**30}, "hidden_size"),
    ({"hidden_size": float("nan")}, "hidden_size"),
    ({"num_hidden_layers": 10**9}, "layers"),
    ({"num_attention_heads": 7}, "num_attention_heads"),
    ({"num_attention_heads": 10**6}, "num_attention_heads"),
    ({"tie_word_embeddings": "yes"}, "tie_word_embeddings"),
    ({"id2label": ["a"]}, "id2label"),
    ({"model_type": ["llama"]}, "model_type"),
    ({"model_type": "lama"}, "did you mean `llama`?"),
]


@pytest.mark.parametrize(("fields", "named"), ABSURD)
def test_an_absurd_field_is_named_at_once(catalog: fc.Catalog, fields: dict[str, Any], named: str) -> None:
    said, _ = lines(lambda: refused(catalog, {**LLAMA, **fields}), 100_000)  # a thousand or two, not 10**9

    assert named in said


@pytest.mark.parametrize("fields", [{"text_config": 5}, {"vision_config": {"hidden_size": "x"}}])
def test_a_fault_in_a_nested_object_is_named_by_its_path(catalog: fc.Catalog, fields: dict[str, Any]) -> None:
    assert next(iter(fields)) in refused(catalog, {"model_type": "clip", **fields})


@pytest.mark.parametrize(
    "source", [None, 5, b"x\0", "no/such\0path", object(), ["llama"], "/no/such/folder", ""]
)
def test_what_names_no_model_is_refused(catalog: fc.Catalog, source: Any) -> None:
    assert refused(catalog, source)


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "null", "[" * 100_000, '{"a": 1e999999, "b": ' + "9" * 6000 + "}"]
)
def test_a_file_that_is_no_config_json_is_refused(catalog: fc.Catalog, tmp_path: Path, text: str) -> None:
    file = tmp_path / "config.json"
    file.write_text(text, encoding="utf-8")

    assert refused(catalog, file)


@pytest.mark.parametrize("cached", [False, True])
def test_the_class_of_a_task_keeps_what_is_said_of_keys_and_values(catalog: fc.Catalog, cached: bool) -> None:
    model = catalog.model({**LLAMA, "architectures": ["LlamaModel"], "use_cache": cached})

    served = for_task(catalog.data, model, "CAUSAL_LM")

    assert served.class_name == "LlamaForCausalLM"
    assert (model.cached, served.cached) == (cached, cached)


def test_of_many_architectures_a_message_points_to_the_list(catalog: fc.Catalog) -> None:
    with pytest.raises(fc.ConfigurationError) as error:
        catalog.model({"model_type": "RefinedWeb"})

    (found,) = error.value.report
    assert (found.code, found.allowed) == ("FC742", ())
    assert found.notes == ("`finetune-catalog list architectures` shows the architectures there are",)
