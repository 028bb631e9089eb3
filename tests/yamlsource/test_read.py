"""What a YAML file means and what is refused: by meaning; the wording of messages is held by tests/bad."""

import math
from pathlib import Path
from typing import Any

import pytest

from finetune_catalog.yamlsource import Document, read

CATALOG = Path(__file__).resolve().parents[2] / "catalog"


def document(text: str | bytes) -> Document:
    found, diagnostics = read(text, "a.yaml")
    assert not diagnostics
    assert found is not None
    return found


def codes(text: str | bytes) -> list[tuple[str, int, int]]:
    """The code, line and column of every finding."""
    _, found = read(text, "a.yaml")
    return [(d.code, d.span.line, d.span.column) for d in found if d.span]


@pytest.mark.parametrize("path", sorted(CATALOG.rglob("*.yaml")), ids=lambda p: str(p.relative_to(CATALOG)))
def test_every_file_of_the_catalog_is_read_without_a_finding(path: Path) -> None:
    assert isinstance(document(path.read_bytes()).data, dict)


# YAML 1.2, 10.3.2 (core schema): which plain scalars are not strings. The forms of YAML 1.1 are strings.
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5e-5", 5e-5), ("1e3", 1000.0), ("1E+3", 1000.0), (".5", 0.5), ("5.", 5.0), ("-0.0", -0.0), ("+1.5", 1.5),
        ("12", 12), ("-7", -7), ("+3", 3), ("0", 0), ("-0", 0), ("0x1F", 31), ("0o17", 15),
        ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False),
        ("null", None), ("Null", None), ("NULL", None), ("~", None), ("", None),
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"), ("NO", "NO"), ("tRUE", "tRUE"), ("nuLL", "nuLL"),
        ("1_000", "1_000"), ("1:30", "1:30"), ("1:30:00.5", "1:30:00.5"), ("2026-01-31", "2026-01-31"),
        ("2026-01-31T00:00:00Z", "2026-01-31T00:00:00Z"), ("0b101", "0b101"), ("0X1F", "0X1F"), ("0o8", "0o8"), ("-0x1", "-0x1"),
        ("1e", "1e"), ("e5", "e5"), (".", "."), ("1.2.3", "1.2.3"), ("1.0.0", "1.0.0"), ("=", "="), ("١٢", "١٢"),
        ("'12'", "12"), ('"true"', "true"), ("'~'", "~"), ("'no'", "no"), ("nan", "nan"), ("inf", "inf"), ("-inf", "-inf"),
    ],
)  # fmt: skip
def test_scalars_mean_what_the_core_schema_says(text: str, value: Any) -> None:
    found = document(f"a: {text}\n").data["a"]

    assert (type(found), found) == (type(value), value)
    if isinstance(value, float):
        assert math.copysign(1, found) == math.copysign(1, value)


@pytest.mark.parametrize("style", ["|", ">"])
def test_a_block_scalar_is_text_whatever_it_looks_like(style: str) -> None:
    assert document(f"a: {style}\n  12\n").data == {"a": "12\n"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("012", "FC118"), ("-007", "FC118"), ("00", "FC118"), ("+01", "FC118"),
        (".nan", "FC119"), (".NaN", "FC119"), (".inf", "FC119"), ("-.INF", "FC119"), ("+.Inf", "FC119"),
        ("1e999", "FC120"), ("-1e400", "FC120"), (str(2**128), "FC120"), ("9" * 5000, "FC120"), ("0x" + "f" * 33, "FC120"), ("1" + "0" * 400 + ".0", "FC120"),
    ],
)  # fmt: skip
def test_numbers_that_mislead_or_overflow_are_refused(text: str, code: str) -> None:
    found, diagnostics = read(f"a: 1\nb: {text}\n", "a.yaml")

    assert [(d.code, d.span.line, d.span.column, d.span.end_column) for d in diagnostics if d.span] == [
        (code, 2, 4, 4 + len(text))
    ]
    assert found is not None
    assert found.flawed == (("b",),)


@pytest.mark.parametrize("text", [str(2**128 - 1), "0.1", "1e308", "5e-324", "1e-400", "08.5", "0.0"])
def test_numbers_in_range_are_read(text: str) -> None:
    assert document(f"a: {text}").data["a"] == (int(text) if text.isdigit() else float(text))


def test_a_duplicate_key_is_reported_at_both_places_and_the_first_value_stays() -> None:
    found, diagnostics = read("a: 1\nb:\n  c: 1\n  'c': {d: 2}\na: [3]\n", "a.yaml")

    assert found is not None
    assert found.data == {"a": 1, "b": {"c": 1}}
    assert [(d.span.line, d.related[0][0].line) for d in diagnostics if d.span] == [(4, 3), (5, 1)]


