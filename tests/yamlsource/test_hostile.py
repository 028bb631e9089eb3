"""Hostile input ends in a clear error, after little work and in little memory."""

import tracemalloc
from typing import Any

import pytest
import yaml

from finetune_catalog.yamlsource import build, read, read_json
from tests.work import lines

WIDE = 100_000
WORK = 10 * WIDE  #: lines of Python; the widest takes one a character, most stop after a few thousand
LAUGHS = "a0: &a0 [x, x, x]\n" + "".join(
    f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]\n" for i in range(1, 60)
)
HOSTILE = {
    "billion laughs": LAUGHS,
    "self reference": "a: &a [*a, *a]\n",
    "open lists": "[" * WIDE,
    "open maps": "{" * WIDE,
    "open map entries": "{a: " * WIDE,
    "list items": "- " * WIDE,
    "complex keys": "? " * WIDE,
    "mixed": "[{" * WIDE,
    "keys on a line": "a: " * WIDE,
    "stairs": "\n".join(" " * depth + "a:" for depth in range(1_000)),
    "anchors": "&a " * WIDE,
    "tags": "!a " * WIDE,
    "aliases": "- *a\n" * WIDE,
    "duplicates": "a: 1\n" * WIDE,
    "quotes": "'" * (WIDE + 1),
    "one digit after another": "a: " + "9" * WIDE,
    "colons": ":" * WIDE,
    "nul": "\0" * WIDE,
    "commas": "[" + "," * WIDE,
    "percents": "%" * WIDE,
    "bars": "|" * WIDE,
    "escapes": '"' + "\\U0001f600" * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_yaml_is_refused_after_little_work(text: str) -> None:
    (_, found), _ = lines(lambda: read(text, "a.yaml"), WORK)

    assert found


@pytest.mark.parametrize("libyaml", [True, False])
@pytest.mark.parametrize(
    ("opening", "column"), [("[", 66), ("{", 66), ("[{", 66), ("{a: ", 255), ("- ", 129), ("? ", 129)]
)
def test_nesting_is_refused_at_its_level_whatever_the_parser_scans_ahead(
    opening: str, column: int, libyaml: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", libyaml and yaml.__with_libyaml__)
    _, found = read("a: 1\nb:\n  " + opening * 2_000, "a.yaml")

    assert [(d.code, d.span and (d.span.line, d.span.column)) for d in found][-1] == ("FC105", (3, column))


@pytest.mark.parametrize(
    "text",
    [
        "[" * WIDE,
        '{"a":' * WIDE,
        '"' + "\\" * WIDE,
        "1" * WIDE,
        "[1," * WIDE,
        "//" * WIDE,
        "/*" * WIDE,
        "," * WIDE,
        "{" * WIDE,
        '{"a":1,' * WIDE,
    ],
)
def test_hostile_json_is_refused_after_little_work(text: str) -> None:
    (_, found), _ = lines(lambda: read_json(text, "a.json"), WORK)

    assert found


@pytest.mark.parametrize(
    "content", [b"a" * 10_000_000, b"\0" * 10_000_000, b"[" * 10_000_000, b"\xff" * 10_000_000]
)
def test_ten_megabytes_are_refused_unread(content: bytes) -> None:
    tracemalloc.start()
    found = [*read(content, "a.yaml")[1], *read_json(content, "a.json")[1]]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [d.code for d in found] == ["FC104", "FC104"]
    assert peak < 100_000


@pytest.mark.parametrize("reader", [read, read_json])
def test_more_values_than_are_read_take_no_more_memory(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "MOST_VALUES", 10_000)
    content = "[" + "1," * 2_000_000 + "1]"
    tracemalloc.start()
    _, found = reader(content, "a")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [d.code for d in found] == ["FC104"]
    assert peak < 10_000_000  # the text itself, and ten thousand values


def test_a_large_file_of_data_is_read_with_work_that_grows_with_it() -> None:
    entry = "key{}: {{formula: 'a + b', items: [1, 2, 3]}}\n"

    def work(entries: int) -> int:
        text = "".join(entry.format(i) for i in range(entries))
        (document, _), done = lines(lambda: read(text, "a.yaml"), entries * 2_000)
        assert document
        return done

    assert work(1_600) < 8.5 * work(200)


def test_a_wide_scalar_is_mapped_as_a_whole() -> None:
    document, _ = read("a: |9\n" + " " * 100_000 + "x\n", "a.yaml")

    assert document is not None
    inside, _ = lines(lambda: document.inside(("a",), 10, 11), 1_000)  # not one by one of its characters
    assert inside == document.value(("a",))
