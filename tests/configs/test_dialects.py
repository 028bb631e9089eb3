"""Findings in another program's configuration say what stands in the file, not what it is called here."""

from __future__ import annotations

from typing import Any

import pytest

from finetune_catalog import configs
from tests.configure.catalogs import bundled


@pytest.mark.parametrize(
    ("fields", "message", "help_"),
    [
        ({"r": -1}, "`r`: -1 is below the minimum", None),
        ({"init_lora_weights": "pisa"}, '`init_lora_weights`: "pisa" is none of its choices', 'did you mean "pissa"?'),
        ({"eva_config": {"rho": 0.5}}, "`eva_config.rho`: 0.5 is below the minimum", None),
        ({"use_dora": "yes"}, '`use_dora`: expected true or false, found the string "yes"', None),
    ],
)  # fmt: skip
def test_a_finding_names_the_field(fields: dict[str, Any], message: str, help_: str | None) -> None:
    made, report = configs.parse(bundled(), {"peft_type": "LORA", **fields})

    assert made is None
    assert [(found.message, found.help) for found in report] == [(message, help_)]


@pytest.mark.parametrize("field", ["use_dora", "inference_mode"])
def test_null_is_false_where_a_field_is_true_or_false(field: str) -> None:
    made, report = configs.parse(bundled(), {"peft_type": "LORA", field: None})

    assert made is not None, report
    assert not report
    assert made.options.seen[field] is False


@pytest.mark.parametrize(
    ("names", "help_"), [(["self_attn"], 'write "self_attn"'), (["attn", "self_attn"], None), ([], None)]
)
def test_a_list_is_refused_where_the_program_takes_one_name(names: list[str], help_: str | None) -> None:
    config = {"peft_type": "ADAPTION_PROMPT", "adapter_len": 10, "adapter_layers": 2, "target_modules": names}
    made, report = configs.parse(bundled(), config)

    assert made is None
    (found,) = report
    assert (found.code, found.message) == ("FC704", "`target_modules`: expected one name, found a list")
    assert found.help == help_


def test_null_is_refused_where_the_program_refuses_it() -> None:
    _, report = configs.parse(bundled(), {"peft_type": "OFT", "r": 4, "init_weights": None})

    (found,) = report
    assert found.message == "`init_weights`: expected true or false, found null"


def test_what_is_allowed_is_said_as_the_program_writes_it() -> None:
    _, report = configs.parse(bundled(), {"peft_type": "LORA", "init_lora_weights": "zzzz"})

    (found,) = report
    assert found.allowed[:4] == ("true", "false", "null", '"gaussian"')
