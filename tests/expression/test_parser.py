"""Text to tree: Python's precedences, positions, and mistakes said so that they can be mended."""

import keyword
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finetune_catalog.expression.nodes import Binary, Name
from finetune_catalog.expression.parser import parse
from finetune_catalog.expression.unparse import unparse
from finetune_catalog.expression.walk import walk
from tests.expression.python_tree import ours, pythons
from tests.work import lines

PARSED = {
    "1 + 2 * 3": "1 + 2 * 3",
    "(1 + 2) * 3": "(1 + 2) * 3",
    "1 - (2 - 3)": "1 - (2 - 3)",
    "(1 - 2) - 3": "1 - 2 - 3",
    "a / b / c": "a / b / c",
    "a / (b * c)": "a / (b * c)",
    "-x ** 2": "-x ** 2",
    "(-x) ** 2": "(-x) ** 2",
    "2 ** 3": "2 ** 3",
    "not a == b": "not a == b",
    "not (a and b)": "not (a and b)",
    "(a or b) and c": "(a or b) and c",
    "a or b and c": "a or b and c",
    "a < b <= c": "a < b <= c",
    "(a < b) == c": "(a < b) == c",
    "x not in [1, 2]": "x not in [1, 2]",
    "x is not None": "x is not None",
    "a if b else c if d else e": "a if b else c if d else e",
    "(a if b else c) if d else e": "(a if b else c) if d else e",
    "(a if b else c) + 1": "(a if b else c) + 1",
    "max(a, b + 1)": "max(a, b + 1)",
    "sum(m.a * 2 for m in items if m.b > 0)": "sum(m.a * 2 for m in items if m.b > 0)",
    "table['key'] + list[0]": 'table["key"] + list[0]',
    "1_000 + .5 + 5. + 2e-5": "1_000 + .5 + 5. + 2e-5",
    "  a\n +\tb ": "a + b",
}

