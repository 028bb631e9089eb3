"""Formulas that count: conditions held and values made in their order, each refusal said in the words of the catalog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.types import Program
from finetune_catalog.expression.widening import conform
from finetune_catalog.loading.functions import functions_of
from finetune_catalog.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finetune_catalog.counting_records import Counting, Step
    from finetune_catalog.expression.types import Checked
    from finetune_catalog.records import CatalogData

#: the names of lists of modules: all that are taken, those of one group
LISTS = frozenset(("targets", "members"))
_HOLE = re.compile(r"\{\{ *([a-z][a-z0-9_.]*) *\}\}")
_MANY = 64  #: modules from which on a formula over all of them is compiled
_PAYS = 2000  #: modules, of all the times that a formula was computed, from which on it is
_KEPT = 512  #: compiled formulas

#: compiled formulas by identity
_compiled: Remembered[Callable[..., Any]] = Remembered(_KEPT)
#: over how many modules each formula was computed, by identity, beside the formula
_asked: dict[int, tuple[int, Checked]] = {}


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
        # the lists live as long as the count, and are long to hash
        key = (id(checked), *(id(v) if n in LISTS else v for n, v in zip(checked.names, given, strict=True)))
        try:
            return self._made[key]
        except KeyError:
            self._made[key] = made = self._computed(checked, given)
            return made
        except TypeError:  # what is given cannot be hashed
            return self._computed(checked, given)

    def filled(self, text: str, values: Mapping[str, Any]) -> str:
        """Write values into a text in place of `{{ name }}`."""
        return _HOLE.sub(lambda hole: str(self.of(hole[1], values)) if hole[1] in values else hole[1], text)

    def of(self, name: str, values: Mapping[str, Any]) -> Any:
        """Give the value of a name, made now where it is one that is made when asked for.

        Raises:
            RefusedError: there is no such value, or it cannot be made.
        """
        if name not in values:
            what = name.rpartition(".")[2].replace("_", " ")
            message = f"the model's configuration says no {what}, which this method needs"
            raise RefusedError(Refusal("FC756", message, "choose a method that does not need it"))
        value = values[name]
        return self.value(value.step.formula, value.known) if isinstance(value, _Later) else value

    def _computed(self, checked: Checked, given: tuple[Any, ...]) -> Any:
        seen = {
            name: conform(value, checked.declared[name].type)
            for name, value in zip(checked.names, given, strict=True)
        }
        try:
            if self._worth_compiling(
                checked, max((len(seen[n]) for n in LISTS.intersection(seen)), default=0)
            ):
                return self._function(checked)(*seen.values())[0]
            return evaluate(checked, seen, self.functions)
        except EvaluationError as error:
            message = f"what it trains has no value here: {error.problem.message}"
            raise RefusedError(Refusal("FC759", message, "give other values")) from None

    def _worth_compiling(self, checked: Checked, modules: int) -> bool:
        """Whether a formula over so many modules has been computed so often that it pays to compile it."""
        if modules < _MANY:
            return False
        asked, _ = _asked.get(id(checked), (0, checked))
        if len(_asked) >= _KEPT:
            _asked.clear()
        _asked[id(checked)] = asked + modules, checked
        return asked + modules >= _PAYS

    def _function(self, checked: Checked) -> Callable[..., Any]:
        def compiled() -> Callable[..., Any]:
            from finetune_catalog.expression.targets.python import function

            return function(
                Program(checked.names, (("result", checked),), ("result",), functions=self.functions)
            )

        return _compiled.get(id(checked), compiled, checked)
