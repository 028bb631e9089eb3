"""Random well-typed formulas and the values to try them on: shared by the tests of the checker, analysis and targets.

Everything follows from the `random.Random` handed in, so a failure is reproduced by its seed.
"""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from finetune_catalog.expression import arithmetic
from finetune_catalog.expression.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    STRING,
    Declaration,
    Interval,
    ListOf,
    Optional,
    Record,
    Scope,
    Table,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

INTEGERS = ("a", "b", "m.layers")
FLOATS = ("x", "y", "m.ratio")
BOOLEANS = ("p", "q")
MODULE = Record(
    "module",
    (
        ("rows", Declaration(INTEGER, interval=Interval(1, 1000))),
        ("columns", Declaration(INTEGER, interval=Interval(0, 1000))),
        ("weight", Declaration(FLOAT, interval=Interval(-10.0, 10.0))),
        ("frozen", Declaration(BOOLEAN)),
    ),
)
KEYS = ("bf16", "nf4", "int8")
SCOPE = Scope(
    {
        **{name: Declaration(INTEGER, interval=Interval(-1000, 1000)) for name in INTEGERS},
        **{name: Declaration(FLOAT, interval=Interval(-1e6, 1e6)) for name in FLOATS},
        **{name: Declaration(BOOLEAN) for name in BOOLEANS},
        "o": Declaration(Optional(FLOAT), interval=Interval(-1e6, 1e6)),
        "word": Declaration(STRING, choices=KEYS),
        "counts": Declaration(ListOf(Declaration(INTEGER, interval=Interval(-50, 50)), 0, 5)),
        "shares": Declaration(ListOf(Declaration(FLOAT, interval=Interval(-8.0, 8.0)), 1, 4)),
        "modules": Declaration(ListOf(Declaration(MODULE), 0, 4)),
        "sizes": Declaration(Table(Declaration(FLOAT, interval=Interval(0.0, 4.0)), KEYS)),
    }
)
#: the names that columns can hold
COLUMNS = (*INTEGERS, *FLOATS, *BOOLEANS)
SCALARS = Scope({name: SCOPE.names[name] for name in COLUMNS})

_INTEGER_LITERALS = ("0", "1", "2", "3", "7", "64", "1_000")
_FLOAT_LITERALS = ("0.0", "0.5", "1.0", "2.5", "0.1", "1e-3", "64.0", "1e300")


