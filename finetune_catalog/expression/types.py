"""Types, units, intervals and scopes: what the checker knows about a value before it exists."""

from __future__ import annotations

import math
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from finetune_catalog.frozen import field, frozen

_RESULT = "result__"  #: ids never hold two underscores in a row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finetune_catalog.expression.nodes import Node


@frozen
class Scalar:
    """A value without parts: int, float, bool, str or None."""

    name: str


INTEGER = Scalar("integer")
FLOAT = Scalar("float")
BOOLEAN = Scalar("boolean")
STRING = Scalar("string")
NOTHING = Scalar("None")


@frozen
class Optional:
    """A value or None; usable after `x is not None` or in `a if x is None else b`."""

    inner: Type


@frozen
class ListOf:
    """A finite list whose items share one declaration (type, unit and interval)."""

    item: Declaration
    minimum_length: int = 0
    maximum_length: int | None = None


@frozen
class Table:
    """A declared table, looked up by a string; a closed table lists its keys."""

    value: Declaration
    keys: tuple[str, ...] | None = None


@frozen
class Record:
    """A value of declared fields, in order; at run time a tuple in that order."""

    name: str
    fields: tuple[tuple[str, Declaration], ...]


Type: TypeAlias = Scalar | Optional | ListOf | Table | Record


@frozen
class Unit:
    """A product of base units to rational powers, times a scale; plain numbers have no powers and scale 1."""

    powers: tuple[tuple[str, Fraction], ...] = ()
    scale: Fraction = Fraction(1)
    name: str = "1"

    @property
    def plain(self) -> bool:
        """Whether a bare number has this unit, as ratios, percentages and counts do; GiB/byte is no bare number."""
        return not self.powers and self.scale == 1


PLAIN = Unit()


@frozen
class Interval:
    """A closed interval of the extended reals; `integer` says that only integers lie in it."""

    low: float | int = -math.inf
    high: float | int = math.inf


@frozen
class Declaration:
    """What is known of a value before it exists."""

    type: Type
    unit: Unit = PLAIN
    interval: Interval | None = None
    choices: tuple[str, ...] | None = None
    doc: str = ""


@frozen
class Function:
    """A function written in the language itself (an entry of functions.yaml); earlier ones may be called, none recursively."""

    name: str
    parameters: tuple[tuple[str, Declaration], ...]
    result: Declaration
    body: Checked


@frozen
class Scope:
    """The names an expression may use: dotted names to declarations, and the catalog's own functions."""

    names: Mapping[str, Declaration] = field(default_factory=lambda: MappingProxyType({}))
    functions: Mapping[str, Function] = field(default_factory=lambda: MappingProxyType({}))


@frozen
class Typed:
    """What the checker inferred of one node."""

    type: Type
    unit: Unit = PLAIN


@frozen(eq=False)
class Checked:
    """An expression that passed the checker: its text, tree, the type of every node, and the free names it uses in order.

    `declared` holds what the scope says of those names: the fields of a record are found by it.
    """

    text: str
    node: Node
    types: Mapping[Node, Typed]
    names: tuple[str, ...]
    declared: Mapping[str, Declaration] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def result(self) -> Typed:
        """The type and unit of the whole."""
        return self.types[self.node]


@frozen
class Verdict:
    """One thing interval analysis says: `code` names the question, `status` is proved, found or unknown.

    `found` carries a witness: values of the free names for which it happens.
    """

    code: str
    status: str
    node: Node
    message: str
    witness: tuple[tuple[str, object], ...] = ()
    help: str | None = None


@frozen(eq=False)
class Analysis:
    """What interval analysis knows of a checked expression; targets leave out the tests it makes needless."""

    result: Interval | None
    intervals: Mapping[Node, Interval]
    verdicts: tuple[Verdict, ...]
    nonzero: frozenset[Node] = frozenset()  #: divisions whose divisor is proved to be never zero
    finite: frozenset[Node] = frozenset()  #: float nodes proved to stay finite
    exact: frozenset[Node] = frozenset()  #: integer nodes proved to stay within ±2**53


@frozen(eq=False)
class Program:
    """Several expressions that become one function: positional parameters in, results out.

    `bindings` are in an order in which each uses only parameters and earlier bindings.
    """

    parameters: tuple[str, ...]
    bindings: tuple[tuple[str, Checked], ...]
    results: tuple[str, ...]
    analyses: Mapping[str, Analysis] = field(default_factory=lambda: MappingProxyType({}))
    functions: Mapping[str, Function] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, parameters: Sequence[str], checked: Checked, functions: Mapping[str, Function]) -> Program:
        """Make a program of one formula, whose value is the one result."""
        return cls(tuple(parameters), ((_RESULT, checked),), (_RESULT,), functions=functions)