def test_keys_that_only_look_alike_are_no_duplicates() -> None:
    assert document("a: 1\nA: 2\n'a ': 3\ná: 4\na\u0301: 5\n").data.keys() == {"a", "A", "a ", "á", "a\u0301"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: &x 1\nb: *x\n", [("FC113", 1, 4), ("FC113", 2, 4)]),
        ("a: &x\n  b: 1\n", [("FC113", 1, 4)]),
        ("&x a: 1\n", [("FC113", 1, 1)]),
        ("a: 1\n*x : 1\n", [("FC113", 2, 1)]),
        ("- *x\n- &y\n- 1\n", [("FC113", 1, 3), ("FC113", 2, 3)]),
        ("a: !!str 1\n", [("FC114", 1, 4)]),
        ("a: !!python/object/apply:os.system [echo]\n", [("FC114", 1, 4)]),
        ("a: ! 1\n", [("FC114", 1, 4)]),
        ("a: &x !t {b: 1}\n", [("FC113", 1, 4), ("FC114", 1, 7)]),
        ("<<: {a: 1}\n", [("FC115", 1, 1)]),
        ("a:\n  <<: [{b: 1}, {c: 2}]\n", [("FC115", 2, 3)]),
        ("---\na: 1\n---\nb: 1\n", [("FC116", 3, 1)]),
        ("%YAML 1.2\n---\na: 1\n", [("FC116", 1, 1)]),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", [("FC116", 1, 1)]),
        ("1: a\n", [("FC117", 1, 1)]),
        ("true: a\n", [("FC117", 1, 1)]),
        ("null: a\n", [("FC117", 1, 1)]),
        ("? [a, b]\n: c\n", [("FC117", 1, 3)]),
        ("{a: b}: c\n", [("FC117", 1, 1)]),
        ("? a: 1\n: b\n", [("FC117", 1, 3)]),
        ("012: a\n", [("FC117", 1, 1)]),
        ("", [("FC121", 1, 1)]),
        ("# only a comment\n", [("FC121", 1, 1)]),
        ("\n\n", [("FC121", 1, 1)]),
    ],
)  # fmt: skip
def test_what_yaml_has_and_the_catalog_does_without_is_refused(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    assert codes(text) == found


def test_a_merge_key_in_quotes_is_an_ordinary_key() -> None:
    assert document("'<<': 1\n").data == {"<<": 1}


def test_what_stands_around_a_refused_key_is_kept() -> None:
    text = "a: 1\n? [x, {y: z}]\n: {q: [1, 2]}\nb: 2\n<<: {c: [3]}\nd: 4\n*e : {f: g}\nh: {i: *j, k: 5}\n"

    found, _ = read(text, "a.yaml")

    assert found is not None
    assert found.data == {"a": 1, "b": 2, "d": 4, "h": {"i": None, "k": 5}}
    assert found.flawed == (("h", "i"),)


def test_all_findings_of_a_file_come_in_one_run() -> None:
    text = "a: 012\nb: .inf\nb: 1\nc: &x 1\n<<: *x\n3: x\n"

    assert [code for code, _, _ in codes(text)] == [
        "FC118",
        "FC119",
        "FC112",
        "FC113",
        "FC115",
        "FC113",
        "FC117",
    ]


def test_reading_stops_after_a_hundred_findings() -> None:
    found, diagnostics = read("a: 1\n" * 100_000, "a.yaml")

    assert found is None
    assert len(diagnostics) == 101
    assert diagnostics[-1].code == "FC106"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: b: c\n", ("FC110", 1, 5)),
        ("a: 1\n  b: 2\n", ("FC110", 2, 3)),
        ("a: 1\n b: 2\n", ("FC110", 2, 2)),
        ("a: 'x\nb: 2\n", ("FC110", 1, 4)),
        ('a: "x\nb: 2\n', ("FC110", 1, 4)),
        ("a: [1, 2\nb: 3\n", ("FC110", 1, 4)),
        ("a: {b: 1\nc: 2\n", ("FC110", 1, 4)),
        ("a: @b\n", ("FC110", 1, 4)),
        ("a: `b`\n", ("FC110", 1, 4)),
        ("a: %b\n", ("FC110", 1, 4)),
        ("a: *\n", ("FC110", 1, 4)),
        ('a: "\\q"\n', ("FC110", 1, 5)),
        ('a: "\\x4"\n', ("FC110", 1, 5)),
        ("a: - 1\n", ("FC110", 1, 4)),
        ("a: !n%\n", ("FC110", 1, 6)),
        ("a: |x\n  b\n", ("FC110", 1, 5)),
        ("a: 1\nb\nc: 2\n", ("FC110", 2, 1)),
        ("  a: 1\nb: 2\n", ("FC110", 2, 1)),
        ("a: {{ rank }}\n", ("FC117", 1, 5)),
        ("\ta: 1\n", ("FC111", 1, 1)),
        ("a:\n\tb: 1\n", ("FC111", 2, 1)),
        ("a:\n  - b\n\t- c\n", ("FC111", 3, 1)),
    ],
)  # fmt: skip
def test_broken_syntax_is_reported_where_it_can_be_mended(text: str, found: tuple[str, int, int]) -> None:
    assert codes(text)[0] == found


