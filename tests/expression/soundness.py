"""Holds analysis against the reference interpreter: random formulas over random boxes, at random points in them.

Nothing the interpreter computes may leave the interval of its node, no failure may go unpredicted, and what is called
proved must be. Everything follows from the seed.
"""

from __future__ import annotations

import dataclasses
import math
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.analysis import analyse
from finetune_catalog.expression.check import check
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.types import (
    FLOAT,
    INTEGER,
    Declaration,
    Function,
    Interval,
    ListOf,
    Optional,
    Record,
    Scope,
    Table,
)
from tests.expression.generate import SCOPE, Formulas

if TYPE_CHECKING:
    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Analysis, Checked, Type

#: failures of the interpreter, and the questions of analysis that predict them
PREDICTED_BY = {
    "FC550": {"FC501"},
    "FC551": {"FC506", "FC501"},  # a quotient may overflow beside its pole: both are one finding
    "FC552": {"FC506"},
    "FC553": {"FC507"},
    "FC554": {"FC508"},
    "FC555": {"FC509"},
    "FC556": {"FC507"},
    "FC558": {"FC508"},
}
EXACT = 2**53


def random_interval(rng: random.Random, whole: bool) -> Interval:
    """Return a box's side: a point, narrow, positive, around zero, or wide."""
    kind = rng.randrange(6)
    size = (
        rng.choice((1, 2, 10, 1000, 2**32 - 1, 2**60, 2**100))
        if whole
        else rng.choice((0.5, 1.0, 10.0, 1e6, 1e30, 1e150))
    )
    low = {0: 0, 1: -size, 2: 1, 3: rng.randint(-5, 5), 4: -size, 5: size}[kind]
    high = {0: size, 1: size, 2: 1 + size, 3: low + rng.randint(0, 4), 4: 0, 5: size}[kind]
    return Interval(low, high) if whole else Interval(float(low), float(high))


def random_scope(rng: random.Random) -> Scope:
    """Return the scope of the generator with other bounds."""
    names = {}
    for name, declaration in SCOPE.names.items():
        scalar = declaration.type.inner if isinstance(declaration.type, Optional) else declaration.type
        interval = declaration.interval
        if scalar in (INTEGER, FLOAT) and rng.random() < 0.8:
            interval = random_interval(rng, scalar == INTEGER)
        names[name] = dataclasses.replace(declaration, interval=interval)
    return Scope(names, FUNCTIONS)


def random_number(rng: random.Random, interval: Interval, whole: bool) -> int | float:
    low, high = interval.low, interval.high
    if whole:
        near = [low, high, *(n for n in (0, 1, -1, 2, low + 1, high - 1) if low <= n <= high)]
        return rng.choice((*near, rng.randint(int(low), int(high)), rng.randint(int(low), int(high))))
    near = [low, high, *(n for n in (0.0, -0.0, 1.0, -1.0, 5e-324, 0.5) if low <= n <= high)]
    spread = low + (high - low) * rng.random() ** rng.choice((1, 1, 20))
    return rng.choice((*near, min(max(spread, low), high), min(max(rng.uniform(-8, 8), low), high)))


def random_value(rng: random.Random, declaration: Declaration, kind: Type | None = None) -> Any:
    """Return a value inside a declaration."""
    kind = declaration.type if kind is None else kind
    match kind:
        case Optional(inner):
            return None if rng.random() < 0.3 else random_value(rng, declaration, inner)
        case ListOf(item, shortest, longest):
            length = rng.randint(shortest, shortest + 4 if longest is None else longest)
            return tuple(random_value(rng, item) for _ in range(length))
        case Record(_, fields):
            return tuple(random_value(rng, inner) for _, inner in fields)
        case Table(value, keys):
            return {key: random_value(rng, value) for key in keys or ()}
    if kind in (INTEGER, FLOAT):
        return random_number(rng, declaration.interval or Interval(-9, 9), kind == INTEGER)
    return rng.choice(declaration.choices) if declaration.choices else rng.random() < 0.5


