"""All formulas of one level as one function, for many modules that differ in a value or two.

The function is made for what the first of them needed: the tensors that were there. A module of which something else
holds has no answer here and is counted formula by formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.counts import line_of
from finetune_catalog.counting.refusal import RefusedError
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.needs import needed
from finetune_catalog.expression.types import Program
from finetune_catalog.expression.widening import conform, is_float
from finetune_catalog.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from finetune_catalog.counting.counts import Line
    from finetune_catalog.counting.formulas import Formulas
    from finetune_catalog.counting_records import Counting
    from finetune_catalog.expression.types import Function

#: formulas of a tensor that is there, `line_of` takes their values
PARTS = ("size", "stored", "trained", "width")
_KEPT = 64  #: functions


class Together:
    """One level's conditions, and its tensors where those in `there` are there and no others."""

    def __init__(
        self,
        counting: Counting,
        level: str,
        kind: str | None,
        there: frozenset[str],
        functions: Mapping[str, Function],
    ) -> None:
        self.tensors = tuple(t for t in counting.adds.values() if t.each == level and t.id in there)
        fitting = [
            t for t in counting.adds.values() if t.each == level and (t.kinds is None or kind in t.kinds)
        ]
        holding = [r.that for r in counting.requires if r.each == level and (not r.kinds or kind in r.kinds)]
        whens = [(t.when, t.id in there) for t in fitting if t.when is not None]
        parts = [part for t in self.tensors for name in PARTS if (part := getattr(t, name)) is not None]
        wanted = [*holding, *(when for when, _ in whens), *parts]
        self.expected = (*(True for _ in holding), *(answer for _, answer in whens))
        steps = {name: step.formula for name, step in counting.values.items() if step.each == level}
        bindings = (
            *needed(steps, (name for checked in wanted for name in checked.names)),
            *((f"part__{n}", checked) for n, checked in enumerate(wanted)),
        )
        declared = {
            name: declaration
            for _, checked in bindings
            for name, declaration in checked.declared.items()
            if name in checked.names and name not in steps
        }
        self.types = {name: declaration.type for name, declaration in declared.items()}
        places = iter(range(len(self.expected), len(wanted)))
        self._parts = tuple(
            (tensor, tuple(next(places) if getattr(tensor, name) is not None else -1 for name in PARTS))
            for tensor in self.tensors
        )
        results = tuple(f"part__{n}" for n in range(len(wanted)))
        self.function = _compiled(Program(tuple(declared), bindings, results, functions=functions))

    def lines(self, results: tuple[Any, ...], where: str, modules: int) -> list[Line] | None:
        """Give a line for each tensor, None where a condition does not hold or other tensors are there."""
        if results[: len(self.expected)] != self.expected:
            return None
        results = (*results, None)  # what has no formula stands in the last place
        return [
            line_of(tensor, where, modules, results[size], results[stored], results[trained], results[width])
            for tensor, (size, stored, trained, width) in self._parts
        ]


#: by counting, level, kind of module, and which tensors are there
_made: Remembered[Together] = Remembered(_KEPT)


class Repeated:
    """One level of one count: what is the same for all of its modules is looked up once."""

    def __init__(
        self,
        together: Together,
        formulas: Formulas,
        outer: Mapping[str, Any],
        own: Mapping[str, Any],
        varying: Iterable[str],
    ) -> None:
        self._together = together
        self._general = [
            None
            if name in own and name not in outer
            else conform(formulas.of(name, outer), together.types[name])
            for name in together.types
        ]
        names = {*own, *varying}
        self._places = {
            name: (place, type_ if is_float(type_) else None)
            for place, (name, type_) in enumerate(together.types.items())
            if name in names
        }
        self._started: dict[int, tuple[Mapping[str, Any], list[Any]]] = {}

    def lines(
        self, own: Mapping[str, Any], differing: tuple[tuple[str, Any], ...], where: str, modules: int
    ) -> list[Line] | None:
        """Give the lines of modules with these values of their own; None where formula by formula has to say."""
        if id(own) not in self._started:
            self._started[id(own)] = own, self._set([*self._general], own.items())
        given = self._set(self._started[id(own)][1].copy(), differing)
        try:
            return self._together.lines(self._together.function(*given), where, modules)
        except (EvaluationError, TypeError):
            return None  # of a formula that is not asked for where a condition fails first

    def _set(self, given: list[Any], values: Iterable[tuple[str, Any]]) -> list[Any]:
        for name, value in values:
            place, type_ = self._places.get(name, (None, None))
            if place is not None:
                given[place] = value if type_ is None else conform(value, type_)
        return given


def repeated(
    counting: Counting,
    level: str,
    formulas: Formulas,
    outer: Mapping[str, Any],
    own: Mapping[str, Any],
    there: frozenset[str],
) -> Repeated | None:
    """Prepare to count modules like one that has these values of its own and these tensors; None where that is impossible."""
    kind = own.get("module.kind")
    key = (id(counting), level, kind, there)
    together = _made.get(key, lambda: Together(counting, level, kind, there, formulas.functions), counting)
    try:
        return Repeated(together, formulas, outer, own, (*counting.varies, *counting.marks))
    except RefusedError:  # a formula that is not asked for needs a size that the model lacks
        return None


def _compiled(program: Program) -> Callable[..., tuple[Any, ...]]:
    from finetune_catalog.expression.targets.python import function

    return function(program)
