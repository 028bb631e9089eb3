"""Names, types and units are settled before anything runs; every fault is said once, with what to do."""

from fractions import Fraction

import pytest

from finetune_catalog.expression import units
from finetune_catalog.expression.check import check
from finetune_catalog.expression.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    STRING,
    Checked,
    Declaration,
    Function,
    ListOf,
    Optional,
    Record,
    Scope,
    Table,
    Type,
    Unit,
)
from finetune_catalog.records import UnitEntry

BYTE = Unit((("byte", Fraction(1)),), Fraction(1), "byte")
GIB = Unit((("byte", Fraction(1)),), Fraction(2**30), "GiB")
TOKEN = Unit((("token", Fraction(1)),), Fraction(1), "token")
PERCENT = Unit((), Fraction(1), "percent")
MODULE = Record(
    "module",
    (
        ("in_features", Declaration(INTEGER)),
        ("kind", Declaration(STRING, choices=("linear", "conv"))),
        ("has_bias", Declaration(BOOLEAN)),
        ("groups", Declaration(Optional(INTEGER))),
    ),
)


def body(text: str, scope: Scope) -> Checked:
    checked, problems = check(text, scope)
    assert checked is not None, problems
    return checked


HALF = Function(
    "half",
    (("x", Declaration(INTEGER)),),
    Declaration(INTEGER),
    body("x // 2", Scope({"x": Declaration(INTEGER)})),
)
MAYBE = Function(
    "maybe_or_zero",
    (("x", Declaration(Optional(INTEGER))),),
    Declaration(INTEGER),
    body("0 if x is None else x", Scope({"x": Declaration(Optional(INTEGER))})),
)
SCOPE = Scope(
    {
        "rank": Declaration(INTEGER),
        "alpha": Declaration(FLOAT),
        "share": Declaration(FLOAT, PERCENT),
        "memory": Declaration(FLOAT, BYTE),
        "large": Declaration(FLOAT, GIB),
        "length": Declaration(INTEGER, TOKEN),
        "bytes_per_gib": Declaration(INTEGER, Unit((), Fraction(1, 2**30), "byte/GiB")),
        "flag": Declaration(BOOLEAN),
        "word": Declaration(STRING, choices=("mean", "sum")),
        "maybe": Declaration(Optional(INTEGER)),
        "targets": Declaration(ListOf(Declaration(MODULE))),
        "sizes": Declaration(ListOf(Declaration(INTEGER))),
        "ratios": Declaration(Table(Declaration(FLOAT), keys=("one", "two"))),
        "model.hidden_size": Declaration(INTEGER),
        "model": Declaration(Record("model", (("layers", Declaration(INTEGER)),))),
    },
    {"half": HALF, "maybe_or_zero": MAYBE},
)