@pytest.mark.parametrize("text", ["a: b\tc\n", "a:\tb\n", "a: 1\t# comment\n", "a: [1,\t2]\n", "a: 'x\ty'\n"])
def test_tabs_between_words_are_fine(text: str) -> None:
    assert document(text).data


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"a: \xff\n", ("FC101", 1, 4)),
        (b"a: 1\nb: \xc3\n", ("FC101", 2, 4)),
        ("é: \xff".encode("latin-1"), ("FC101", 1, 1)),
        ("a: 1\n".encode("utf-16"), ("FC101", 1, 1)),
        ("a: 1\n".encode("utf-16-le"), ("FC101", 1, 1)),
        ("a: 1\n".encode("utf-32"), ("FC101", 1, 1)),
        (b"a: \xed\xa0\x80\n", ("FC101", 1, 4)),
        (b"\xef\xbb\xbfa: 1\n", ("FC102", 1, 1)),
        (b"a: 1\x00\n", ("FC103", 1, 5)),
        (b"a: 1\n\x1b[31mb: 1\n", ("FC103", 2, 1)),
        ("a: x\x85y\n", ("FC103", 1, 5)),
        ("a: x\u2028y\n", ("FC103", 1, 5)),
        ("a: x\u202ey\n", ("FC103", 1, 5)),
        ("a: x\ufeffy\n", ("FC103", 1, 5)),
        ("a: \ud800\n", ("FC103", 1, 4)),
        ("a: \x7f\n", ("FC103", 1, 4)),
        ("a: \uffff\n", ("FC103", 1, 4)),
    ],
)  # fmt: skip
def test_what_is_no_plain_utf8_text_is_refused(content: str | bytes, found: tuple[str, int, int]) -> None:
    assert codes(content) == [found]


def test_an_escape_may_name_what_must_not_stand_in_the_file() -> None:
    assert document('a: "\\0\\x1b\\u2028\\ufeff"').data == {"a": "\0\x1b\u2028\ufeff"}


def test_without_its_byte_order_mark_the_file_is_read_all_the_same() -> None:
    found, _ = read(b"\xef\xbb\xbfa: 1\n", "a.yaml")

    assert found is not None
    assert (found.data, found.text) == ({"a": 1}, "a: 1\n")


def test_a_file_of_control_characters_gives_few_findings() -> None:
    assert len(read(b"\1" * 10_000, "a.yaml")[1]) == 20


def test_a_file_beyond_the_limit_is_refused_unread() -> None:
    assert [code for code, _, _ in codes(b"a" * (4 * 2**20 + 1))] == ["FC104"]
    assert [d.code for d in read("a: 12\n", "a.yaml", limit=5)[1]] == ["FC104"]
    assert not read("a: 12\n", "a.yaml", limit=6)[1]


@pytest.mark.parametrize("deep", [64, 65])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_nesting_has_a_limit(opening: str, closing: str, deep: int) -> None:
    found = codes(f"{opening * deep}1{closing * deep}\n")

    assert [code for code, _, _ in found] == ["FC105"] * (deep - 64)


@pytest.mark.parametrize("top", ["[1]", "text", "12", "~"])
def test_any_value_may_be_the_whole_document(top: str) -> None:
    found, diagnostics = read(top, "a.yaml")

    assert found is not None
    assert not diagnostics
    assert found.value(()).column == 1


def test_the_findings_of_both_parsers_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    if not yaml.__with_libyaml__:
        pytest.skip("PyYAML has no libyaml here")
    samples = [
        "a: 1\n  b: 2\n", "a: b: c\n", "a: 'x\nb: 2\n", "a: [1, 2\nb: 3\n", "a: {b: 1\nc: 2\n", "a: @b\n", "\ta: 1\n", "a:\n\tb: 1\n",
        "a: - 1\n", "a: |x\n  b\n", "a: 1\nb\nc: 2\n", "  a: 1\nb: 2\n", "a: &x 1\nb: *x\nc: !!str 1\n012: 1\na: 2\n", "? [a]\n: 1\n---\nb\n",
        'a: "\\q"\n', "a: *\n", "%YAML 1.2\n---\na: 1\n", "- a\nb: 1\n", "",
    ]  # fmt: skip
    with_libyaml = [read(sample, "a.yaml")[1] for sample in samples]
    monkeypatch.setattr(yaml, "__with_libyaml__", False)

    for sample, found in zip(samples, with_libyaml, strict=True):
        pure = read(sample, "a.yaml")[1]
        assert [(d.code, d.message) for d in pure] == [(d.code, d.message) for d in found], sample
