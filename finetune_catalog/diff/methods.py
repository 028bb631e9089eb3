"""What a method says otherwise than before: its parameters, its formulas, and the numbers that come of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diff.facts import (
    SAME,
    Facts,
    Renames,
    formula_facts,
    method_facts,
    parameter_facts,
)
from finetune_catalog.diff.fields import changed_fields
from finetune_catalog.diff.model import Bump, Change
from finetune_catalog.diff.numbers import compared
from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.diff.model import Numbers
    from finetune_catalog.records import CatalogData, Formula, Method


@frozen
class Comparison:
    """Two catalogs under comparison; `functions` says whether their own functions compute the same."""

    old: CatalogData
    new: CatalogData
    renames: Renames
    functions: bool


def changed_method(comparison: Comparison, old_id: str, id_: str) -> Iterator[Change]:
    """Yield what changed in a method that both catalogs have."""
    old, new, renames = comparison.old, comparison.new, comparison.renames
    before, after = old.methods[old_id], new.methods[id_]
    yield from changed_fields("method", id_, (), method_facts(before, renames), method_facts(after, SAME))
    yield from _parameters(before, after, old, new, renames)
    yield from _values(before, after, renames)
    yield from _metrics(before, after, comparison)


def _parameters(
    before: Method, after: Method, old: CatalogData, new: CatalogData, renames: Renames
) -> Iterator[Change]:
    current = {renames.of("parameter", id_): parameter for id_, parameter in before.parameters.items()}
    for id_ in current:
        if id_ not in after.parameters:
            yield Change(Bump.MAJOR, "removed", "method", after.id, ("parameters", id_))
    for id_, parameter in after.parameters.items():
        at = ("parameters", id_)
        if id_ not in current:
            bump, remark = (Bump.MAJOR, "it must be given") if parameter.required else (Bump.MINOR, "")
            yield Change(bump, "added", "method", after.id, at, None, parameter.title, remark)
            continue
        said, says = parameter_facts(current[id_], renames), parameter_facts(parameter, SAME)
        shared = _shared(id_, old, new, renames)
        for change in changed_fields("parameter", id_, at, said, says):
            if change.at[-1] not in shared or shared[change.at[-1]] != (change.old, change.new):
                yield Change(
                    change.bump, change.action, "method", after.id, change.at, change.old, change.new
                )
    kept = [id_ for id_ in after.parameters if id_ in current]
    order = [id_ for id_ in current if id_ in after.parameters]
    if kept != order:
        remark = "configurations may give parameters as an array"
        yield Change(Bump.MAJOR, "changed", "method", after.id, ("parameters", "order"), order, kept, remark)


def _shared(
    id_: str, old: CatalogData, new: CatalogData, renames: Renames
) -> dict[str, tuple[object, object]]:
    """Give the fields that changed in the shared entry of a parameter: they are said once, there."""
    before = next((p for name, p in old.parameters.items() if renames.of("parameter", name) == id_), None)
    after = new.parameters.get(id_)
    if before is None or after is None:
        return {}
    changes = changed_fields(
        "parameter", id_, (), parameter_facts(before, renames), parameter_facts(after, SAME)
    )
    return {change.at[-1]: (change.old, change.new) for change in changes}


def _values(before: Method, after: Method, renames: Renames) -> Iterator[Change]:
    """Values are a method's own affair: what they do to numbers shows in its metrics."""
    for name in dict.fromkeys((*before.values, *after.values)):
        at = ("values", name)
        old, new = before.values.get(name), after.values.get(name)
        if old is None or new is None:
            action = "added" if new else "removed"
            yield Change(Bump.PATCH, action, "method", after.id, at, old and old.text, new and new.text)
        else:
            facts = formula_facts(old, renames), formula_facts(new, SAME)
            yield from changed_fields("value", after.id, at, *facts)


def _metrics(before: Method, after: Method, comparison: Comparison) -> Iterator[Change]:
    old, new, renames = comparison.old, comparison.new, comparison.renames
    current = {renames.of("metric", id_): (id_, formula) for id_, formula in before.metrics.items()}
    for id_ in current:
        if id_ not in after.metrics:
            yield Change(Bump.MAJOR, "removed", "method", after.id, ("metrics", id_))
    both = {id_: current[id_] for id_ in after.metrics if id_ in current}
    names = {id_: name for id_, (name, _) in both.items()}
    numbers = compared(old, new, before, after, names, renames, functions=comparison.functions)
    for id_, formula in after.metrics.items():
        at = ("metrics", id_)
        if id_ not in both:
            if id_ not in old.metrics and _is_general(formula, id_, new):
                continue  # said once, of the metric
            yield Change(Bump.MINOR, "added", "method", after.id, at, None, formula.text)
            continue
        name, previous = both[id_]
        general = _is_general(previous, name, old) and _is_general(formula, id_, new)
        said = {} if general else formula_facts(previous, renames)
        says = {} if general else formula_facts(formula, SAME)
        yield from _metric(after.id, at, said, says, numbers.get(id_))


def _is_general(formula: Formula, id_: str, data: CatalogData) -> bool:
    """Whether a method has a metric's formula from metrics.yaml, where a change of it is said once."""
    metric = data.metrics.get(id_)
    return metric is not None and metric.formula is not None and metric.formula.span == formula.span


def _metric(
    method: str, at: tuple[str, ...], said: Facts, says: Facts, numbers: Numbers | None
) -> Iterator[Change]:
    differ = numbers is not None and numbers.differing > 0
    told = False
    for change in changed_fields("value", method, at, said, says):
        if change.at[-1] != "formula":
            yield Change(change.bump, change.action, "method", method, change.at, change.old, change.new)
            continue
        told = True
        bump = Bump.MINOR if differ or numbers is None else Bump.PATCH
        remark = "" if differ or numbers is None else "written otherwise; the numbers are the same"
        yield Change(bump, "changed", "method", method, change.at, change.old, change.new, remark, numbers)
    if differ and not told:
        remark = "its own formula is the same; something that it uses changed"
        yield Change(Bump.MINOR, "changed", "method", method, at, None, None, remark, numbers)
