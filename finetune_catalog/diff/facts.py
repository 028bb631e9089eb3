"""What an entry says, field by field: a value to compare, and the value to show for it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

from finetune_catalog.diff.trees import shape
from finetune_catalog.frozen import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.expression.types import Declaration
    from finetune_catalog.records import (
        Formula,
        FunctionEntry,
        Method,
        Metric,
        Parameter,
        Rule,
        Source,
        SourceRef,
        UnitEntry,
    )


class Fact(NamedTuple):
    """One thing that an entry says."""

    value: Any  #: hashable; equal where the same is meant
    shown: Any


Facts = dict[str, Fact]


@frozen
class Renames:
    """Entries of the old catalog that have another id in the new one, by kind; none for the new catalog itself."""

    kinds: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, kind: str, id_: str) -> str:
        """Give the id that an entry has in the new catalog."""
        return self.kinds.get(kind, {}).get(id_, id_)

    @property
    def names(self) -> Mapping[str, str]:
        """What formulas may name, by its old name."""
        return {
            old: new
            for kind in ("parameter", "metric", "function")
            for old, new in self.kinds.get(kind, {}).items()
        }


SAME = Renames()


def plain(value: Any) -> Fact:
    """Make a fact of a value; True and 1, 1 and 1.0 are different ones."""
    return Fact(_frozen(value), value)


def _frozen(value: Any) -> Any:
    if isinstance(value, dict) or hasattr(value, "items"):
        return tuple((key, _frozen(item)) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(_frozen(item) for item in value)
    return (type(value).__name__, value)


def formula_facts(formula: Formula, renames: Renames) -> Facts:
    """Give what a formula says: its tree, and its pedigree."""
    facts = {
        "formula": Fact(shape(formula.checked.node, renames.names), formula.text),
        "basis": plain(formula.basis),
        "source": sources(formula.sources, renames),
    }
    for name in ("note", "assumes", "unit", "symbol", "doc"):
        facts[name] = plain(getattr(formula, name))
    return facts


def sources(refs: tuple[SourceRef, ...], renames: Renames) -> Fact:
    """Give references to sources."""
    shown = [f"{ref.ref}, {ref.where}" if ref.where else ref.ref for ref in refs]
    return Fact(tuple((renames.of("source", ref.ref), ref.where) for ref in refs), shown)


def source_facts(source: Source, _renames: Renames) -> Facts:
    """Give what a source says."""
    return {f.name: plain(getattr(source, f.name)) for f in fields(source) if f.name != "id"}


def unit_facts(unit: UnitEntry, renames: Renames) -> Facts:
    """Give what a unit says."""
    facts = {f.name: plain(getattr(unit, f.name)) for f in fields(unit) if f.name != "id"}
    base = unit.base and renames.of("unit", unit.base)
    return {**facts, "base": plain(base)}


def metric_facts(metric: Metric, renames: Renames) -> Facts:
    """Give what a metric says, the formula of its own included."""
    names = ("title", "direction", "symbol", "format", "doc", "minimum", "maximum", "estimates")
    facts = {name: plain(getattr(metric, name)) for name in names}
    facts["unit"] = Fact(renames.of("unit", metric.unit), metric.unit)
    if metric.formula is not None:
        facts |= formula_facts(metric.formula, renames) | {
            "unit": facts["unit"],
            "symbol": facts["symbol"],
            "doc": facts["doc"],
        }
    return facts


def parameter_facts(parameter: Parameter, renames: Renames) -> Facts:
    """Give what a parameter says; its default is a literal, a formula, or that it must be given."""
    names = ("title", "type", "symbol", "doc", "minimum", "maximum", "typical", "common", "scale")
    facts = {name: plain(getattr(parameter, name)) for name in names}
    facts["unit"] = Fact(renames.of("unit", parameter.unit), parameter.unit)
    facts["choices"] = plain(parameter.choices)
    if parameter.default_formula is not None:
        text = parameter.default_formula.text
        facts["default"] = Fact(shape(parameter.default_formula.checked.node, renames.names), text)
    elif not parameter.required:
        facts["default"] = plain(parameter.default)
    return facts


def function_facts(function: FunctionEntry, renames: Renames) -> Facts:
    """Give what a function says."""
    facts = formula_facts(function.formula, renames)
    facts["doc"] = plain(function.doc)
    facts["parameters"] = Fact(function.parameters, [name for name, _ in function.parameters])
    facts["result"] = Fact(function.result, _type_of(function.result))
    facts["examples"] = plain([[dict(given), result] for given, result in function.examples])
    return facts


def _type_of(declaration: Declaration) -> str:
    return f"{getattr(declaration.type, 'name', 'list')} in {declaration.unit.name}"


def rule_facts(rule: Rule, renames: Renames) -> Facts:
    """Give what a rule says."""
    names = ("title", "severity", "message", "help", "topic")
    facts = {name: plain(getattr(rule, name)) for name in names}
    facts["when"] = Fact(shape(rule.when.checked.node, renames.names), rule.when.text)
    facts["source"] = sources(rule.sources, renames)
    methods = None if rule.methods is None else tuple(renames.of("method", id_) for id_ in rule.methods)
    facts["methods"] = Fact(methods, rule.methods)
    facts["examples"] = plain(rule.examples)
    return facts


def method_facts(method: Method, renames: Renames) -> Facts:
    """Give what a method itself says; its parameters, values and metrics are compared one by one."""
    names = ("tag", "title", "summary", "since", "display", "description")
    facts = {name: plain(getattr(method, name)) for name in names}
    facts["sources"] = Fact(tuple(renames.of("source", id_) for id_ in method.sources), method.sources)
    examples = [
        (
            e.title,
            e.display,
            e.config,
            e.model,
            sources(e.sources, renames).value,
            _renamed(e.given, "parameter", renames),
            _renamed(e.metrics, "metric", renames),
        )
        for e in method.examples
    ]
    facts["examples"] = Fact(_frozen(examples), f"{len(examples)} of them")
    return facts


def _renamed(entries: Mapping[str, Any], kind: str, renames: Renames) -> dict[str, Any]:
    return {renames.of(kind, id_): value for id_, value in entries.items()}
