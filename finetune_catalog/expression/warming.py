"""Formulas that are evaluated node by node at first, and compiled once they were computed so often that this pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.types import Program
from finetune_catalog.expression.widening import conform, seen_by, widens
from finetune_catalog.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from finetune_catalog.expression.types import Checked, Function

_KEPT = 4_000  #: formulas
_ONCE = 64  #: one evaluation takes as long as so many items of a list
#: items, of all evaluations together, from which on formulas are compiled, however many they are
_PAYS = 2_000


class Warming:
    """A program as a function of its parameters, positionally, which are of the types that the formulas know them by.

    It returns the results as a tuple, `bare` the one result itself; in `compiled` is what it was compiled to, once it was.
    """

    __slots__ = ("_bare", "_program", "_proved", "_work", "compiled")

    def __init__(
        self, program: Program, proved: Callable[[], Program] | None = None, *, bare: bool = False
    ) -> None:
        """Take a program, and what gives it with all that is proved of it: that takes time, and is asked for last."""
        self._program = program
        self._proved = proved
        self._bare = bare
        self._work = 0
        self.compiled: Callable[..., Any] | None = None

    def __call__(self, *values: Any) -> Any:
        """Compute the results.

        Raises:
            EvaluationError: a formula has no value for these.
        """
        if self.compiled is None:
            self._work += _ONCE + max((len(value) for value in values if type(value) is tuple), default=0)
            if self._work < _PAYS:
                return self._node_by_node(values)
            self.compiled = self._compile()
        return self.compiled(*values)

    def _node_by_node(self, values: tuple[Any, ...]) -> Any:
        program = self._program
        known = dict(zip(program.parameters, values, strict=True))
        for name, checked in program.bindings:
            known[name] = evaluate(checked, seen_by(checked, known), program.functions)
        return known[program.results[0]] if self._bare else tuple(known[name] for name in program.results)

    def _compile(self) -> Callable[..., Any]:
        from finetune_catalog.expression.targets.python import function

        return function(self._program if self._proved is None else self._proved(), bare=self._bare)


class WarmingFormula:
    """One formula of a catalog with these functions, computed of the values of its names in their order."""

    __slots__ = ("_function", "_widening")

    def __init__(self, checked: Checked, functions: Mapping[str, Function]) -> None:
        self._function = Warming(Program.of(checked.names, checked, functions), bare=True)
        types = [checked.declared[name].type for name in checked.names]
        self._widening = tuple((place, type_) for place, type_ in enumerate(types) if widens(type_))

    def __call__(self, given: Iterable[Any]) -> Any:
        """Compute it; an integer widens where it is known as a float.

        Raises:
            EvaluationError: it has no value for these.
        """
        if self._widening:
            given = [*given]
            for place, type_ in self._widening:
                given[place] = conform(given[place], type_)
        function = self._function
        # a count asks thousands of times: one call less for each
        return (function.compiled or function)(*given)


_warming: Remembered[WarmingFormula] = Remembered(_KEPT)


def warming(checked: Checked, functions: Mapping[str, Function]) -> WarmingFormula:
    """Give the same one for the same formula, so that it warms however often it is asked for."""
    return _warming.get(id(checked), lambda: WarmingFormula(checked, functions))
