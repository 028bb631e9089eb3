"""Whatever a file holds, validation ends in findings that lie inside it, and agrees with the schemas as checked in."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from finetune_catalog.schema import validate
from finetune_catalog.yamlsource import read
from tests.schema.test_schemas import ACCEPTED, KINDS, editor_errors

ROOT = Path(__file__).resolve().parents[2]
WORDS = st.sampled_from(
    ["id", "lora", "formula", "source", "ref", "seed", "type", "integer", "list", "title", "x", "", "1.0.0"]
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-2, 2) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for step, child in children for place in places(child, (*path, step)))]


def changed(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = data.copy()
    copy[path[0]] = changed(data[path[0]], path[1:], value)
    return copy


@settings(max_examples=200, deadline=None)
@given(kind=st.sampled_from(KINDS), data=st.data())
def test_a_file_with_anything_anywhere_is_answered(kind: str, data: st.DataObject, vocabulary: Any) -> None:
    sound = (
        (ROOT / "tests" / "catalogs" / "core" / "methods" / "lora.yaml").read_text(encoding="utf-8")
        if kind == "method"
        else ACCEPTED[kind]
    )
    original, _ = read(sound, "a.yaml")
    assert original is not None
    path = data.draw(st.sampled_from(places(original.data)))
    text = json.dumps(changed(original.data, path, data.draw(ANY)), indent=1, ensure_ascii=False)
    document, found = read(text, "a.yaml")
    assert document is not None, found

    findings = validate(document, kind, vocabulary)

    assert bool(findings) == bool(editor_errors(kind, document.data)) or has_whole_float(document.data)
    lines = text.split("\n")
    for finding in findings:
        assert finding.span is not None
        assert 1 <= finding.span.line <= len(lines)
        assert 1 <= finding.span.column <= len(lines[finding.span.line - 1]) + 1
        assert finding.message


def has_whole_float(data: Any) -> bool:
    """JSON Schema takes 2.0 for an integer; the catalog does not."""
    if isinstance(data, float):
        return data.is_integer()
    children = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return any(map(has_whole_float, children))
