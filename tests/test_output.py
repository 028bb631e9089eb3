"""The JSON of `eval` is what the json module writes, though the json module is not asked."""

import json
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finetune_catalog.output import eval_json, json_text

texts = st.text(st.characters(exclude_categories=["Cs"]))
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=20,
)


@given(plain)
def test_plain_data_is_written_as_json_dumps_writes_it(value: object) -> None:
    assert json_text(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@given(st.text())
def test_text_with_lone_surrogates_is_utf8_and_reads_back(text: str) -> None:
    read = json.loads(json_text(text).encode("utf-8"))

    assert read.encode("utf-16", "surrogatepass") == text.encode("utf-16", "surrogatepass")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_json_lacks_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON has no"):
        json_text(value)


def test_read_only_mappings_and_tuples_are_objects_and_arrays() -> None:
    assert json_text(MappingProxyType({"a": (1, 2.0)})) == '{"a":[1,2.0]}'


def test_eval_prints_its_six_keys_in_their_order_on_one_line() -> None:
    line = eval_json(
        method="m",
        parameters={"p": 16},
        display="M(α)",
        config={"M": {"p": 16}},
        metrics={"speed": 4.0},
        catalog=("facts", "1.0.0"),
    )

    assert line == (
        '{"method":"m","parameters":{"p":16},"display":"M(α)","config":{"M":{"p":16}},'
        '"metrics":{"speed":4.0},"catalog":{"name":"facts","version":"1.0.0"}}'
    )
