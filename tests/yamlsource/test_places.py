"""Every key and value is found again in the file, and every character inside a scalar, whatever its style."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from finetune_catalog.diagnostics import Span
from finetune_catalog.yamlsource import Document, read

CATALOG = Path(__file__).resolve().parents[2] / "catalog"


def document(text: str) -> Document:
    found, diagnostics = read(text, "a.yaml")
    assert not diagnostics, diagnostics
    assert found is not None
    return found


def shown(doc: Document, span: Span) -> str:
    """The text a span covers, found by counting lines and columns as an editor does."""
    lines = doc.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    inner = lines[span.line : span.end_line - 1]
    return "\n".join(
        [lines[span.line - 1][span.column - 1 :], *inner, lines[span.end_line - 1][: span.end_column - 1]]
    )


def leaves(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    if isinstance(data, dict):
        return [leaf for key, value in data.items() for leaf in leaves(value, (*path, key))]
    if isinstance(data, list):
        return [leaf for index, value in enumerate(data) for leaf in leaves(value, (*path, index))]
    return [(path, data)]


SAMPLE = """\
# a comment
id: lora
"quoted key": 'it''s'
list: [1, two, {a: b}]
block:
  - x: 1
    y: {z: "w"}   # another
  -
    - deep
empty:
text: |
  first
  second

last: end
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("id",), "id", "lora"),
        (("quoted key",), '"quoted key"', "'it''s'"),
        (("list",), "list", "[1, two, {a: b}]"),
        (("list", 0), "1", "1"),
        (("list", 2), "{a: b}", "{a: b}"),
        (("list", 2, "a"), "a", "b"),
        (("block",), "block", '- x: 1\n    y: {z: "w"}   # another\n  -\n    - deep'),
        (("block", 0), 'x: 1\n    y: {z: "w"}', 'x: 1\n    y: {z: "w"}'),
        (("block", 0, "y"), "y", '{z: "w"}'),
        (("block", 0, "y", "z"), "z", '"w"'),
        (("block", 1, 0), "deep", "deep"),
        (("empty",), "empty", "empty"),
        (("last",), "last", "end"),
        (("missing",), None, None),
        (("list", 9), None, None),
        (("id", "deeper"), "id", "lora"),
    ],
)  # fmt: skip
def test_keys_and_values_are_found(path: tuple[str | int, ...], key: str | None, value: str | None) -> None:
    doc = document(SAMPLE)

    if key is None:
        parent = path[:-1]
        assert doc.value(path) == doc.value(parent)
    else:
        assert (shown(doc, doc.key(path)), shown(doc, doc.value(path))) == (key, value)


def test_a_block_collection_begins_at_its_first_item_and_ends_with_its_last() -> None:
    doc = document("a:\n  b: 1\n  c: [2]\n\n# far below\n\nd: 1\n")

    assert doc.value(("a",)) == Span("a.yaml", 2, 3, 3, 9)
    assert doc.value(()) == Span("a.yaml", 1, 1, 7, 5)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_breaks_of_every_system_count_as_one(newline: str) -> None:
    doc = document(SAMPLE.replace("\n", newline))

    assert doc.key(("last",)) == Span("a.yaml", 15, 1, 15, 5)
    assert doc.inside(("text",), 6, 12) == Span("a.yaml", 13, 3, 13, 9)
    assert doc.line(15) == "last: end"


def test_wide_characters_count_as_one_column() -> None:
    doc = document("日本: {é: 語, 𝔘: x}\n")

    assert shown(doc, doc.value(("日本", "𝔘"))) == "x"
    assert doc.value(("日本", "𝔘")).column == 15


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a: rank + alpha * bits\n", "alpha"),
        ("a: 'rank + alpha * bits'\n", "alpha"),
        ("a: 'it''s + alpha'\n", "alpha"),
        ('a: "\\u0041\\t\\x41 alpha"\n', "alpha"),
        ('a: "x \\\n   y alpha"\n', "alpha"),
        ("a: rank +\n  alpha *\n\n   bits\n", "alpha"),
        ("a: rank +\n  alpha *\n\n   bits\n", "bits"),
        ("a: 'rank +\n  alpha *\n\n   bits'\n", "bits"),
        ("a: |\n  rank +\n    alpha * bits\n", "alpha"),
        ("a: |-\n\n  rank +\n  alpha * bits\n", "alpha"),
        ("a: >\n  rank +\n  alpha *\n\n  bits\n", "bits"),
        ("a: >+2\n    rank\n   alpha\n  bits\n\n\n", "bits"),
        ("a: |2-\n    rank +\n   alpha\n", "alpha"),
        ("a: >- # why\n    rank +\n    alpha\n", "alpha"),
        ("? a\n: |1\n  rank\n alpha\n", "alpha"),
        ("- a:\n  - |\n    rank +\n    alpha\n", "alpha"),
    ],
)  # fmt: skip
def test_a_word_inside_a_scalar_is_found_in_the_file(text: str, part: str) -> None:
    doc = document(text)
    path, value = leaves(doc.data)[0]
    start = value.index(part)

    span = doc.inside(path, start, start + len(part))

    assert shown(doc, span) == part


