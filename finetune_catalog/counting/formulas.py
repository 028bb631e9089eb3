"""Formulas that count: conditions held and values made in their order, each refusal said in the words of the catalog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.refusal import Refusal, RefusedError, lacking
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.warming import warming
from finetune_catalog.loading.functions import functions_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.counting_records import Counting, Step
    from finetune_catalog.expression.types import Checked
    from finetune_catalog.records import CatalogData

#: the names of lists of modules: all that are taken, those of one group
LISTS = frozenset(("targets", "members"))
_HOLE = re.compile(r"\{\{ *([a-z][a-z0-9_.]*) *\}\}")


class _Later:
    """A value that is made when it is first asked for, of what is known then where it stands."""

    __slots__ = ("known", "step")

    def __init__(self, step: Step, known: Mapping[str, Any]) -> None:
        self.step = step
        self.known = known


class Formulas:
    """The formulas of one method's counting, for one count."""

    columns = False  #: whether numbers may be columns of them

    def __init__(self, data: CatalogData, counting: Counting) -> None:
        self._counting = counting
        self.functions = functions_of(data)
        self._made: dict[tuple[Any, ...], Any] = {}
        # by identity, which none other may have as long as results are known by it
        self._lists: dict[int, Any] = {}

    def held(self, level: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Hold the conditions of a level and name its values; returns what is known after that.

        A value is made when it is asked for: a condition may use one, and one that nothing uses need not have any.

        Raises:
            RefusedError: a condition does not hold, or a formula has no value.
        """
        known = dict(values)
        for name, step in self._counting.values.items():
            if step.each == level:
                known[name] = _Later(step, known)
        for requirement in self._counting.requires:
            if requirement.each != level:
                continue
            if requirement.kinds is not None and known.get("module.kind") not in requirement.kinds:
                continue
            if not self.holds(requirement.that, known):
                message, hint = (self.filled(text, known) for text in (requirement.message, requirement.help))
                raise RefusedError(Refusal("FC750", message, hint, requirement.about))
        return known

    def holds(self, checked: Checked, values: Mapping[str, Any]) -> bool:
        """Whether a condition holds; raises as `value` does."""
        return bool(self.value(checked, values))

    def value(self, checked: Checked, values: Mapping[str, Any]) -> Any:
        """Compute a formula.

        Raises:
            RefusedError: it has no value here, or the model lacks a size that it needs.
        """
        given = tuple(self.of(name, values) for name in checked.names)
        key = (
            id(checked),
            *(self._known(v) if n in LISTS else v for n, v in zip(checked.names, given, strict=True)),
        )
        try:
            return self._made[key]
        except KeyError:
            self._made[key] = made = self._computed(checked, given)
            return made
        except TypeError:  # what is given cannot be hashed
            return self._computed(checked, given)

    def _known(self, list_: Any) -> int:
        """Give what stands for a list, which is long to hash: its identity, and it is kept so that this stays its own."""
        self._lists[id(list_)] = list_
        return id(list_)

    def filled(self, text: str, values: Mapping[str, Any]) -> str:
        """Write values into a text in place of `{{ name }}`."""
        return _HOLE.sub(lambda hole: str(self.of(hole[1], values)) if hole[1] in values else hole[1], text)

    def of(self, name: str, values: Mapping[str, Any]) -> Any:
        """Give the value of a name, made now where it is one that is made when asked for.

        Raises:
            RefusedError: there is no such value, or it cannot be made.
        """
        if name not in values:
            raise lacking(name.rpartition(".")[2])
        value = values[name]
        return self.value(value.step.formula, value.known) if isinstance(value, _Later) else value

    def _computed(self, checked: Checked, given: tuple[Any, ...]) -> Any:
        try:
            return warming(checked, self.functions)(given)
        except EvaluationError as error:
            message = f"what it trains has no value here: {error.problem.message}"
            raise RefusedError(Refusal("FC759", message, "give other values")) from None
