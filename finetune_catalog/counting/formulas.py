"""Formulas that count: conditions held and values made in their order, each refusal said in the words of the catalog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.types import Function
from finetune_catalog.expression.widening import conform

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from finetune_catalog.counting_records import Counting, Step
    from finetune_catalog.expression.types import Checked
    from finetune_catalog.records import CatalogData

_HOLE = re.compile(r"\{\{ *([a-z][a-z0-9_.]*) *\}\}")


class Formulas:
    """The formulas of one method's counting."""

    def __init__(self, data: CatalogData, counting: Counting) -> None:
        self._counting = counting
        self._functions = {
            name: Function(name, entry.parameters, entry.result, entry.formula.checked)
            for name, entry in data.functions.items()
        }

    def held(self, level: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Hold the conditions of a level and make its named values; returns what is known after that.

        A condition may use a value, which is made for it then; else a value may rely on the conditions.

        Raises:
            RefusedError: a condition does not hold, or a formula has no value.
        """
        known = dict(values)
        steps = {name: step for name, step in self._counting.values.items() if step.each == level}
        for requirement in self._counting.requires:
            if requirement.each != level:
                continue
            if requirement.kinds is not None and known.get("module.kind") not in requirement.kinds:
                continue
            self._make(requirement.that.names, steps, known)
            if not self.value(requirement.that, known):
                texts = (requirement.message, requirement.help)
                self._make(_HOLE.findall(" ".join(texts)), steps, known)
                message, hint = (filled(text, known) for text in texts)
                raise RefusedError(Refusal("FC750", message, hint, requirement.about))
        self._make(steps, steps, known)
        return known

    def _make(self, names: Iterable[str], steps: Mapping[str, Step], known: dict[str, Any]) -> None:
        """Make the values of these names, and those that they are made of, where they are not known yet."""
        for name in names:
            step = steps.get(name)
            if step is not None and name not in known:
                self._make(step.formula.names, steps, known)
                known[name] = self.value(step.formula, known)

    def value(self, checked: Checked, values: Mapping[str, Any]) -> Any:
        """Compute a formula.

        Raises:
            RefusedError: it has no value here, or the model lacks a size that it needs.
        """
        missing = next((name for name in checked.names if name not in values), None)
        if missing is not None:
            what = missing.rpartition(".")[2].replace("_", " ")
            message = f"the model's configuration says no {what}, which this method needs"
            raise RefusedError(Refusal("FC756", message, "choose a method that does not need it"))
        seen = {name: conform(values[name], checked.declared[name].type) for name in checked.names}
        try:
            return evaluate(checked, seen, self._functions)
        except EvaluationError as error:
            message = f"what it trains has no value here: {error.problem.message}"
            raise RefusedError(Refusal("FC759", message, "give other values")) from None


def filled(text: str, values: Mapping[str, Any]) -> str:
    """Write values into a text in place of `{{ name }}`."""
    return _HOLE.sub(lambda hole: str(values.get(hole[1], hole[1])), text)
