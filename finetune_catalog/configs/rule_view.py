"""What a rule sees of a configuration: parameters, options, metrics; and on a model what it takes there and passes over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.configs.rule_facts import option_facts
from finetune_catalog.configure.display import read_display, shown_as
from finetune_catalog.counting import naming
from finetune_catalog.counting.beside import biases
from finetune_catalog.counting.layout import Alike, alike, paths, within
from finetune_catalog.counting.reach import Reach, facts, reach
from finetune_catalog.counting.saving import tied_paths
from finetune_catalog.counting.selection import Taken
from finetune_catalog.counting.surroundings import (
    GIVEN,
    model_values,
    module_values_in,
    target_records,
)
from finetune_catalog.counting.tasks import task_of
from finetune_catalog.expression.types import Optional
from finetune_catalog.expression.warming import warming
from finetune_catalog.loading.functions import functions_of
from finetune_catalog.loading.rule_scope import OPTION_FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from finetune_catalog.configure import Configuration
    from finetune_catalog.expression.types import Checked
    from finetune_catalog.models import Model

ORIGINS = "(origins)"  #: of a module's own values, by name: the option and the key that give them; no condition can say it
ONCE: Mapping[str, Any] = {}  #: what is known beside where a rule is not asked for single modules


class View:
    """One configuration as rules see it; what takes time is made when a rule first asks for it."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._method = configuration.plan.method
        self._functions = functions_of(configuration.plan.data)
        self._known: dict[str, Any] | None = None
        self._reaches: dict[str, Reach] = {}
        self._places: dict[str, Mapping[str, str | int]] = {}

    def holds(self, condition: Checked, module: Mapping[str, Any] = ONCE) -> bool:
        """Whether a condition holds; it does not where a value is None that it takes for given.

        Raises:
            EvaluationError: it has no value here.
            KeyError: it needs what the model does not say.
        """
        seen = []
        for name in condition.names:
            value = self._value(name, module)
            if value is None and not isinstance(condition.declared[name].type, Optional):
                return False
            seen.append(value)
        return bool(warming(condition, self._functions)(seen))

    def said(self, template: str, module: Mapping[str, Any] = ONCE) -> str:
        """Write the values into a message."""
        display = read_display(template, dotted=True)
        if display.parts is not None:
            return display.filled(lambda name: self._text(name, module))
        declared = self._method.declared
        values = {**self._configuration.options.seen, **self._configuration.parameters}
        return display.render(declared, {name: values[name] for name in display.names})

    def modules(self) -> Iterator[Mapping[str, Any]]:
        """Yield what is known of the modules taken, values that are theirs alone too, once for those that are alike."""
        model = self._configuration.model
        if model is None:
            return
        differing = self._differing(model)
        seen = set()
        for path, module in self._taken(model).modules:
            own = differing.get(path, ())
            if module is not None and (id(module.shape), own) not in seen:
                seen.add((id(module.shape), own))
                size = sum(inner.shape.size for inner in within(model, path))
                values = {name: value for name, _, _, value in own}
                origins = {name: (option, key) for name, option, key, _ in own}
                yield {**module_values_in(module, size), **values, ORIGINS: origins}

    def step(self, option: str, used: Iterable[str]) -> str | int | None:
        """Where in an option the name stands that a condition is about, which uses these; None where it is about all."""
        places = self._places.get(option, {})
        facts_used = (name.removeprefix(f"{option}.") for name in used if name.startswith(f"{option}."))
        about = next((places[fact] for fact in facts_used if fact in places), None)
        found = self._reaches.get(option)
        if about is not None:
            return about
        return None if found is None else found.step

    def _differing(self, model: Model) -> Mapping[str, tuple[tuple[str, str, str, Any], ...]]:
        """Give for each path the values that an option gives for it by name: which, by what option and key, and the value."""
        counting, values = self._method.counting, self._configuration.options.seen
        varies = counting.varies.items() if counting is not None else ()
        given = [(name, rule, values.get(rule.by) or {}) for name, rule in varies]
        taken = {path for path, _ in self._taken(model).modules} if any(by for *_, by in given) else set()
        found: dict[str, tuple[tuple[str, str, str, Any], ...]] = {}
        for group in alike(model) if taken else ():
            own = tuple(path for path, _ in group.members if path in taken)
            for name, rule, by in given:
                keys = naming.first_keys(tuple(by), rule.match, rule.by, own) if by and own else ()
                for path, key in zip(own, keys, strict=False):
                    if key is not None:
                        found[path] = (*found.get(path, ()), (name, rule.by, key, by[key]))
        return found

    def _text(self, name: str, module: Mapping[str, Any]) -> str:
        value = module[name] if name in module else self._configuration.parameters.get(name)
        declared = self._method.declared.get(name)
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
        values = self._configuration.options.seen
        if fact in GIVEN and option in values:
            return GIVEN[fact](values[option])
        if fact in OPTION_FACTS:
            data, on_model = self._configuration.plan.data, self._configuration.model is not None
            made, self._places[option] = option_facts(data, self._method, values, option, on_model=on_model)
            known |= {f"{option}.{key}": value for key, value in made.items()}
            return known[name]
        model, counts = self._configuration.model, self._configuration.counts
        if model is not None and counts is not None and fact and self._method.counting is not None:
            self._reaches[option] = reach(self._method.counting, option, values, model, counts.paths)
            known |= {f"{option}.{key}": value for key, value in facts(self._reaches[option], model).items()}
        return known[name] if name in known else self._formula(name)

    def _formula(self, name: str) -> Any:
        """Compute a named value of the method, or give a metric."""
        formula = self._method.values.get(name)
        if formula is None:
            return self._configuration.metrics[name]
        seen = [self._value(used, ONCE) for used in formula.checked.names]
        return warming(formula.checked, self._functions)(seen)

    def _all(self) -> dict[str, Any]:
        if self._known is None:
            self._known = dict(self._configuration.options.seen)
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
            "model.biases": sum(biases(module) for module in model.modules),
            "model.tokens": 0 if embedding is None else embedding.shape.in_features,
            "targets": target_records(self._taken(model)),
        }

    def _taken(self, model: Model) -> Taken:
        counts, known = self._configuration.counts, paths(model)
        members = ((path, known.get(path)) for path in (counts.paths if counts else ()))
        return Taken(tuple(Alike(path, module, ((path, module),), path) for path, module in members))
