"""Linking: what every name means, and every formula checked with the names it may use."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from finetune_catalog.expression.types import Function
from finetune_catalog.loading.circles import circle
from finetune_catalog.loading.declarations import COUNTED_TYPE, METRIC_TYPE, declaration
from finetune_catalog.loading.formulas import Formulas, site
from finetune_catalog.loading.link_architecture import LinkedArchitecture, link_architecture
from finetune_catalog.loading.link_method import link_method
from finetune_catalog.loading.link_rules import link_rules
from finetune_catalog.loading.linked import CheckedSite, Linked
from finetune_catalog.loading.order import ordered
from finetune_catalog.loading.raw import mapping
from finetune_catalog.loading.remembered import MOST, identity
from finetune_catalog.loading.scope import Names
from finetune_catalog.loading.units import Units, unit_entries
from finetune_catalog.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.diagnostics import Diagnostic
    from finetune_catalog.expression.types import Declaration
    from finetune_catalog.loading.reading import Sheets
    from finetune_catalog.loading.sheets import Sheet


def link(sheets: Sheets) -> Linked:
    """Link a catalog's sheets; a broken entry or formula takes nothing else with it. Never raises."""
    by_place = sheets.sheets
    units = by_place.get("units.yaml")
    linked = Linked(Units(unit_entries(units.data if units else None)), Formulas())
    for sheet in sheets.of("parameters"):
        linked.parameters = _declared(sheet, linked.units)
    for sheet in sheets.of("metrics"):
        linked.metrics = _declared(sheet, linked.units, METRIC_TYPE)
        linked.counted = {id_ for id_, entry in mapping(sheet.data).items() if "counted" in mapping(entry)}
    for sheet in sheets.of("functions"):
        _link_functions(sheet, linked)
    for sheet in sheets.of("metrics"):
        _link_general(sheet, linked)
    linked.elsewhere = {
        **{id_: f"take the parameter: write `{id_}: {{}}` under `parameters`" for id_ in linked.parameters},
        **dict.fromkeys(linked.metrics, "give this method a formula for it, under `metrics`"),
    }
    for sheet in sheets.of("method"):
        linked.methods[sheet.stem] = link_method(sheet, by_place.get("parameters.yaml"), linked)
    linked.found += _unattained(linked)
    for sheet in sheets.of("rules"):
        link_rules(sheet, linked)
    callable_ = [identity(sheet) for sheet in sheets.of("functions")]
    for sheet in sheets.of("architecture"):
        same, alive = identity(sheet)
        key = (same, *(functions for functions, _ in callable_))
        found = _architectures.get(key, partial(link_architecture, sheet, linked), (alive, callable_))
        linked.architectures[sheet.stem] = found
        linked.found += found.found
    linked.found += linked.units.found
    return linked


_architectures: Remembered[LinkedArchitecture] = Remembered(MOST)


def _declared(sheet: Sheet, units: Units, default_type: str = "") -> dict[str, Declaration | None]:
    for id_, entry in mapping(sheet.data).items():
        if "unit" in mapping(entry):
            units.complain(sheet, (id_, "unit"))
    return {
        id_: declaration(entry, units, COUNTED_TYPE if "counted" in mapping(entry) else default_type)
        for id_, entry in mapping(sheet.data).items()
    }


def _link_functions(sheet: Sheet, linked: Linked) -> None:
    """Check the catalog's own functions in their order; each may call those above it."""
    entries = mapping(sheet.data)
    for id_, entry in entries.items():
        arguments = {
            name: declaration(raw, linked.units) for name, raw in mapping(entry, "parameters").items()
        }
        result = declaration(mapping(entry).get("result"), linked.units)
        names = Names()
        for name, declared in arguments.items():
            names.declare(name, declared)
        body = site(sheet, (id_, "formula"))
        if body is None:
            continue
        checked, problems = names.check(linked.formulas, body, result)
        linked.found += problems
        known = tuple((name, declared) for name, declared in arguments.items() if declared is not None)
        if checked is not None and result is not None and len(known) == len(arguments):
            function = Function(id_, known, result, checked)
            linked.functions[id_] = (function, body)
            linked.formulas.functions[id_] = function


def _link_general(sheet: Sheet, linked: Linked) -> None:
    """Gather the formulas that metrics.yaml itself gives: how they are written, what they use, that none uses itself."""
    sites = {
        id_: found for id_ in mapping(sheet.data) if (found := site(sheet, (id_, "formula"))) is not None
    }
    uses = {id_: linked.formulas.parse(found.text).names for id_, found in sites.items()}
    order, circles = ordered(uses)
    linked.found += (circle(steps, sites) for steps in circles)
    linked.general = {id_: sites[id_] for id_ in order}
    for found in linked.general.values():
        linked.found += (found.place(problem) for problem in linked.formulas.parse(found.text).problems)
    _link_on_model(linked)


def _link_on_model(linked: Linked) -> None:
    """Check the formulas over what is counted on a model apart from those that methods have; counts alone are known there."""
    names = Names()
    for id_ in linked.counted:
        names.declare(id_, linked.metrics.get(id_))
    for id_, found in tuple(linked.general.items()):
        if not any(name in names.known for name in linked.formulas.parse(found.text).names):
            continue
        del linked.general[id_]
        checked, problems = names.check(linked.formulas, found, linked.metrics.get(id_))
        linked.found += problems
        names.declare(id_, linked.metrics.get(id_))
        if checked is not None:
            linked.on_model[id_] = CheckedSite(checked, found)


def _unattained(linked: Linked) -> Iterator[Diagnostic]:
    """Check the general formulas that no method has every name for, with all names there are anywhere."""
    attained = {id_ for method in linked.methods.values() for id_ in method.metrics}
    names = linked.names()
    for method in linked.methods.values():
        names.unclear.update(
            mapping(method.sheet.data, "values")
        )  # what they are differs from method to method
    for id_, found in linked.general.items():
        if id_ not in attained:
            yield from names.check(linked.formulas, found, linked.metrics.get(id_))[1]
