"""What a method trains on a model: every formula of its `counts` checked with the names of its level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.types import Declaration
from finetune_catalog.loading.count_scope import LEVELS, MARKED, sees
from finetune_catalog.loading.declarations import COUNT, SIZE, TRUTH
from finetune_catalog.loading.formulas import site
from finetune_catalog.loading.raw import mapping, text_or
from finetune_catalog.loading.scope import Names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.expression.types import Checked
    from finetune_catalog.loading.linked import Linked, LinkedMethod
    from finetune_catalog.loading.raw import Path
    from finetune_catalog.loading.sheets import Sheet


def link_counts(sheet: Sheet, method: LinkedMethod, names: Names, linked: Linked) -> None:
    """Check the formulas of a method's `counts`; those that hold are kept by their path."""
    counts = mapping(sheet.data, "counts")
    if not counts:
        return
    levels = {level: Names({**names.known, **known}, set(names.unclear)) for level, known in LEVELS.items()}
    mirror = mapping(counts, "mirror")
    for level, known in levels.items() if mirror or "parts" in counts else ():
        if level != "configuration":
            _declare_parts(known, counts, mirror)
    for level in MARKED:
        for mark in mapping(counts, "marks"):
            levels[level].declare(mark, TRUTH)

    def check(path: Path, level: str, expected: Declaration | None) -> Checked | None:
        found = site(sheet, path)
        if found is None or level not in levels:
            return None
        checked, problems = levels[level].check(linked.formulas, found, expected)
        linked.found += problems
        if checked is not None:
            method.counts[path] = checked
        return checked

    for name in mapping(mirror, "sizes"):
        check(("counts", "mirror", "sizes", name, "value"), "configuration", None)
    check(("counts", "mirror", "shares"), "model", TRUTH)
    for name, entry in mapping(counts, "values").items():
        level = text_or(mapping(entry).get("each"), "module")
        checked = check(("counts", "values", name, "formula"), level, None)
        declared = None if checked is None else linked.shared(Declaration(checked.result.type))
        for other, known in levels.items():
            if sees(other, level):
                known.declare(name, declared)
    requirements = counts.get("requires")
    for index, entry in enumerate(requirements if isinstance(requirements, list) else ()):
        level = text_or(mapping(entry).get("each"), "configuration")
        check(("counts", "requires", index, "that"), level, TRUTH)
    for name, entry in mapping(counts, "adds").items():
        level = text_or(mapping(entry).get("each"), "module")
        check(("counts", "adds", name, "size"), level, COUNT)
        check(("counts", "adds", name, "stored"), level, COUNT)
        check(("counts", "adds", name, "width"), level, COUNT)
        check(("counts", "adds", name, "when"), level, TRUTH)
        check(("counts", "adds", name, "trained"), level, TRUTH)


def _declare_parts(known: Names, counts: Mapping[str, Any], mirror: Mapping[str, Any]) -> None:
    """Declare what formulas know of named parts of the model, and of the smaller model made like it."""
    for name in mapping(counts, "parts"):
        known.declare(f"parts.{name}", SIZE)
    for name in ("size", "stored", "saved") if mirror else ():
        known.declare(f"mirror.{name}", SIZE)
    for name in mapping(mirror, "sizes"):
        known.declare(f"mirrored.{name}", SIZE)