class Formulas:
    """Makes formulas of a wanted type over SCOPE, or over the numbers and booleans in it.

    Args:
        rng: where chance comes from
        lists: whether to use lists, records, tables, strings and None
        powers: whether floats may be raised to powers, which Python rounds otherwise
        transcendental: whether exp and logarithms may occur, which differ by an ulp between machines
    """

    def __init__(
        self, rng: random.Random, *, lists: bool = True, powers: bool = True, transcendental: bool = True
    ) -> None:
        self.rng = rng
        self.lists = lists
        self.powers = powers
        self.transcendental = transcendental
        self.variables: list[str] = []

    def make(self, depth: int = 4) -> str:
        """Return a formula of any type."""
        kind = self.rng.choice((self.integer, self.floating, self.floating, self.number, self.boolean))
        return kind(depth)

    def _inside(self, text: str) -> str:
        """Put an operand of arithmetic in parentheses, mostly: leaving them out makes another formula of the same type."""
        loose = any(word in text for word in (" if ", " and ", " or ", "not ", "<", ">", "==", "!="))
        return text if not loose and self.rng.random() < 0.4 else f"({text})"

    def integer(self, depth: int) -> str:
        """Return a formula of type integer."""
        choose, deeper = self.rng.random(), depth - 1
        if depth <= 0 or choose < 0.15:
            return self._integer_leaf()
        if choose < 0.55:
            sign = self.rng.choice(("+", "-", "*", "//", "%"))
            return f"{self._inside(self.integer(deeper))} {sign} {self._inside(self.integer(deeper))}"
        if choose < 0.6:
            return f"({self.integer(deeper)}) ** {self.rng.randrange(5)}"
        if choose < 0.65:
            return f"-{self._inside(self.integer(deeper))}"
        if choose < 0.75:
            return f"{self.rng.choice(('ceil', 'floor', 'round'))}({self.number(deeper)})"
        if choose < 0.8:
            return f"gcd({self.integer(deeper)}, {self.integer(deeper)})"
        if choose < 0.85:
            return self._choice(self.integer, deeper)
        if choose < 0.93:
            return self._conditional(self.integer, deeper)
        return self._list_integer(deeper) if self.lists else f"abs({self.integer(deeper)})"

    def _integer_leaf(self) -> str:
        fields = [f"{v}.{f}" for v in self.variables for f in ("rows", "columns")]
        return self.rng.choice((*INTEGERS, *_INTEGER_LITERALS, *fields, *fields))

    def _float_leaf(self) -> str:
        fields = [f"{v}.weight" for v in self.variables]
        return self.rng.choice((*FLOATS, *FLOATS, *_FLOAT_LITERALS, *fields, *fields))

    def number(self, depth: int) -> str:
        """Return a formula of type integer or float."""
        return self.rng.choice((self.integer, self.floating))(depth)

    def floating(self, depth: int) -> str:
        """Return a formula of type float."""
        choose, deeper = self.rng.random(), depth - 1
        if depth <= 0 or choose < 0.1:
            return self._float_leaf()
        if choose < 0.2:
            return f"{self._inside(self.integer(deeper))} / {self._inside(self.integer(deeper))}"
        if choose < 0.6:
            sign = self.rng.choice(("+", "-", "*", "/", "/", "//", "%"))
            sides = [self._inside(self.floating(deeper)), self._inside(self.number(deeper))]
            self.rng.shuffle(sides)
            return f"{sides[0]} {sign} {sides[1]}"
        if choose < 0.65 and self.powers:
            return f"({self.floating(deeper)}) ** {self.rng.randrange(5)}"
        if choose < 0.7:
            return f"-{self._inside(self.floating(deeper))}"
        if choose < 0.75:
            functions = ("sqrt", "exp", "log", "log2") if self.transcendental else ("sqrt",)
            return f"{self.rng.choice(functions)}({self.number(deeper)})"
        if choose < 0.85:
            return self._mixed_choice(deeper)
        if choose < 0.93:
            return self._conditional(self.floating, deeper)
        return self._list_float(deeper) if self.lists else f"abs({self.floating(deeper)})"

    def _choice(self, kind: Any, depth: int) -> str:
        if self.rng.random() < 0.2:
            return f"clamp({kind(depth)}, {kind(depth)}, {kind(depth)})"
        count = self.rng.choice((2, 2, 2, 3))
        return f"{self.rng.choice(('min', 'max'))}({', '.join(kind(depth) for _ in range(count))})"

    def _mixed_choice(self, depth: int) -> str:
        sides = [self.floating(depth), self.number(depth)]
        self.rng.shuffle(sides)
        return f"{self.rng.choice(('min', 'max'))}({', '.join(sides)})"

    def _conditional(self, kind: Any, depth: int) -> str:
        return f"{self._inside(kind(depth))} if {self.boolean(depth)} else {self._inside(kind(depth))}"

    def boolean(self, depth: int) -> str:
        """Return a formula of type boolean."""
        choose, deeper = self.rng.random(), depth - 1
        if depth <= 0 or choose < 0.1:
            return self.rng.choice((*BOOLEANS, "True", "False"))
        if choose < 0.55:
            sign = self.rng.choice(("<", "<=", ">", ">=", "==", "!="))
            return f"({self.number(deeper)}) {sign} ({self.number(deeper)})"
        if choose < 0.6:
            return f"({self._conditional(self.boolean, deeper)})"
        if choose < 0.65:
            return f"({self.number(deeper)}) < ({self.number(deeper)}) <= ({self.number(deeper)})"
        if choose < 0.8:
            sign = self.rng.choice(("and", "or"))
            return f"({self.boolean(deeper)}) {sign} ({self.boolean(deeper)})"
        if choose < 0.9 or not self.lists:
            return f"not ({self.boolean(deeper)})"
        return self.rng.choice(
            (
                f"{self.rng.choice(('any', 'all'))}({self._over_modules(self.boolean, deeper)})",
                f"({self.number(deeper)}) in [{self.integer(deeper)}, {self.number(deeper)}]",
                f"({self.number(deeper)}) not in counts",
                "word in ['bf16', 'int8']",
                "o is None",
                "word == 'nf4'",
            )
        )

    def _over_modules(self, element: Any, depth: int) -> str:
        if len(self.variables) == 2:
            return f"{element(0)} for t in modules"
        variable = "uv"[len(self.variables)]
        self.variables.append(variable)
        inner = element(depth)
        condition = f" if {self.boolean(depth - 1)}" if self.rng.random() < 0.4 else ""
        self.variables.pop()
        return f"{inner} for {variable} in modules{condition}"

    def _list_integer(self, depth: int) -> str:
        return self.rng.choice(
            (
                f"sum({self._over_modules(self.integer, depth)})",
                f"max({self._over_modules(self.integer, depth)})",
                f"len({self._over_modules(self.integer, depth)})",
                "sum(counts)",
                "min(counts)",
                "len(modules)",
                f"counts[{self.integer(depth)}]",
                f"[{self.integer(depth)}, {self.integer(depth)}][{self.rng.randrange(2)}]",
                f"max(d for d in divisors(abs({self.integer(depth)}) % 1000 + 1) if d <= 8)",
            )
        )

    def _list_float(self, depth: int) -> str:
        return self.rng.choice(
            (
                f"sum({self._over_modules(self.floating, depth)})",
                f"min({self._over_modules(self.floating, depth)})",
                "sum(shares)",
                "max(shares)",
                "shares[0]",
                "sizes[word]",
                "sizes['bf16']",
                f"(0.5 if o is None else o * {self.floating(depth)})",
                f"sum([{self.floating(depth)}, {self.number(depth)}])",
            )
        )