REFUSED = {
    # (formula): (code, message, the part it points at, help)
    "rank ^ 2": ("FC307", "`^` is not in the language", "^", "use `**` for power"),
    "a && b": ("FC307", "`&&` is not in the language", "&&", "write `and`"),
    "a || b": ("FC307", "`||` is not in the language", "||", "write `or`"),
    "!a": ("FC307", "`!` is not in the language", "!", "write `not`"),
    "a = b": ("FC307", "`=` is not in the language", "=", "use `==` for equality"),
    "a === b": ("FC307", "`===` is not in the language", "===", "write `==`"),
    "a <> b": ("FC307", "`<>` is not in the language", "<>", "write `!=`"),
    "a × b": ("FC307", "`×` is not in the language", "×", "write `*`"),
    "a ≤ b": ("FC307", "`≤` is not in the language", "≤", "write `<=`"),
    "a − b": ("FC307", "`−` is not in the language", "−", "write `-`"),
    "true": ("FC307", "`true` is not in the language", "true", "write `True`"),
    "x == null": ("FC307", "`null` is not in the language", "null", "write `None`"),
    "rаnk": (
        "FC301",
        "unexpected `а` (CYRILLIC SMALL LETTER A)",
        "а",
        "it looks like `a`: names and signs are written in ASCII",
    ),
    "r１": (
        "FC301",
        "unexpected `１` (FULLWIDTH DIGIT ONE)",
        "１",
        "it looks like `1`: names and signs are written in ASCII",
    ),
    "a\u00a0+ b": ("FC301", "unexpected NO-BREAK SPACE", "\u00a0", "use an ordinary space"),
    "a ? b : c": ("FC301", "unexpected `?`", "?", "write `a if condition else b`"),
    "$rank": ("FC301", "unexpected `$`", "$", "names are written bare: `rank`, not `$rank`"),
    "a\x00": (
        "FC301",
        "unexpected character U+0000",
        "\x00",
        "remove it: names and signs are written in ASCII",
    ),
    "a\u200bb": (
        "FC301",
        "unexpected ZERO WIDTH SPACE",
        "\u200b",
        "remove it: it cannot be seen",
    ),
    "α + 1": (
        "FC301",
        "unexpected `α` (GREEK SMALL LETTER ALPHA)",
        "α",
        "write its name, `alpha`: names and signs are written in ASCII",
    ),
    "αlpha": (
        "FC301",
        "unexpected `α` (GREEK SMALL LETTER ALPHA)",
        "α",
        "it looks like `a`: names and signs are written in ASCII",
    ),
    "1１": (
        "FC301",
        "unexpected `１` (FULLWIDTH DIGIT ONE)",
        "１",
        "it looks like `1`: names and signs are written in ASCII",
    ),
    "1 + ½": (
        "FC301",
        "unexpected `½` (VULGAR FRACTION ONE HALF)",
        "½",
        "write the number in ASCII digits, here 0.5",
    ),
    "rank²": ("FC307", "`²` is not in the language", "²", "write `** 2`"),
    "a =< b": ("FC307", "`=<` is not in the language", "=<", "write `<=`"),
    "round(x, digits=2)": (
        "FC307",
        "`digits =` names an argument, which formulas do not do",
        "digits=",
        "give the value alone, in its place; equality is `==`",
    ),
    "012": ("FC302", "`012` begins with a zero", "012", "write 12"),
    "0x10": ("FC302", "`0x10` is no number", "0x10", "write it in decimal: 16"),
    "2rank": (
        "FC302",
        "`2rank` is no number",
        "2rank",
        "write a decimal number, such as 16, 0.5 or 2e-5; a product needs its `*`",
    ),
    "1__0": ("FC302", "`1__0` is no number", "1__0", "a digit stands on both sides of each `_`"),
    "'abc": ("FC303", "this string has no end", "'abc", "close it with '"),
    "'\u202e'": (
        "FC303",
        "unexpected RIGHT-TO-LEFT OVERRIDE in a string",
        "\u202e",
        "remove it: a string holds only what can be seen",
    ),
    "'\\\x07'": (
        "FC303",
        "unknown escape `\\` before character U+0007",
        "\\\x07",
        r"the escapes are \\ \' \" \n \t",
    ),
    r"'\x41'": ("FC303", r"unknown escape `\x`", r"\x", r"the escapes are \\ \' \" \n \t"),
    "1 +": ("FC304", "a value is missing after `+`", "", None),
    "* 2": ("FC304", "expected a value, found `*`", "*", None),
    "a + / b": ("FC304", "expected a value after `+`, found `/`", "/", None),
    "()": ("FC304", "nothing stands in these parentheses", "()", None),
    "m. + 1": ("FC304", "a field's name is missing after `.`", ".", None),
    "3 rank": ("FC305", "unexpected `rank` after `3`", "rank", "a product needs its `*`"),
    "a b": ("FC305", "unexpected `b` after `a`", "b", "an operator is missing"),
    "a if b": ("FC305", "this `if` has no `else`", "if", "write `a if condition else b`"),
    "'a' 'b'": ("FC305", "two strings in a row", "'a' 'b'", "strings are not joined; write one"),
    "sum(a for b of c)": ("FC305", "expected `in` after `for b`, found `of`", "of", None),
    "max(a b)": ("FC305", "unexpected `b` after `a`", "b", "a comma or an operator is missing"),
    "a mod b": ("FC305", "unexpected `mod` after `a`", "mod", "write `%`"),
    "5 000": ("FC305", "unexpected `000` after `5`", "000", "thousands are grouped with `_`: 5_000"),
    "1,000": ("FC305", "unexpected `,` after `1`", ",", "thousands are grouped with `_`: 1_000"),
    "x.0": ("FC305", "unexpected `.0` after `x`", ".0", "an item of a list is written `x[0]`"),
    "f'a'": ("FC305", "unexpected `'a'` after `f`", "'a'", "a string has no prefix"),
    "a not b": ("FC305", "unexpected `not` after `a`", "not", "write `a not in b`, or `a and not b`"),
    "sum(x if x > 0 for x in y)": (
        "FC305",
        "this `if` has no `else`",
        "if",
        "a filter stands last: `… for x in items if condition`",
    ),
    "if a then b": ("FC304", "expected a value, found `if`", "if", "write `a if condition else b`"),
    "5%": ("FC304", "a value is missing after `%`", "", "a percentage is written as a fraction: 5 % is 0.05"),
    "f(*x)": ("FC304", "expected a value after `(`, found `*`", "*", "write the arguments one by one"),
    "100 / (rank": ("FC306", "this `(` is never closed", "(", "add a `)`"),
    "max(a, [b)": ("FC306", "expected `]`, found `)`", ")", None),
    "a)": ("FC306", "`)` closes nothing", ")", "remove it, or open it earlier"),
    "9**9**9": (
        "FC310",
        "an exponent is a literal integer from 0 to 4",
        "9",
        "write `exp(y * log(x))` for a power that is no literal",
    ),
    "x ** 0.5": ("FC310", "an exponent is a literal integer from 0 to 4", "0.5", "write `sqrt(x)`"),
    "x ** -1": (
        "FC310",
        "an exponent is a literal integer from 0 to 4",
        "-1",
        "write `1 / x ** n` for a negative power",
    ),
    "x ** 5": (
        "FC310",
        "an exponent is a literal integer from 0 to 4",
        "5",
        "write `exp(y * log(x))` for a power that is no literal",
    ),
    "(1, 2)": ("FC311", "parentheses hold one value", "(1,", "a list is written `[a, b]`"),
    "m.f(x)": ("FC311", "values have no methods", "m.f(", "functions have plain names: `f(…)`"),
    "a[0].b": ("FC311", "only a name has fields", ".", "fields belong to names: `m.in_features`"),
    "x for x in y": ("FC311", "`for` stands only inside an aggregate", "for", None),
    "f(x).y": ("FC311", "only a name has fields", ".", "fields belong to names: `m.in_features`"),
    "sum(x for x in y if a if b)": ("FC311", "one `if` an aggregate", "if", "join the conditions with `and`"),
    "sum(x for x in y for z in w)": ("FC311", "one `for` an aggregate", "for", None),
    "m.class": (
        "FC311",
        "`class` is a word of Python's that formulas do not have",
        "class",
        "a formula is one expression",
    ),
    "sum(1 for lambda in y)": (
        "FC311",
        "`lambda` is a word of Python's that formulas do not have",
        "lambda",
        "a formula is one expression",
    ),
    "import os": (
        "FC311",
        "`import` is a word of Python's that formulas do not have",
        "import",
        "a formula is one expression",
    ),
    "1e400": ("FC309", "this number is beyond binary64", "1e400", "the largest is about 1.8e308"),
    f"{2**128}": (
        "FC309",
        "this integer has more than 128 bits",
        f"{2**128}",
        "write it as a float, such as 1e40",
    ),
    "": ("FC312", "this formula is empty", "", "write a number or an expression"),
}


