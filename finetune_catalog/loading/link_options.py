"""Options of a method: parameters that may be left out, and what formulas that count see of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic
from finetune_catalog.expression.types import Declaration, ListOf, Optional
from finetune_catalog.frozen import replace
from finetune_catalog.loading.declarations import COUNT, SIZE, TRUTH, declaration, overridden
from finetune_catalog.loading.formulas import site
from finetune_catalog.loading.linked import CheckedSite
from finetune_catalog.loading.raw import mapping
from finetune_catalog.loading.scope import Names
from finetune_catalog.structured import STRUCTURED
from finetune_catalog.text import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.loading.linked import Linked, LinkedMethod
    from finetune_catalog.loading.sheets import Sheet

GIVEN = ".given"  #: after the name of an option with parts: whether it has any
PATTERN = ".pattern"  #: after the name of an option of names: whether it is one pattern
HELD = (".count", ".modules", ".size", ".numbered")  #: after the name of an option that holds configurations


def link_options(
    sheet: Sheet, shared: Sheet | None, method: LinkedMethod, names: Names, linked: Linked
) -> Names:
    """Link a method's options; returns the names that its counting may use: parameters and options."""
    known = Names(dict(names.known), set(names.unclear))
    for id_, change in mapping(sheet.data, "options").items():
        common = mapping(shared.data).get(id_) if shared is not None else None
        entry = overridden(common, change)
        if "type" not in entry or "doc" not in entry or id_ in method.parameters:
            linked.found.append(_incomplete(sheet, id_, shared, known=id_ in method.parameters))
            known.unclear.add(id_)
            continue
        entry = {"title": id_.replace("_", " ").capitalize(), "default": None, **entry}
        method.options[id_] = entry
        if entry["type"] in STRUCTURED:
            _declare_parts(id_, entry, known)
            continue
        declared = declaration(entry, linked.units)
        formula = site(sheet, ("options", id_, "default"))
        if isinstance(entry["default"], str) and entry["type"] != "string" and formula is not None:
            expected = linked.shared(replace(declared, interval=None)) if declared is not None else None
            checked, problems = known.check(linked.formulas, formula, expected)
            linked.found += problems
            if checked is not None:
                method.defaults[id_] = CheckedSite(checked, formula)
        if declared is not None and entry["default"] is None:
            declared = replace(declared, type=Optional(declared.type))
        known.declare(id_, None if declared is None else linked.shared(declared))
    return known


def _declare_parts(id_: str, entry: Mapping[str, object], known: Names) -> None:
    if entry["type"] == "integers":
        items = ListOf(COUNT)
        known.declare(id_, Declaration(Optional(items) if entry["default"] is None else items))
        return
    if entry["type"] == "configurations":
        for part in HELD:
            known.declare(id_ + part, SIZE)
        return
    known.declare(id_ + GIVEN, TRUTH)
    if entry["type"] == "names":
        known.declare(id_ + PATTERN, TRUTH)


def _incomplete(sheet: Sheet, id_: str, shared: Sheet | None, *, known: bool) -> Diagnostic:
    span = sheet.key(("options", id_))
    if known:
        return Diagnostic("FC607", f"the option `{id_}` is a parameter already", span=span, help="keep one")
    near = nearest(id_, mapping(shared.data if shared else None))
    hint = f"did you mean `{near}`?" if near else "give it a `type` and a `doc`"
    return Diagnostic("FC205", f"unknown parameter `{id_}`", span=span, help=hint)
