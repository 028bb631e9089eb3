"""What the checker accepts, the interpreter computes: every part has the type that was inferred for it.

The formulas are made without regard to types, so that what is accepted by mistake is met as well.
"""

import contextlib
import random
from typing import TYPE_CHECKING, Any

import pytest

from finetune_catalog.expression.check import check
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.functions import AGGREGATES, BUILTINS
from finetune_catalog.expression.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    NOTHING,
    STRING,
    Declaration,
    Function,
    ListOf,
    Optional,
    Record,
    Scope,
    Table,
    Type,
    Typed,
)

if TYPE_CHECKING:
    from finetune_catalog.expression.nodes import Node

MODULE = Record(
    "module",
    (
        ("size", Declaration(INTEGER)),
        ("kind", Declaration(STRING)),
        ("groups", Declaration(Optional(INTEGER))),
        ("shape", Declaration(ListOf(Declaration(INTEGER)))),
    ),
)
NAMES = {
    "i": Declaration(INTEGER),
    "x": Declaration(FLOAT),
    "flag": Declaration(BOOLEAN),
    "word": Declaration(STRING),
    "maybe": Declaration(Optional(INTEGER)),
    "unsure": Declaration(Optional(STRING)),
    "sizes": Declaration(ListOf(Declaration(INTEGER))),
    "shares": Declaration(ListOf(Declaration(FLOAT), 1, 3)),
    "words": Declaration(ListOf(Declaration(STRING))),
    "gaps": Declaration(ListOf(Declaration(Optional(INTEGER)))),
    "modules": Declaration(ListOf(Declaration(MODULE))),
    "one": Declaration(MODULE),
    "costs": Declaration(Table(Declaration(FLOAT), ("a", "b"))),
    "holes": Declaration(Table(Declaration(Optional(INTEGER)))),
}
ATOMS = (*NAMES, "m", "m.size", "m.groups", "m.kind", "m.shape", "one.size", "one.groups", "one.shape")
LITERALS = ("0", "1", "2", "7", "0.5", "2.0", "1e300", "True", "False", "None", "'a'", "'b'", "[]", "[1, 2]")
BINARY = (*"+-*/%<>", "//", "<=", ">=", "==", "!=", "and", "or", "in", "not in", "is", "is not")


def function(name: str, text: str, result: Type, **parameters: Type) -> Function:
    declared = {parameter: Declaration(type_) for parameter, type_ in parameters.items()}
    body, problems = check(text, Scope(declared), Declaration(result))
    assert body is not None, problems
    return Function(name, tuple(declared.items()), Declaration(result), body)


FUNCTIONS = {
    f.name: f
    for f in (
        function("half", "n / 2", FLOAT, n=FLOAT),
        function("present", "0 if n is None else n", INTEGER, n=Optional(INTEGER)),
        function("total", "sum(v * 2 for v in values)", FLOAT, values=ListOf(Declaration(FLOAT))),
        function("first", "[0.5] if n > 1 else []", ListOf(Declaration(FLOAT)), n=INTEGER),
    )
}
SCOPE = Scope(NAMES, FUNCTIONS)


def formula(rng: random.Random, depth: int) -> str:
    if depth == 0 or rng.random() < 0.1:
        return rng.choice(ATOMS) if rng.random() < 0.7 else rng.choice(LITERALS)

    def part() -> str:
        return formula(rng, depth - 1)

    match rng.randrange(9):
        case 0 | 1:
            return f"({part()} {rng.choice(BINARY)} {part()})"
        case 2:
            return f"({rng.choice(('-', '+', 'not '))}{part()})"
        case 3:
            test = rng.choice((part(), "maybe is None", "maybe is not None and flag", "m.groups is not None"))
            return f"({part()} if {test} else {part()})"
        case 4:
            called = rng.choice((*BUILTINS, *FUNCTIONS))
            return f"{called}({', '.join(part() for _ in range(rng.choice((1, 1, 2, 3))))})"
        case 5 | 6:
            items = rng.choice((part(), "modules", "modules", "sizes", "gaps"))
            kept = rng.choice(("", "", " if m is not None", " if m.groups is not None", f" if {part()}"))
            return f"{rng.choice(sorted(AGGREGATES))}({part()} for m in {items}{kept})"
        case 7:
            return f"({part()})[{part()}]"
        case _:
            return f"({part()}) ** {rng.randrange(5)}" if rng.random() < 0.5 else f"[{part()}, {part()}]"


def value(rng: random.Random, type_: Type) -> Any:
    match type_:
        case Optional(inner):
            return value(rng, inner) if rng.random() < 0.6 else None
        case ListOf(item, least, most):
            return tuple(
                value(rng, item.type) for _ in range(rng.randint(least, 4 if most is None else most))
            )
        case Table(inner, keys):
            return {key: value(rng, inner.type) for key in keys or ("a",)}
        case Record(_, fields):
            return tuple(value(rng, declared.type) for _, declared in fields)
    return {
        INTEGER: rng.choice((0, 1, -3, 12, 2**60)),
        FLOAT: rng.choice((0.0, -0.0, 0.5, -2.5, 1e300)),
        BOOLEAN: rng.random() < 0.5,
        STRING: rng.choice(("a", "b", "c")),
        NOTHING: None,
    }[type_]


def holds(given: Any, type_: Type) -> bool:
    match type_:
        case Optional(inner):
            return given is None or holds(given, inner)
        case ListOf(item, least, most):
            long_enough = isinstance(given, tuple | list) and least <= len(given)
            return (
                long_enough
                and (most is None or len(given) <= most)
                and all(holds(g, item.type) for g in given)
            )
        case Table():
            return isinstance(given, dict)
        case Record(_, fields):
            return all(holds(part, declared.type) for part, (_, declared) in zip(given, fields, strict=True))
    return type(given) is {INTEGER: int, FLOAT: float, BOOLEAN: bool, STRING: str, NOTHING: type(None)}[type_]


@pytest.mark.parametrize("seed", range(20))
def test_every_part_of_an_accepted_formula_has_the_type_inferred_for_it(seed: int) -> None:
    rng = random.Random(seed)
    accepted = 0
    for _ in range(1500):
        text = formula(rng, rng.randint(1, 4))
        checked, problems = check(text, SCOPE)
        assert (checked is None) == bool(problems)
        if checked is None:
            continue
        accepted += 1
        for _ in range(4):
            given = {name: value(rng, declared.type) for name, declared in NAMES.items()}
            seen: list[tuple[Node, Any]] = []
            with contextlib.suppress(EvaluationError):
                evaluate(checked, given, FUNCTIONS, lambda node, found, seen=seen: seen.append((node, found)))
            for node, found in seen:
                inferred: Typed = checked.types[node]
                assert holds(found, inferred.type), (text, text[node.start : node.end], found, inferred.type)
    assert accepted > 60
