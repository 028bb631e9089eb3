"""The generated JSON Schema accepts what the reader accepts and refuses what it refuses, as far as a schema can."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from finetune_catalog import configs
from tests.configure.catalogs import bundled, with_odd_methods
from tests.seed.rows import DATA

VALIDATOR = Draft202012Validator(configs.schema(bundled()))
PROBES = json.loads((Path(__file__).parents[1] / "oracle" / "probes.json").read_text(encoding="utf-8"))
ROWS = {row["case"]: row for row in PROBES["rows"]}
SERDE = [line.split("\t") for line in (DATA / "serde.tsv").read_text(encoding="utf-8").splitlines()]
#: JSON Schema compares numbers, so 8.0 is an integer to it; a duplicate key is gone before it looks
BEYOND_A_SCHEMA = {'{"LoRA":{"rank":8.0,"alpha":8}}', '{"LoRA":{"rank":8,"rank":9,"alpha":1}}'}


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(configs.schema(bundled()))


@pytest.mark.parametrize("text", [line[0] if line[0] != "BAD" else line[1] for line in SERDE])
def test_it_agrees_with_the_reader(text: str) -> None:
    if text not in BEYOND_A_SCHEMA:
        assert VALIDATOR.is_valid(json.loads(text)) is (configs.parse(bundled(), text)[0] is not None)


@pytest.mark.parametrize(
    ("config", "valid"),
    [
        ({"method": "lora", "rank": 8}, True),
        ({"method": "LoRA", "rank": 8}, True),
        ({"method": "lora"}, False),
        ({"method": "lora", "rank": 8, "bits": 4}, False),
        ([{"LoRA": [8, 16.0]}, "Full"], True),
        ([{"LoRA": [8]}], False),
        ({"LoRA": {"rank": 8, "alpha": 3.4028235e38}}, True),
        ({"LoRA": {"rank": 8, "alpha": 3.5e38}}, False),
        ({"LoRA": {"rank": 2**32}}, False),
        ({"LoRA": {"rank": 8}, "Full": None}, False),
        ("LoRA", False),
        ([], False),
    ],
    ids=repr,
)
def test_forms(config: object, valid: bool) -> None:
    assert VALIDATOR.is_valid(config) is valid


def test_parameters_of_every_type_are_described(tmp_path: Path) -> None:
    data = with_odd_methods(tmp_path)
    schema = configs.schema(data)
    validator = Draft202012Validator(schema)

    assert validator.is_valid({"Odd": {"width": -5, "flavour": "café", "tied": True, "share": 0.1}})
    assert not validator.is_valid({"Odd": {"width": 5, "flavour": "cafe"}})
    assert not validator.is_valid({"Odd": {"width": 5, "share": 0.11}})
    assert validator.is_valid("Easy")
    properties = schema["$defs"]["parameters.odd-one"]["properties"]
    assert {name: entry.get("default") for name, entry in properties.items()} == {
        "width": None,
        "rate": 0.25,
        "share": 0.1,
        "flavour": "plain",
        "tied": False,
    }


def test_every_object_is_closed_and_every_property_described() -> None:
    def visit(node: object) -> None:
        if isinstance(node, dict):
            if node.get("type") == "object" and "properties" in node:
                assert node["additionalProperties"] is False or node["additionalProperties"] is True
            for entry in (
                node.get("properties", {}).values() if isinstance(node.get("properties"), dict) else ()
            ):
                assert entry.get("description", "").strip() or "$ref" in entry
            for inner in node.values():
                visit(inner)
        elif isinstance(node, list):
            for inner in node:
                visit(inner)

    visit(configs.schema(bundled()))


def test_it_names_what_is_allowed_and_what_is_the_default() -> None:
    entry = configs.schema(bundled())["$defs"]["parameters.lora"]["properties"]["alpha"]

    assert entry["type"] == "number"
    assert "Default: rank." in entry["description"]
    assert (entry["minimum"], entry["maximum"]) == (-3.4028235e38, 3.4028235e38)


@pytest.mark.parametrize("case", ROWS)
def test_it_takes_the_adapter_configurations_that_are_read_and_refuses_values_that_are_not(case: str) -> None:
    config = ROWS[case]["adapter_config"]
    made, report = configs.parse(bundled(), config)

    if made is not None:
        assert VALIDATOR.is_valid(config) is not any(finding.code == "FC711" for finding in report)
    if {finding.code for finding in report} & {"FC701", "FC704", "FC705"}:
        assert not VALIDATOR.is_valid(config)


@pytest.mark.parametrize(
    ("config", "valid"),
    [
        ({"method": "lora", "rank": 8, "target_modules": ["q_proj"]}, True),
        ({"method": "lora", "rank": 8, "target_modules": 5}, False),
        ({"LoRA": {"rank": 8, "use_dora": True, "rank_pattern": {"q": 4}}}, True),
        ({"LoRA": {"rank": 8, "rank_pattern": {"q": "4"}}}, False),
        ({"peft_type": "LORA", "r": 8, "peft_version": "0.21.2", "inference_mode": True}, True),
        ({"peft_type": "LORA", "init_lora_weights": "pissa_niter_4"}, True),
        ({"peft_type": "LORA", "init_lora_weights": "pisa"}, False),
        ({"peft_type": "LORA", "init_lora_weights": False}, True),
        ({"peft_type": "LORA", "use_dora": None}, True),
        (
            {"peft_type": "ADAPTION_PROMPT", "adapter_len": 4, "adapter_layers": 2, "target_modules": "attn"},
            True,
        ),
        (
            {
                "peft_type": "ADAPTION_PROMPT",
                "adapter_len": 4,
                "adapter_layers": 2,
                "target_modules": ["attn"],
            },
            False,
        ),
        ({"peft_type": "BOFT", "init_weights": None}, False),
        ({"method": "lora", "rank": 8, "use_dora": None}, False),
        ({"peft_type": "LORA", "loftq_config": {"loftq_bits": 4, "loftq_iter": 1}}, True),
        ({"peft_type": "LORAX"}, False),
    ],
    ids=repr,
)
def test_options_and_other_programs_forms(config: object, valid: bool) -> None:
    assert VALIDATOR.is_valid(config) is valid