@pytest.mark.parametrize("text", PARSED)
def test_a_formula_is_read_with_pythons_precedence(text: str) -> None:
    node, problems = parse(text)

    assert not problems
    assert node is not None
    assert unparse(node) == PARSED[text]
    assert ours(node) == pythons(text)


@pytest.mark.parametrize("text", REFUSED)
def test_a_mistake_is_named_where_it_stands(text: str) -> None:
    code, message, part, hint = REFUSED[text]

    node, problems = parse(text)

    assert node is None
    assert len(problems) == 1
    problem = problems[0]
    assert (problem.code, problem.message) == (code, message)
    assert text[problem.start : problem.end] == part
    if hint is not None:
        assert problem.help == hint


def test_an_open_bracket_is_pointed_at_where_a_value_is_missing_at_the_end() -> None:
    _, (problem,) = parse("2 * max(rank, (1 + ")

    assert problem.notes == ("the `(` at character 15 is still open",)


def test_every_node_knows_its_place() -> None:
    text = "max(rank, 1) * (alpha + m.in_features)"
    node, _ = parse(text)
    assert isinstance(node, Binary)

    assert text[node.start : node.end] == "max(rank, 1) * (alpha + m.in_features"
    assert text[node.left.start : node.left.end] == "max(rank, 1)"
    assert {text[n.start : n.end] for n in walk(node) if isinstance(n, Name)} == {
        "rank",
        "alpha",
        "m.in_features",
    }