@pytest.mark.parametrize(
    ("text", "start", "end", "covered"),
    [
        ("a: 0.90 # x\n", 2, 4, "90"),
        ("a: 0.90\n", 0, 99, "0.90"),
        ("a: true\n", 0, 4, "true"),
        ("a: rank\n", 4, 4, ""),
        ("a: rank\n", 2, 2, ""),
        ("a: rank\n", -3, 99, "rank"),
        ("a: ''\n", 0, 0, ""),
        ("a: 'x'\n", 1, 1, ""),
        ("a: [b]\n", 0, 1, "[b]"),
    ],
)
def test_offsets_at_the_edges_stay_in_the_scalar(text: str, start: int, end: int, covered: str) -> None:
    doc = document(text)

    span = doc.inside(("a",), start, end)

    assert shown(doc, span) == covered
    assert span.line == 1
    assert 4 <= span.column <= len(text)


def test_raw_gives_a_number_as_it_is_written() -> None:
    assert document("a: {b: 0.90}\n").raw(("a", "b")) == "0.90"


TEXT = st.text(st.sampled_from("ab .:#'\"\\-|>\n\té日\u00a0{[*&!%@`0"), max_size=40)
STYLES = st.sampled_from(["", "'", '"', "|", ">"])


@settings(max_examples=400, deadline=None)
@given(
    value=TEXT,
    style=STYLES,
    width=st.sampled_from([5, 12, 1000]),
    indent=st.integers(1, 4),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
)
@example("a\n\n b\n", ">", 1000, 2, "\n")
@example(" a\nb", "|", 1000, 2, "\n")
def test_every_character_of_a_scalar_is_found_in_the_file(
    value: str, style: str, width: int, indent: int, newline: str
) -> None:
    """PyYAML writes a text in every style; each character must be found where the file holds it (or what folds to it)."""
    node = yaml.MappingNode(
        "tag:yaml.org,2002:map",
        [
            (
                yaml.ScalarNode("tag:yaml.org,2002:str", "k"),
                yaml.ScalarNode("tag:yaml.org,2002:str", value, style=style),
            )
        ],
    )
    written = yaml.serialize(node, width=width, indent=indent, allow_unicode=True, line_break=newline)
    doc, diagnostics = read(written, "a.yaml")
    if diagnostics or doc is None or doc.data.get("k") != value:
        return  # PyYAML writes some scalars with a tag, and folds some (blanks before a break) into others
    ends = []
    for index, character in enumerate(value):
        span = doc.inside(("k",), index, index + 1)
        covered = shown(doc, span)
        ends.append((span.line, span.column))
        if character in " \n":
            assert covered.strip(" ") in {"", "\n", "\\n", "\\"}, (written, index)
        elif character in "\t\u00a0\"\\é日'":
            assert covered in {character, "\\t", "\\_", '\\"', "\\\\", "''"} or covered.startswith(
                ("\\x", "\\u")
            ), (written, index)
        else:
            assert covered == character, (written, index)
    assert ends == sorted(ends)
    whole = doc.inside(("k",), 0, len(value))
    assert (whole.line, whole.column) >= (doc.value(("k",)).line, doc.value(("k",)).column)


@pytest.mark.parametrize("path", sorted(CATALOG.rglob("*.yaml")), ids=lambda p: str(p.relative_to(CATALOG)))
def test_every_scalar_of_the_catalog_is_found_where_it_stands(path: Path) -> None:
    doc = document(path.read_bytes().decode())

    for place, value in leaves(doc.data):
        covered = shown(doc, doc.value(place))
        assert yaml.safe_load(covered) == value
        if isinstance(value, str) and value:
            # folded text stands on several lines
            assert shown(doc, doc.inside(place, 0, len(value))).split() == value.split()
