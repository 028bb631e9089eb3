"""JSON as configurations are written in: the same document as YAML's, and clear words where it is broken."""

import json
import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finetune_catalog.diagnostics import Span
from finetune_catalog.yamlsource import build, read, read_json, read_json_lines
from finetune_catalog.yamlsource.jsontext import scanned
from finetune_catalog.yamlsource.quickjson import data_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**127), 2**127) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def codes(text: str) -> list[tuple[str, int]]:
    _, found = read_json(text, "a.json")
    return [(d.code, d.span.column) for d in found if d.span]


def same(left: Any, right: Any) -> bool:
    if type(left) is not type(right):
        return False
    if isinstance(left, float):
        return left == right and math.copysign(1, left) == math.copysign(1, right)
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


@given(value=VALUES, indent=st.sampled_from([None, 0, 2, "\t"]), ascii_only=st.booleans())
def test_what_json_writes_is_read_back(value: Any, indent: int | str | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    document, found = read_json(text, "a.json")
    if any(d.code == "FC103" for d in found):
        return  # characters that must be written as escapes; json.dumps does so only where asked

    assert not found
    assert document is not None
    assert same(document.data, value)


@given(value=VALUES, indent=st.sampled_from([None, 2]))
def test_json_is_yaml_with_the_same_meaning(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    document, found = read(text, "a.yaml")
    if any(d.code == "FC103" for d in found):
        return

    assert not found
    assert document is not None
    assert same(document.data, value)


@given(text=st.text(alphabet="{}[]:,\"\\ntrue01.eE+- \n/*#'a", max_size=25))
def test_whatever_json_refuses_is_refused_and_whatever_it_takes_is_taken(text: str) -> None:
    try:
        expected = json.loads(text, object_pairs_hook=list)
        refused = False
    except (ValueError, RecursionError):
        refused = True
    document, found = read_json(text, "a.json")

    if refused:
        assert found
    else:
        assert all(d.code in {"FC112", "FC120", "FC130"} for d in found)
        assert (document is not None) or not expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1, "a": 2}', [("FC112", 10)]),
        ('{"a": NaN, "b": -Infinity}', [("FC119", 7), ("FC119", 17)]),
        ('{"a": 1e999}', [("FC120", 7)]),
        ('{"a": 1,}', [("FC130", 8)]),
        ('[1, 2,]', [("FC130", 6)]),
        ('[1 2]', [("FC130", 4)]),
        ('[,1]', [("FC130", 2)]),
        ('[1,,2]', [("FC130", 4)]),
        ('{"a" 1}', [("FC130", 6)]),
        ('{"a": }', [("FC130", 7)]),
        ("{'a': 1}", [("FC130", 2)]),
        ('{a: 1}', [("FC130", 2)]),
        ('{"a": \'b\'}', [("FC130", 7)]),
        ('{"a": True, "b": None}', [("FC130", 7), ("FC130", 18)]),
        ('{"a": 012, "b": .5, "c": +1, "d": 1., "e": 0x1F}', [("FC130", 7), ("FC130", 17), ("FC130", 26), ("FC130", 35), ("FC130", 44)]),
        ('{"a": 1} // why', [("FC130", 10)]),
        ('{"a": 1, # why\n "b": 2, /* x */ "c": 3}', [("FC130", 10), ("FC130", 10)]),
        ('{"a": "b', [("FC130", 7)]),
        ('{"a": "b\n"}', [("FC130", 9)]),
        ('{"a": "\\q"}', [("FC130", 8)]),
        ('{"a": "\\ud800"}', [("FC130", 7)]),
        ('{"a": 1', [("FC130", 8)]),
        ('{"a": 1} {"b": 2}', [("FC130", 10)]),
        ('', [("FC121", 1)]),
        ('  \n', [("FC121", 1)]),
        ('\ufeff{}', [("FC102", 1)]),
        ("[" * 65 + "]" * 65, [("FC105", 65)]),
    ],
)  # fmt: skip
def test_broken_json_is_reported_where_it_can_be_mended(text: str, found: list[tuple[str, int]]) -> None:
    assert codes(text) == found


def test_several_faults_come_in_one_run_and_the_rest_is_read() -> None:
    document, found = read_json('{"a": NaN, "b": {"c": 1, "c": 2,}, /* x */ "d": [True,], "e": 5}', "a.json")

    assert document is not None
    assert document.data == {"a": None, "b": {"c": 1}, "d": [None], "e": 5}
    assert document.flawed == (("a",), ("d", 0))
    assert [d.code for d in found] == ["FC119", "FC112", "FC130", "FC130", "FC130", "FC130"]


def test_minus_zero_is_a_float_as_serde_reads_it() -> None:
    document, _ = read_json("[-0, 0, -0.0]", "a.json")

    assert document is not None
    assert [str(value) for value in document.data] == ["-0.0", "0", "-0.0"]


def test_keys_values_and_characters_are_found() -> None:
    document, _ = read_json('{\n  "a": {"b\\n": [1, "x\\ud83d\\ude00y\\u0041z"]}\n}', "a.json")

    assert document is not None
    assert document.key(("a", "b\n")) == Span("a.json", 2, 9, 2, 14)
    assert document.value(("a", "b\n", 0)) == Span("a.json", 2, 17, 2, 18)
    assert document.get(("a", "b\n", 1)) == "x😀yAz"
    assert [document.inside(("a", "b\n", 1), i, i + 1).column for i in range(5)] == [21, 22, 34, 35, 41]


def test_lines_are_read_one_by_one_with_the_places_of_the_file() -> None:
    lines = list(read_json_lines('{"a": 1}\r\n\n  \n{"a": oops}\n[2]', "a.jsonl"))

    assert [document.data if document else None for document, _ in lines] == [{"a": 1}, {"a": None}, [2]]
    assert lines[1][1][0].span == Span("a.jsonl", 4, 7, 4, 11)
    assert lines[2][0] is not None
    assert lines[2][0].value(()) == Span("a.jsonl", 5, 1, 5, 4)


@given(text=st.text(alphabet="{}[]:,\"\\ntrue01.eE+- \n/*#'aud8", max_size=25) | VALUES.map(json.dumps))
def test_what_is_read_without_places_is_what_is_read_with_them(text: str) -> None:
    quick = data_of(text)
    slow = scanned(text)

    if quick is not None:
        assert slow.whole
        assert not slow.problems
        assert same(quick[0], slow.data)
    elif slow.whole and not slow.problems:
        assert re.search(r"\\u[dD]", text) or re.search("[0-9]{39}", text)  # it was not sure, for no fault


def test_places_are_found_when_one_is_asked_for() -> None:
    document, _ = read_json('{"a": [1, {"b": true}]}', "a.json", first_line=3)

    assert document is not None
    assert document.mark is None
    assert document.value(("a", 1, "b")) == Span("a.json", 3, 17, 3, 21)
    assert document.key(("a",)) == Span("a.json", 3, 2, 3, 5)


@pytest.mark.parametrize(
    "text", ["[" * 65 + "]" * 65, "[" + "0," * build.MOST_VALUES + "0]", '{"a": 1, "a": 2}', "[NaN]", "1e999"]
)
def test_what_may_be_wrong_is_left_to_the_reader_with_places(text: str) -> None:
    assert data_of(text) is None
    assert read_json(text, "a.json")[1]