class Related:
    """Makes formulas in which the same few sub-expressions meet again and again: guards, differences, ratios, calls."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.pool = ["a", "b", "x", "y", "m.layers", rng.choice(("0", "1", "2", "8", "0.5", "3.0"))]
        rng.shuffle(self.pool)
        self.pool = self.pool[:4]

    def make(self) -> str:
        """Return a formula."""
        for _ in range(self.rng.randint(2, 5)):
            self.pool.append(self.step())
        return self.pool[-1]

    def pick(self) -> str:
        """Return one of the sub-expressions, the recent ones more often."""
        text = self.pool[int(len(self.pool) * self.rng.random() ** 0.7)]
        return text if text.isidentifier() else f"({text})"

    def test(self) -> str:
        """Return a condition between sub-expressions."""
        kind = self.rng.randrange(8)
        sign = self.rng.choice(("<", "<=", ">", ">=", "==", "!="))
        if kind < 4:
            return f"{self.pick()} {sign} {self.pick()}"
        if kind == 4:
            return f"{self.pick()} < {self.pick()} <= {self.pick()}"
        if kind == 5:
            return f"not ({self.test()})"
        return f"({self.test()}) {self.rng.choice(('and', 'or'))} ({self.test()})"

    def step(self) -> str:
        """Return a new sub-expression over those there are."""
        kind = self.rng.randrange(14)
        if kind < 5:
            return f"{self.pick()} {self.rng.choice('+-*-/')} {self.pick()}"
        if kind == 13:
            part, whole = self.pick(), self.pick()
            return f"{self.rng.choice(('100.0 * ', '0.3 * ', '100 * '))}{part} / ({part} + abs({whole}))"
        if kind < 9:
            return f"({self.step()}) if {self.test()} else ({self.step() if kind == 5 else self.pick()})"
        if kind == 9:
            return f"{self.rng.choice(('min', 'max'))}({self.pick()}, {self.pick()})"
        if kind == 10:
            return f"clamp({self.pick()}, {self.pick()}, {self.pick()})"
        if kind == 11:
            return f"{self.rng.choice(('sqrt', 'log', 'abs', 'floor', 'share'))}({self.pick()})"
        return f"{self.pick()} {self.rng.choice(('//', '%'))} {self.pick()}"


SHARE = "x / (x + 1.0) if x > 0.5 else 1 / (0.75 - x)"


def functions() -> dict[str, Function]:
    """Return functions written in the language, as a catalog has them."""
    parameters = (("x", Declaration(FLOAT, interval=Interval(-10.0, 10.0))),)
    body, problems = check(SHARE, Scope(dict(parameters)))
    assert body is not None, problems
    return {"share": Function("share", parameters, Declaration(FLOAT), body)}


FUNCTIONS = functions()


class UnsoundError(AssertionError):
    """Analysis said what is not so."""


def hold(
    checked: Checked, analysis: Analysis, values: dict[str, Any], scope: Scope, bounds: Interval | None
) -> str:
    """Evaluate at a point and hold every word of the analysis against it; return what happened there."""

    def fail(what: str, node: Node) -> None:
        text = checked.text[node.start : node.end]
        message = f"{what} of `{text}` in `{checked.text}` at {values}, declared {scope.names}"
        raise UnsoundError(message)

    def observe(node: Node, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return
        interval = analysis.intervals.get(node)
        if interval is None:
            fail(f"value {value!r} where nothing is reached", node)
        elif not interval.low <= value <= interval.high:
            fail(f"value {value!r} outside of {interval}", node)
        if isinstance(value, int) and abs(value) > EXACT and node in analysis.exact:
            fail(f"value {value!r} beyond 2**53, said to be exact", node)

    open_ = {(v.code, v.node.start, v.node.end) for v in analysis.verdicts if v.status != "proved"}
    try:
        result = evaluate(checked, values, scope.functions, observe)
    except EvaluationError as error:
        problem = error.problem
        codes = PREDICTED_BY[problem.code]
        failed = checked.text[problem.start : problem.end]
        doubted = [
            v
            for v in analysis.verdicts
            if v.code in codes
            and v.status != "proved"
            # a divisor that was found to be zero is not doubted again where it stands once more
            and checked.text[v.node.start : v.node.end] in failed
        ]
        if not doubted:
            raise UnsoundError(f"{error} not predicted in `{checked.text}` at {values}") from None
        held = [
            n
            for n in (*analysis.nonzero, *analysis.finite)
            if (n.start, n.end) == (problem.start, problem.end)
        ]
        if problem.code == "FC550" and any(n in analysis.nonzero for n in held):
            raise UnsoundError(f"{error}, said to be nonzero in `{checked.text}` at {values}") from None
        if problem.code == "FC551" and any(n in analysis.finite for n in held):
            raise UnsoundError(f"{error}, said to be finite in `{checked.text}` at {values}") from None
        return problem.code
    if (
        bounds is not None
        and not bounds.low <= result <= bounds.high
        and not any(code == "FC502" for code, *_ in open_)
    ):
        raise UnsoundError(
            f"result {result!r} of `{checked.text}` outside of {bounds}, said to be inside, at {values}"
        )
    return "value"


def hold_witnesses(checked: Checked, analysis: Analysis, scope: Scope, bounds: Interval | None) -> int:
    """Hold every witness against the interpreter: it lies inside the declarations, and what was said happens."""
    count = 0
    for verdict in analysis.verdicts:
        if verdict.status != "found" or not verdict.witness:
            continue
        count += 1
        values = dict(verdict.witness)
        for name, value in values.items():
            interval = scope.names[name].interval
            if interval is not None and value is not None and not interval.low <= value <= interval.high:
                raise UnsoundError(f"witness {name} = {value} outside of {interval}")
        try:
            result = evaluate(checked, values, scope.functions)
        except EvaluationError as error:
            if verdict.code not in PREDICTED_BY[error.problem.code] and verdict.code not in (
                "FC505",
                "FC511",
            ):
                raise UnsoundError(f"{verdict} but {error}") from None
        else:
            if verdict.code == "FC502":
                assert bounds is not None
                if bounds.low <= result <= bounds.high:
                    raise UnsoundError(f"{verdict} but the result is {result}")
            elif verdict.code not in ("FC505", "FC511"):
                raise UnsoundError(f"{verdict} but the result is {result}")
    return count


def run(seed: int, formulas: int, points: int, effort: int) -> Counter[str]:
    """Hold so many formulas at so many points each; return how often what happened."""
    rng = random.Random(seed)
    count: Counter[str] = Counter()
    while count["formulas"] < formulas:
        scope = random_scope(rng)
        text = Related(rng).make() if rng.random() < 0.5 else Formulas(rng).make(rng.choice((2, 3, 4)))
        checked, _ = check(text, scope)
        if checked is None:
            continue
        count["formulas"] += 1
        bounds = None
        if checked.result.type in (INTEGER, FLOAT) and rng.random() < 0.7:
            bounds = Interval(rng.choice((-math.inf, 0, -1e6)), rng.choice((math.inf, 1, 1e6)))
        analysis = analyse(checked, scope, bounds, effort=effort)
        count["witnesses"] += hold_witnesses(checked, analysis, scope, bounds)
        for verdict in analysis.verdicts:
            count[f"{verdict.code} {verdict.status}"] += 1
        for _ in range(points):
            values = {name: random_value(rng, scope.names[name]) for name in checked.names}
            count[hold(checked, analysis, values, scope, bounds)] += 1
    return count
