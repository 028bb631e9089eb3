"""A formula that is evaluated node by node at first, and compiled once it was computed so often that this pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.types import Program
from finetune_catalog.expression.widening import conform, widens
from finetune_catalog.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from finetune_catalog.expression.types import Checked, Function

_KEPT = 4_000  #: formulas
_ONCE = 64  #: one evaluation takes as long as so many items of a list
_PAYS = 2_000  #: items, of all evaluations together, from which on a formula is compiled


class Warming:
    """One formula of a catalog with these functions, computed of the values of its names in their order."""

    __slots__ = ("_compiled", "_functions", "_widening", "_work", "checked")

    def __init__(self, checked: Checked, functions: Mapping[str, Function]) -> None:
        self.checked = checked
        self._functions = functions
        types = [checked.declared[name].type for name in checked.names]
        self._widening = tuple((place, type_) for place, type_ in enumerate(types) if widens(type_))
        self._work = 0
        self._compiled: Callable[..., Any] | None = None

    def __call__(self, given: Iterable[Any]) -> Any:
        """Compute it; an integer widens where it is known as a float.

        Raises:
            EvaluationError: it has no value for these.
        """
        values = [*given]
        for place, type_ in self._widening:
            values[place] = conform(values[place], type_)
        if self._compiled is not None:
            return self._compiled(*values)
        self._work += _ONCE + max((len(value) for value in values if type(value) is tuple), default=0)
        if self._work >= _PAYS:
            from finetune_catalog.expression.targets.python import function

            bindings = (("result", self.checked),)
            program = Program(self.checked.names, bindings, ("result",), functions=self._functions)
            self._compiled = function(program, bare=True)
            return self._compiled(*values)
        return evaluate(self.checked, dict(zip(self.checked.names, values, strict=True)), self._functions)


_warming: Remembered[Warming] = Remembered(_KEPT)


def warming(checked: Checked, functions: Mapping[str, Function]) -> Warming:
    """Give the same one for the same formula, so that it warms however often it is asked for."""
    return _warming.get(id(checked), lambda: Warming(checked, functions))