LIMITS = {
    "2,001 characters": "a" * 2001,
    "ten megabytes": "1+" * 5_000_000,
    "a million parentheses": "(" * 1_000_000,
    "parentheses within the length": "(" * 1999,
    "signs": "-" * 1999,
    "nots": "not " * 499,
    "brackets": "[" * 1999,
    "conditionals": "1 if a else " * 160 + "1",
    "a long chain": "1+" * 990 + "1",
    "many parts": "max(" + ",".join("a" * 600) + ")",
    "three loops": "sum(sum(sum(1 for a in x) for b in y) for c in z)",
    "three loops, one in a condition": "sum(1 for a in x if sum(1 for b in x if sum(1 for c in x) > 0) > 0)",
    "three loops, one in the items": "sum(a for a in [sum(b for b in [sum(1 for c in z)])])",
    "a long name": "a" * 81,
    "a long integer": "9" * 2000,
    "ten million digits": "9" * 10_000_000,
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_said_after_little_work_and_in_little_memory(name: str) -> None:
    parse("1")  # whatever is imported or compiled once
    lines(lambda: parse(LIMITS[name]), 250_000)  # at most 40 a character of the longest that is read
    tracemalloc.start()
    node, problems = parse(LIMITS[name])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert node is None
    assert problems[0].code in ("FC308", "FC309")
    assert len(problems[0].message) < 100
    assert peak < 1_000_000


def test_wide_formulas_within_the_limits_are_fine() -> None:
    node, problems = parse(" + ".join(["a"] * 100))

    assert node is not None
    assert not problems


@given(st.text(max_size=200))
@settings(max_examples=500, deadline=None)
def test_no_text_makes_the_parser_raise(text: str) -> None:
    node, problems = parse(text)

    assert (node is None) == bool(problems)
    for problem in problems:
        assert 0 <= problem.start <= problem.end <= len(text) + 1
        said = f"{problem.message}{problem.help}{problem.notes}"
        assert said.isprintable()
        assert len(said) < 300


@given(st.text(alphabet="abx01.+-*/%()[]<>=!'\"_, \nnotandorifelse", max_size=60))
@settings(max_examples=1500, deadline=None)
def test_what_is_accepted_python_accepts_and_reads_the_same(text: str) -> None:
    node, _ = parse(text)
    if node is None:
        return

    assert ours(node) == pythons(text)


WORDS = [
    *"+-*/%<>()[],.", "**", "//", "<=", "==", "!=", " and ", " or ", " not ", " in ", " is ", " if ", " else ", " for ",
    "a", "m.x", "1", "2", "1.5", ".5", "5.", "1_0", "'s'", "None", "True", "max(", "sum(", "\n", " ",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=14).map("".join))
@settings(max_examples=3000, deadline=None)
def test_tokens_in_any_order_are_read_as_python_reads_them_or_refused(text: str) -> None:
    node, _ = parse(text)
    if node is None:
        return

    assert ours(node) == pythons(text)


names = st.sampled_from(["a", "b", "m.x", "rank"])
atoms = st.one_of(
    names, st.integers(0, 999).map(str), st.sampled_from(["1.5", "2e-5", "True", "None", "'s'", "[1, 2]"])
)


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(
        ["+", "-", "*", "/", "//", "%", "<", "<=", "==", "!=", "and", "or", "in", "not in", "is"]
    )
    return st.one_of(
        st.tuples(inner, signs, inner).map(" ".join),
        inner.map("({})".format),
        inner.map("-{}".format),
        inner.map("not {}".format),
        st.tuples(inner, st.integers(0, 4)).map(lambda p: f"({p[0]}) ** {p[1]}"),
        st.tuples(inner, inner, inner).map(lambda p: f"{p[0]} if {p[1]} else {p[2]}"),
        st.tuples(inner, inner).map(lambda p: f"max({p[0]}, {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"sum({p[0]} for v in xs if ({p[1]}))"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]})[{p[1]}]"),
    )


@given(st.recursive(atoms, combined, max_leaves=12))
@settings(max_examples=1000, deadline=None)
def test_writing_a_tree_and_reading_it_back_gives_the_same_tree(text: str) -> None:
    node, _ = parse(text)
    if node is None:
        return

    again, problems = parse(unparse(node))

    assert not problems
    assert again is not None
    assert ours(again) == ours(node) == pythons(text)


@pytest.mark.parametrize("word", keyword.kwlist)
def test_no_word_of_pythons_is_a_name(word: str) -> None:
    node, _ = parse(word)

    assert not isinstance(node, Name)
