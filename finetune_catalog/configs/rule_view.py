"""What a rule sees of a configuration: parameters, options, metrics; and on a model what it takes there and passes over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.configure.display import read_display, shown_as
from finetune_catalog.counting.layout import Alike, paths, within
from finetune_catalog.counting.reach import Reach, facts, reach
from finetune_catalog.counting.saving import tied_paths
from finetune_catalog.counting.selection import Taken
from finetune_catalog.counting.surroundings import (
    given_values,
    model_values,
    module_values_in,
    target_records,
)
from finetune_catalog.counting.tasks import task_of
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.types import Optional
from finetune_catalog.expression.widening import conform
from finetune_catalog.loading.functions import functions_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.configure import Configuration
    from finetune_catalog.expression.types import Checked
    from finetune_catalog.models import Model

ONCE: Mapping[str, Any] = {}  #: what is known beside where a rule is not asked for single modules


class View:
    """One configuration as rules see it; what takes time is made when a rule first asks for it."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._method = configuration.plan.method
        self._functions = functions_of(configuration.plan.data)
        self._known: dict[str, Any] | None = None
        self._reaches: dict[str, Reach] = {}

    def holds(self, condition: Checked, module: Mapping[str, Any] = ONCE) -> bool:
        """Whether a condition holds; it does not where a value is None that it takes for given.

        Raises:
            EvaluationError: it has no value here.
            KeyError: it needs what the model does not say.
        """
        seen: dict[str, Any] = {}
        for name in condition.names:
            type_, value = condition.declared[name].type, self._value(name, module)
            if value is None and not isinstance(type_, Optional):
                return False
            seen[name] = conform(value, type_)
        return bool(evaluate(condition, seen, self._functions))

    def said(self, template: str, module: Mapping[str, Any] = ONCE) -> str:
        """Write the values into a message."""
        display = read_display(template, dotted=True)
        if display.parts is not None:
            return display.filled(lambda name: self._text(name, module))
        declared = {**self._method.parameters, **self._method.options}
        values = {**self._configuration.options.seen, **self._configuration.parameters}
        return display.render(declared, {name: values[name] for name in display.names})

    def modules(self) -> Iterator[Mapping[str, Any]]:
        """Yield what is known of the modules taken, once for those that are alike."""
        model = self._configuration.model
        if model is None:
            return
        seen = set()
        for path, module in self._taken(model).modules:
            if module is not None and id(module.shape) not in seen:
                seen.add(id(module.shape))
                size = sum(inner.shape.size for inner in within(model, path))
                yield module_values_in(module, size)

    def missing(self, option: str) -> str | int | None:
        """Where in an option the first name stands that matches nothing; None where all match or nobody asked."""
        found = self._reaches.get(option)
        return None if found is None else found.step

    def _text(self, name: str, module: Mapping[str, Any]) -> str:
        value = self._configuration.parameters.get(name)
        declared = self._method.parameters.get(name) or self._method.options.get(name)
        if value is None:
            value = self._value(name, module)
        if declared is not None and not isinstance(value, (tuple, dict)):
            return shown_as(declared.type, value)
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        if type(value) is int:
            return f"{value:,}"
        return str(value)

    def _value(self, name: str, module: Mapping[str, Any]) -> Any:
        if name in module:
            return module[name]
        known = self._all()
        if name in known:
            return known[name]
        option, _, fact = name.rpartition(".")
        model, counts = self._configuration.model, self._configuration.counts
        if model is not None and counts is not None and fact and self._method.counting is not None:
            values = self._configuration.options.seen
            self._reaches[option] = reach(self._method.counting, option, values, model, counts.paths)
            known |= {f"{option}.{key}": value for key, value in facts(self._reaches[option], model).items()}
        return known[name] if name in known else self._formula(name)

    def _formula(self, name: str) -> Any:
        """Compute a named value of the method, or give a metric."""
        formula = self._method.values.get(name)
        if formula is None:
            return self._configuration.metrics[name]
        seen = {used: self._value(used, ONCE) for used in formula.checked.names}
        return evaluate(formula.checked, seen, self._functions)

    def _all(self) -> dict[str, Any]:
        if self._known is None:
            self._known = given_values(self._configuration.options.seen)
            model = self._configuration.model
            if model is not None:
                self._known |= self._of_model(model)
        return self._known

    def _of_model(self, model: Model) -> dict[str, Any]:
        counting, values = self._method.counting, self._configuration.options.seen
        task = task_of(self._configuration.plan.data, counting, values) if counting is not None else None
        embedding = paths(model).get(model.input_embedding or "")
        return {
            **model_values(model, task.submodules if task else 1),
            "model.sharing": len(tied_paths(model)),
            "model.tied": bool(tied_paths(model)),
            "model.size": model.parameters,
            "model.tokens": 0 if embedding is None else embedding.shape.in_features,
            "targets": target_records(self._taken(model)),
        }

    def _taken(self, model: Model) -> Taken:
        counts, known = self._configuration.counts, paths(model)
        members = ((path, known.get(path)) for path in (counts.paths if counts else ()))
        return Taken(tuple(Alike(path, module, ((path, module),), path) for path, module in members))