FINE: dict[str, tuple[Type, str]] = {
    "1": (INTEGER, "1"),
    "1 + 1.0": (FLOAT, "1"),
    "rank / 2": (FLOAT, "1"),
    "rank // 2": (INTEGER, "1"),
    "rank ** 2 % 7": (INTEGER, "1"),
    "-alpha": (FLOAT, "1"),
    "share + 1": (FLOAT, "percent"),
    "share + rank": (FLOAT, "1"),
    "memory + 0": (FLOAT, "byte"),
    "memory * 2 + memory": (FLOAT, "byte"),
    "memory / length * length": (FLOAT, "byte"),
    "sqrt(memory * memory) - memory": (FLOAT, "byte"),
    "memory / memory + 1": (FLOAT, "1"),
    "log(memory / memory)": (FLOAT, "1"),
    "max(rank, alpha)": (FLOAT, "1"),
    "min(memory, 0)": (FLOAT, "byte"),
    "floor(alpha)": (INTEGER, "1"),
    "round(memory)": (INTEGER, "byte"),
    "gcd(rank, 6)": (INTEGER, "1"),
    "clamp(alpha, 0, 1)": (FLOAT, "1"),
    "len(divisors(rank))": (INTEGER, "1"),
    "max(d for d in divisors(rank) if d <= alpha)": (INTEGER, "1"),
    "sum(m.in_features * rank for m in targets if m.kind == 'linear')": (INTEGER, "1"),
    "sum(m.groups for m in targets if m.groups is not None)": (INTEGER, "1"),
    "sum(sum(s for s in sizes) for m in targets)": (INTEGER, "1"),
    "any(m.has_bias for m in targets)": (BOOLEAN, "1"),
    "len(m for m in targets if m.has_bias)": (INTEGER, "1"),
    "flag and rank > 0 or not flag": (BOOLEAN, "1"),
    "0 < rank <= 8": (BOOLEAN, "1"),
    "word == 'mean'": (BOOLEAN, "1"),
    "word in ['mean', 'sum']": (BOOLEAN, "1"),
    "rank in sizes": (BOOLEAN, "1"),
    "'one' in ratios": (BOOLEAN, "1"),
    "ratios['one'] * 2": (FLOAT, "1"),
    "sizes[0] + 1": (INTEGER, "1"),
    "maybe is None": (BOOLEAN, "1"),
    "maybe == 3": (BOOLEAN, "1"),
    "maybe + 1 if maybe is not None else 0": (INTEGER, "1"),
    "0 if maybe is None else maybe": (INTEGER, "1"),
    "maybe is not None and maybe > 3": (BOOLEAN, "1"),
    "maybe is None or maybe > 3": (BOOLEAN, "1"),
    "0 if not (maybe is not None) else maybe": (INTEGER, "1"),
    "1 if flag else None": (Optional(INTEGER), "1"),
    "rank if flag else 1.5": (FLOAT, "1"),
    "0 if None == maybe else maybe": (INTEGER, "1"),
    "maybe + 1 if maybe == 3 else 0": (INTEGER, "1"),
    "large / memory * memory": (FLOAT, "GiB"),
    "large * bytes_per_gib + memory": (FLOAT, "byte"),
    "memory / bytes_per_gib > large": (BOOLEAN, "1"),
    "sqrt(large * memory) * sqrt(large * memory)": (FLOAT, "GiB*byte"),
    "sum(s for s in ([1, 2] if flag else sizes))": (INTEGER, "1"),
    "sum(s for s in ([] if flag else sizes))": (INTEGER, "1"),
    "word in []": (BOOLEAN, "1"),
    "memory in [memory]": (BOOLEAN, "1"),
    "maybe_or_zero(None) + maybe_or_zero(maybe)": (INTEGER, "1"),
    "half(rank) + 1": (INTEGER, "1"),
    "model.hidden_size * model.layers": (INTEGER, "1"),
}

