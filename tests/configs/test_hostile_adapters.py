"""Adapter configurations that are nonsense: an error that says so, in time, whatever they hold."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finetune_catalog import configs
from finetune_catalog.configs import documents
from finetune_catalog.configure import Configuration
from tests.configure.catalogs import bundled
from tests.counting.small import decoder
from tests.work import ending, lines

MODEL = decoder()
PEFT = bundled().frameworks["peft"]
WRITTEN = {m.dialects["peft"].name: m for m in bundled().methods.values() if "peft" in m.dialects}
MANY = 100_000
FEWER = 10_000  #: whose lines are counted

words = st.sampled_from(["q_proj", "v_proj", "layers.0", "lm_head", "all-linear", ".*", "(", "", "\x00", "none", "CAUSAL_LM"])  # fmt: skip
leaves = st.none() | st.booleans() | st.integers() | st.floats() | words | st.text(max_size=5)
anything = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(words | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def adapters(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a configuration of some method with some of its fields, each with some value or other."""
    name = draw(st.sampled_from(sorted(WRITTEN)))
    fields = [*WRITTEN[name].dialects["peft"].fields, *PEFT.fields, "lora_alhpa"]
    chosen = draw(st.lists(st.sampled_from(fields), max_size=6, unique=True))
    return {PEFT.method_key: name, **{field: draw(anything) for field in chosen}}


def answered(source: Any) -> None:
    """Hold that a source is a configuration, or has findings that say why not; and that rules can be asked."""
    for model in (None, MODEL):
        made, report = configs.parse(bundled(), source, model)
        assert isinstance(made, Configuration) or not report.ok
        if made is not None:
            json.dumps(made.to_dict())
            str(made)
            dict(made.metrics)
        configs.validate(bundled(), source, model)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(adapters())
def test_fields_of_any_values_are_read_or_refused(config: dict[str, Any]) -> None:
    answered(config)


@settings(deadline=None, max_examples=100)
@given(anything)
def test_anything_is_read_or_refused(data: Any) -> None:
    answered(data)


@settings(deadline=None, max_examples=60)
@given(adapters())
def test_text_of_any_values_is_read_or_refused(config: dict[str, Any]) -> None:
    answered(json.dumps(config))


@pytest.mark.parametrize("name", sorted(WRITTEN))
@pytest.mark.parametrize("value", [float("nan"), -1, 2**70, "8", True, [], {}, [[]], {"a": []}, "\x00", "\ud800"], ids=repr)  # fmt: skip
def test_a_value_of_the_wrong_type_everywhere_is_answered(name: str, value: Any) -> None:
    answered({PEFT.method_key: name, **dict.fromkeys(WRITTEN[name].dialects["peft"].fields, value)})


def named(count: int) -> list[str]:
    return [f"x{index}" for index in range(count)]


CROWDS: dict[str, Callable[[int], dict[str, Any]]] = {
    "targets": lambda n: {"target_modules": [*named(n), "q_proj"]},
    "targets of layers": lambda n: {"target_modules": [*named(n), "q_proj"], "layers_to_transform": [0]},
    "saved": lambda n: {"target_modules": ["q_proj"], "modules_to_save": named(n)},
    "excluded": lambda n: {"target_modules": ["q_proj"], "exclude_modules": named(n)},
    "ranks": lambda n: {"target_modules": ["q_proj"], "rank_pattern": dict.fromkeys(named(n), 4)},
    "layers": lambda n: {"target_modules": ["q_proj"], "layers_to_transform": list(range(n))},
    "lists of layers": lambda n: {
        "target_modules": ["q_proj"],
        "layers_to_transform": [0],
        "layers_pattern": named(n),
    },
    "tokens": lambda n: {
        "target_modules": ["q_proj"],
        "trainable_token_indices": {key: [0] for key in named(n)},
    },
    "repetitions": lambda n: {"target_modules": ["q_proj"], "layer_replication": [[0, 2]] * n},
    "feedforward": lambda n: {
        "target_modules": [*named(n), "q_proj"],
        "feedforward_modules": named(n),
        "peft_type": "IA3",
    },
    "unknown fields": lambda n: dict.fromkeys(named(n), 1),
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_a_hundred_thousand_of_anything_are_answered(crowd: str) -> None:
    with ending():
        answered({"peft_type": "LORA", "r": 1, **CROWDS[crowd](MANY)})


@pytest.mark.parametrize("crowd", CROWDS)
def test_many_of_anything_are_answered_with_work_that_grows_with_them(crowd: str) -> None:
    config = {"peft_type": "LORA", "r": 1, **CROWDS[crowd](FEWER)}

    lines(lambda: answered(config), 200 * FEWER)  # measured 4 to 80 each, and what any configuration takes


@pytest.mark.parametrize(
    "text",
    [
        '{"peft_type": "LORA", "x": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"peft_type": "LORA", "x": ' + '{"a": ' * 100_000,
        '{"peft_type": "LORA", "r": 1' + "0" * 10_000 + "}",
        '{"peft_type": "LORA", "r": NaN}',
        '{"peft_type": "LORA", "r": 8, "r": 9}',
        '{"peft_type": "LORA", "target_modules": "\x00\x07"}',
        '{"peft_type": "LORA"',
        "\ufeff",
        "",
    ],
    ids=lambda text: repr(text[:40]),
)
def test_text_that_is_no_configuration_is_refused(text: str) -> None:
    made, report = configs.parse(bundled(), text, MODEL)

    assert made is None
    assert not report.ok


def test_a_configuration_that_holds_itself_deep_down_is_refused() -> None:
    config: dict[str, Any] = {"peft_type": "LORA", "r": 1}
    for _ in range(3000):
        config = {"peft_type": "XLORA", "adapters": {"a": config}}

    made, report = configs.parse(bundled(), config, MODEL)

    assert made is None
    assert not report.ok


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST_WHOLE", 2**20)
    path = tmp_path / "adapter_config.json"
    path.write_text('{"peft_type": "LORA", "target_modules": ["' + "a" * 2**21 + '"]}', encoding="utf-8")

    made, report = configs.parse(bundled(), path)

    assert made is None
    assert [finding.code for finding in report] == ["FC104"]


@pytest.mark.parametrize("word", [None, 5, [], {}, "lora", "\x00"], ids=repr)
def test_a_method_that_no_program_has_is_answered(word: Any) -> None:
    made, report = configs.parse(bundled(), {"peft_type": word})

    assert made is None
    assert [finding.code for finding in report] == ["FC701"]
