"""One method: its parameters with their defaults, then its values and metrics in the order in which they use each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic
from finetune_catalog.expression.types import Declaration
from finetune_catalog.frozen import frozen, replace
from finetune_catalog.loading.circles import circle
from finetune_catalog.loading.declarations import declaration, overridden
from finetune_catalog.loading.formulas import site
from finetune_catalog.loading.link_counts import link_counts
from finetune_catalog.loading.link_options import link_options
from finetune_catalog.loading.linked import CheckedSite, LinkedMethod
from finetune_catalog.loading.order import ordered
from finetune_catalog.loading.raw import mapping, text_or
from finetune_catalog.loading.scope import Names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.loading.formulas import Site
    from finetune_catalog.loading.linked import Linked
    from finetune_catalog.loading.raw import Path
    from finetune_catalog.loading.sheets import Sheet


def link_method(sheet: Sheet, shared: Sheet | None, linked: Linked) -> LinkedMethod:
    """Link a method's file; what is wrong with it is added to what the catalog's linking found."""
    method = LinkedMethod(sheet)
    names = Names()
    for id_, change in mapping(sheet.data, "parameters").items():
        _link_parameter(id_, change, method, names, shared, linked)
    method.scope = link_options(sheet, shared, method, names, linked)
    link_counts(sheet, method, method.scope, linked)
    own = {
        kind: {
            id_: found
            for id_ in mapping(sheet.data, kind)
            if (found := site(sheet, (kind, id_, "formula"))) is not None
        }
        for kind in ("values", "metrics")
    }
    clashes = set(_clashes(own["values"], method, linked))
    values = {name: found for name, found in own["values"].items() if name not in clashes}
    metrics = own["metrics"] | _attained(linked, {*method.parameters, *values, *own["metrics"]})
    _declare(names, metrics, values, sheet, linked)
    _check(_Formulas(method, values, metrics), names, linked)
    return method


def _link_parameter(
    id_: str, change: object, method: LinkedMethod, names: Names, shared: Sheet | None, linked: Linked
) -> None:
    """Declare a parameter; its default formula sees the parameters before it."""
    common = mapping(shared.data).get(id_) if shared is not None else None
    entry = overridden(common, change)
    method.parameters[id_] = entry
    declared = linked.parameters.get(id_) if change == {} else declaration(entry, linked.units)
    where: Path = ("parameters", id_, "default")
    stands = method.sheet if "default" in mapping(change) else shared
    if isinstance(entry.get("default"), str) and entry.get("type") != "string" and stands is not None:
        found = site(stands, where if stands is method.sheet else (id_, "default"))
        later = {
            name: f"a default may use the parameters above it; move `{id_}` below `{name}`"
            for name in mapping(method.sheet.data, "parameters")
            if name not in method.parameters or name == id_
        }
        if found is not None and declared is not None:
            scope = Names(names.known, names.unclear, later)
            expected = replace(declared, interval=None)
            checked, problems = scope.check(linked.formulas, found, linked.shared(expected))
            linked.found += problems
            if checked is not None:
                method.defaults[id_] = CheckedSite(checked, found)
    names.declare(id_, declared)
    if declared is not None:
        method.declared[id_] = declared


def _clashes(values: Mapping[str, Site], method: LinkedMethod, linked: Linked) -> list[str]:
    """Refuse named values that are called as a parameter or a metric is: a formula could not say which it means."""
    found = []
    for name in values:
        kind = "parameter" if name in linked.parameters else "metric" if name in linked.metrics else None
        if kind is not None:
            span = method.sheet.key(("values", name))
            message = f"the value `{name}` has the name of a {kind}"
            linked.found.append(Diagnostic("FC607", message, span=span, help="give it another name"))
            found.append(name)
    return found


def _attained(linked: Linked, have: set[str]) -> dict[str, Site]:
    """Find the formulas of metrics.yaml whose names a method has; one may use the result of another."""
    attained: dict[str, Site] = {}
    for id_, found in linked.general.items():
        if id_ not in have and have.issuperset(linked.formulas.parse(found.text).names):
            attained[id_] = found
            have.add(id_)
    return attained


def _declare(
    names: Names, metrics: Mapping[str, Site], values: Mapping[str, Site], sheet: Sheet, linked: Linked
) -> None:
    for id_ in metrics:
        if id_ in linked.metrics:
            names.declare(id_, linked.metrics[id_])
    names.unclear.update(values)  # until each is checked
    for id_ in values:
        path: Path = ("values", id_, "unit")
        linked.units.complain(sheet, path)
    names.elsewhere = linked.elsewhere


@frozen
class _Formulas:
    method: LinkedMethod
    values: Mapping[str, Site]
    metrics: Mapping[str, Site]


def _check(formulas: _Formulas, names: Names, linked: Linked) -> None:
    """Check values and metrics, each after those it uses."""
    sites = {**formulas.values, **formulas.metrics}
    uses = {name: linked.formulas.parse(found.text).names for name, found in sites.items()}
    order, circles = ordered(uses)
    for steps in circles:
        linked.found.append(circle(steps, sites))
        names.unclear.update(steps)
    for name in [*order, *(name for steps in circles for name in steps)]:
        found = sites[name]
        if name in formulas.values:
            _check_value(name, found, formulas.method, names, linked)
        else:
            checked, problems = names.check(linked.formulas, found, linked.metrics.get(name))
            linked.found += problems
            if checked is not None:
                formulas.method.metrics[name] = CheckedSite(checked, found)


def _check_value(name: str, found: Site, method: LinkedMethod, names: Names, linked: Linked) -> None:
    """Check a named value: its type is what its formula gives, its unit what the entry says."""
    checked, problems = names.check(linked.formulas, found, None)
    unit = linked.units.get(text_or(method.sheet.get(("values", name, "unit"))))
    if checked is not None and unit is not None:
        declared = linked.shared(Declaration(checked.result.type, unit))
        checked, problems = names.check(linked.formulas, found, declared)
        if checked is not None:
            names.unclear.discard(name)
            names.known[name] = declared
            method.values[name] = CheckedSite(checked, found)
    linked.found += problems
