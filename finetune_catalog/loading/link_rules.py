"""Rules: the condition of each is checked with the names of every method it applies to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.types import BOOLEAN, Declaration
from finetune_catalog.loading.formulas import site
from finetune_catalog.loading.linked import CheckedSite
from finetune_catalog.loading.raw import mapping
from finetune_catalog.loading.scope import Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.loading.formulas import Site
    from finetune_catalog.loading.linked import Linked
    from finetune_catalog.loading.sheets import Sheet

CONDITION = Declaration(BOOLEAN)


def link_rules(sheet: Sheet, linked: Linked) -> None:
    """Check the conditions of a file of rules; where one applies to several methods, the first one's types stand."""
    for id_, entry in mapping(sheet.data).items():
        found = site(sheet, (id_, "when"))
        if found is None:
            continue
        only = mapping(entry).get("methods")
        for names in _scopes(found, only if isinstance(only, list) else None, linked):
            checked, problems = names.check(linked.formulas, found, CONDITION)
            linked.found += problems
            if checked is not None:
                linked.rules.setdefault((sheet.path, id_), CheckedSite(checked, found))


def _scopes(found: Site, only: list[object] | None, linked: Linked) -> Iterator[Names]:
    """Yield the names of every method that a rule applies to; of all the catalog has where there is none."""
    used = linked.formulas.parse(found.text).names
    applicable = False
    seen: set[tuple[int, ...]] = set()
    for id_, method in linked.methods.items():
        if only is not None and id_ not in only:
            continue
        names = Names(dict(method.declared), set(method.parameters.keys() - method.declared.keys()))
        for metric in method.metrics:
            names.declare(metric, linked.metrics.get(metric))
        if only is not None or all(names.has(name) for name in used):
            applicable = True
            key = tuple(id(names.known.get(name)) for name in used)
            if key not in seen:
                seen.add(key)
                yield names
    if not applicable:
        names = Names()
        for id_, declared in {**linked.parameters, **linked.metrics}.items():
            names.declare(id_, declared)
        yield names