def point(rng: random.Random) -> dict[str, Any]:
    """Return values for every name of SCOPE: small ones, zeros of both signs, halves, and large ones."""

    def integer() -> int:
        return rng.choice((0, 1, -1, 2, rng.randint(-10, 10), rng.randint(-1000, 1000)))

    def floating() -> float:
        exact = (0.0, -0.0, 1.0, 0.5, -2.5, 1e-300, rng.randint(-8, 8) / 2)
        return rng.choice((*exact, rng.uniform(-10, 10), rng.uniform(-1e6, 1e6)))

    def module() -> tuple[int, int, float, bool]:
        return rng.randint(1, 1000), rng.randint(0, 1000), rng.uniform(-10, 10), rng.random() < 0.5

    return {
        **{name: integer() for name in INTEGERS},
        **{name: floating() for name in FLOATS},
        **{name: rng.random() < 0.5 for name in BOOLEANS},
        "o": rng.choice((None, floating())),
        "word": rng.choice(KEYS),
        "counts": tuple(rng.randint(-50, 50) for _ in range(rng.randrange(6))),
        "shares": tuple(rng.uniform(-8, 8) for _ in range(rng.randint(1, 4))),
        "modules": tuple(module() for _ in range(rng.randrange(5))),
        "sizes": {"bf16": 2.0, "nf4": 0.5, "int8": 1.0},
    }


def _python_sum(items: Any) -> Any:
    """Add from left to right, as Python did before 3.12."""
    value = 0
    for item in items:
        value = value + item
    return value


#: what the language's functions are called in Python
PYTHON: Mapping[str, Any] = {
    "__builtins__": {},
    "abs": abs,
    "all": all,
    "any": any,
    "ceil": math.ceil,
    "clamp": lambda x, low, high: min(max(x, low), high),
    "divisors": arithmetic.divisors,
    "exp": math.exp,
    "floor": math.floor,
    "gcd": math.gcd,
    "len": lambda items: _python_sum(1 for _ in items),
    "log": math.log,
    "log2": math.log2,
    "max": max,
    "min": min,
    "round": round,
    "sqrt": math.sqrt,
    "sum": _python_sum,
}


def python_names(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as Python's own `eval` takes them: dotted names and records as objects with attributes."""
    names: dict[str, Any] = dict(values)
    names["m"] = SimpleNamespace(**{key[2:]: names.pop(key) for key in list(names) if key.startswith("m.")})
    if "modules" in names:
        fields = [name for name, _ in MODULE.fields]
        names["modules"] = [SimpleNamespace(**dict(zip(fields, m, strict=True))) for m in names["modules"]]
    return names