FAULTY: dict[str, tuple[str, str, str | None]] = {
    "rnak": ("FC401", "unknown name `rnak`", "did you mean `rank`?"),
    "half": ("FC401", "unknown name `half`", "`half` is a function: call it, `half(…)`"),
    "maxx(1, 2)": ("FC402", "unknown function `maxx`", "did you mean `max`?"),
    "sqrt(s for s in sizes)": ("FC402", "`sqrt` cannot stand before `for`", None),
    "max(rank)": ("FC403", "`max` takes at least 2 arguments, here 1", "`max(a, b, …) or max(list)`"),
    "sqrt(1, 2)": ("FC403", "`sqrt` takes 1 argument, here 2", "`sqrt(x)`"),
    "half(1, 2)": ("FC403", "`half` takes 1 argument, here 2", "`half(x)`"),
    "half(alpha)": ("FC404", "`x` of `half` is an integer, not a float", None),
    "rank + flag": ("FC404", "cannot add a boolean", None),
    "rank + 'a'": ("FC404", "cannot add a string", None),
    "rank and flag": ("FC404", "`and` needs booleans, not an integer", "compare it: `x > 0`, `x is not None`"),
    "not rank": ("FC404", "`not` needs a boolean, not an integer", "compare it: `x == 0`, `x is None`"),
    "1 if rank else 2": ("FC404", "a condition is a boolean, not an integer", "compare it: `x > 0`, `x is not None`"),
    "1 if flag else 'a'": ("FC404", "one branch gives an integer, the other a string", None),
    "[1, 'a']": ("FC404", "the items of a list must be of one type", None),
    "word == rank": ("FC404", "a string is never equal to an integer", None),
    "word < 'b'": ("FC404", "cannot order with `<` a string", None),
    "rank is 3": ("FC404", "`is` compares with None only", "write `==`"),
    "rank in 3": ("FC404", "`in` needs a list or a table, not an integer", None),
    "word in sizes": ("FC404", "a string is never in a list (an integer each)", None),
    "gcd(alpha, 2)": ("FC404", "`gcd` needs an integer, not a float", "round it first: `floor(…)`, `ceil(…)` or `round(…)`"),
    "sum(rank)": ("FC404", "`sum` needs a list, not an integer", "`sum(… for x in list)`"),
    "sum(m for m in targets)": ("FC404", "`sum` needs numbers, not a record (module)", None),
    "any(m.in_features for m in targets)": ("FC404", "`any` needs booleans, not an integer", None),
    "sum(x for x in rank)": ("FC404", "`for` runs over a list, not over an integer", None),
    "rank[0]": ("FC404", "only lists and tables are indexed, not an integer", None),
    "sizes['a']": ("FC404", "a list is indexed by an integer, not by a string", None),
    "maybe + 1": ("FC405", "cannot add a value that may be None", "say what None means: `… if x is not None else …`"),
    "maybe > 3 and maybe is not None": ("FC405", "cannot order with `>` a value that may be None", None),
    "max(maybe, 1)": ("FC405", "`max` needs a number, this may be None", None),
    "sum(m.in_feature for m in targets)": ("FC406", "`m` has no field `in_feature`", "did you mean `m.in_features`?"),
    "rank.size": ("FC406", "`rank` is an integer, which has no fields", None),
    "sum(rank for rank in sizes)": ("FC407", "`rank` hides a name in use", "choose another variable"),
    "word == 'maen'": ("FC410", "never equal to 'maen'", "did you mean 'mean'?"),
    "ratios['three']": ("FC410", "the table has no 'three'", None),
    "memory + length": ("FC420", "cannot add a quantity in byte and a quantity in token", "convert one side so that both have the same unit"),
    "memory + large": ("FC420", "cannot add a quantity in byte and a quantity in GiB", None),
    "memory + 1": ("FC420", "cannot add a quantity in byte and a plain number", "give the number a unit: a parameter or a named value in byte"),
    "memory > rank": ("FC420", "cannot compare a quantity in byte and a plain number", None),
    "memory if flag else length": ("FC420", "cannot choose between a quantity in byte and a quantity in token", None),
    "max(memory, length)": ("FC420", "cannot compare a quantity in byte and a quantity in token", None),
    "large / memory + 1": ("FC420", "cannot add a quantity in GiB/byte and a plain number", None),
    "memory + large * 1": ("FC420", "cannot add a quantity in byte and a quantity in GiB", "1 GiB is 1073741824 byte: multiply by a named value in byte/GiB"),
    "memory in sizes": ("FC420", "cannot compare a quantity in byte and a plain number", None),
    "memory ** 4 ** 3": ("FC310", "an exponent is a literal integer from 0 to 4", None),
    "(memory ** 4) ** 3": ("FC420", "gives a quantity in byte^12, a power beyond 9", "check which factor should stand below the line"),
    "maybe in sizes": ("FC405", "an integer or None is looked for in a list", "test it first: `x is not None and x in list`"),
    "sizes == sizes": ("FC404", "a list (an integer each) is not compared as a whole", "compare its items: `all(… for x in list)`"),
    "[sizes]": ("FC404", "a list (an integer each) is no item of a list", "write numbers, booleans or strings"),
    "sum(model for model in sizes)": ("FC407", "`model` hides a name in use", "choose another variable"),
    "sum(1 for max in sizes)": ("FC407", "`max` hides a name in use", "choose another variable"),
    "min([])": ("FC404", "`min` of an empty list has no value", None),
    "sizes[-1]": ("FC404", "a list is counted from 0", "the last item is `list[len(list) - 1]`"),
    "ln(alpha)": ("FC402", "unknown function `ln`", "write `log(x)`, which is the natural logarithm"),
    "int(alpha)": ("FC402", "unknown function `int`", "write `floor(x)`, `ceil(x)` or `round(x)`"),
    "rank(alpha + 1)": ("FC402", "unknown function `rank`", "`rank` is a value; a product needs its `*`"),
    "max": ("FC401", "unknown name `max`", "`max` is a function: call it, `max(…)`"),
    "exp(memory)": ("FC421", "`exp` needs a plain number, not a quantity in byte", "divide by a quantity in the same unit first"),
}  # fmt: skip


@pytest.mark.parametrize("text", FINE)
def test_a_sound_formula_has_a_type_and_a_unit(text: str) -> None:
    checked, problems = check(text, SCOPE)

    assert not problems
    assert checked is not None
    assert (checked.result.type, checked.result.unit.name) == FINE[text]


@pytest.mark.parametrize("text", FAULTY)
def test_a_fault_is_said_once_with_what_to_do(text: str) -> None:
    code, message, hint = FAULTY[text]

    checked, problems = check(text, SCOPE)

    assert checked is None
    assert [(p.code, p.message) for p in problems] == [(code, message)]
    if hint is not None:
        assert problems[0].help == hint


def test_every_fault_of_a_formula_is_said() -> None:
    _, problems = check("rnak + maxx(1) * (memory + length)", SCOPE)

    assert [p.code for p in problems] == ["FC401", "FC402", "FC420"]


def test_the_names_a_formula_uses_are_listed_in_order_without_its_own_variables() -> None:
    checked, _ = check("alpha * sum(m.in_features * rank for m in targets) + model.layers + alpha", SCOPE)

    assert checked is not None
    assert checked.names == ("alpha", "targets", "rank", "model")


@pytest.mark.parametrize(
    ("text", "declared", "code", "message"),
    [
        ("rank / 2", Declaration(INTEGER), "FC409", "gives a float, declared is an integer"),
        ("flag", Declaration(FLOAT), "FC409", "gives a boolean, declared is a float"),
        ("maybe", Declaration(INTEGER), "FC409", "gives an integer or None, declared is an integer"),
        (
            "length * 2",
            Declaration(FLOAT, BYTE),
            "FC422",
            "gives a quantity in token, declared is a quantity in byte",
        ),
        ("memory", Declaration(FLOAT), "FC422", "gives a quantity in byte, declared is a plain number"),
        (
            "rank * 2",
            Declaration(FLOAT, BYTE),
            "FC422",
            "gives a plain number, declared is a quantity in byte",
        ),
    ],
)
def test_a_result_must_be_what_is_declared(text: str, declared: Declaration, code: str, message: str) -> None:
    _, problems = check(text, SCOPE, declared)

    assert [(p.code, p.message) for p in problems] == [(code, message)]


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("rank", Declaration(FLOAT)),
        ("rank", Declaration(Optional(FLOAT))),
        ("16 * 1024", Declaration(FLOAT, BYTE)),
        ("0.1 * rank", Declaration(FLOAT, PERCENT)),
        ("memory * rank", Declaration(FLOAT, BYTE)),
    ],
)
def test_an_integer_widens_and_a_constant_takes_the_declared_unit(text: str, declared: Declaration) -> None:
    checked, problems = check(text, SCOPE, declared)

    assert not problems
    assert checked is not None


ENTRIES = {
    "1": UnitEntry("1", "", "", "", dimensionless=True),
    "percent": UnitEntry("percent", "", "%", "", scale="1/100", dimensionless=True),
    "byte": UnitEntry("byte", "", "B", ""),
    "KiB": UnitEntry("KiB", "", "KiB", "", base="byte", scale="1024"),
    "token": UnitEntry("token", "", "tok", ""),
}


def test_units_are_read_from_entries_and_products_of_them() -> None:
    per_token = units.unit_of(ENTRIES, "KiB/token^2")

    assert per_token.powers == (("byte", 1), ("token", -2))
    assert per_token.scale == 1024
    assert units.same(
        units.multiplied(per_token, units.unit_of(ENTRIES, "token*token")), units.unit_of(ENTRIES, "KiB")
    )


@pytest.mark.parametrize("text", ["furlong", "byte/furlong"])
def test_an_unknown_unit_is_named(text: str) -> None:
    with pytest.raises(KeyError, match="furlong"):
        units.unit_of(ENTRIES, text)


@pytest.mark.parametrize("text", ["/byte", "byte token", "byte//token", ""])
def test_a_malformed_unit_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        units.unit_of(ENTRIES, text)
