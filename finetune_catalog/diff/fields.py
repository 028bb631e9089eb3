"""How much a change of each field asks of the version; what is not named here is text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diff.model import Bump, Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.diff.facts import Facts

#: fields whose change means something else than before, by kind
_MEANINGS: Mapping[str, frozenset[str]] = {
    "method": frozenset({"tag"}),
    "metric": frozenset({"unit", "direction"}),
    "parameter": frozenset({"type", "unit"}),
    "unit": frozenset({"base", "scale", "dimensionless"}),
    "function": frozenset({"parameters", "result"}),
}
#: fields that make a number, by kind
_NUMBERS: Mapping[str, frozenset[str]] = {
    "metric": frozenset({"minimum", "maximum"}),
    "parameter": frozenset({"default"}),
    "function": frozenset({"formula"}),
    "rule": frozenset({"when", "severity", "methods"}),
}
#: fields that are text alone, of kinds of which everything else makes a number
_TEXTS = frozenset({"title", "summary", "since", "description", "sources", "hub_id", "note", "shown"})
_COUNTED = frozenset({"architecture", "model"})
_WORDS = {"formula": "formula", "when": "condition"}


def changed_fields(kind: str, id_: str, at: tuple[str, ...], before: Facts, after: Facts) -> Iterator[Change]:
    """Yield a change for every field that says something else now."""
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old is not None and new is not None and old.value == new.value:
            continue
        shown = (old and old.shown, new and new.shown)
        action = "changed" if old and new else "added" if new else "removed"
        yield Change(_bump(kind, name, *shown, action=action), action, kind, id_, (*at, name), *shown)


def _bump(kind: str, name: str, old: Any, new: Any, *, action: str) -> Bump:
    if name in _MEANINGS.get(kind, ()):
        return Bump.MAJOR
    if kind == "parameter" and name in ("minimum", "maximum", "choices"):
        return Bump.MAJOR if _narrower(name, old, new) else Bump.MINOR
    if kind == "parameter" and name == "default" and action == "removed":
        return Bump.MAJOR  # what left it out is refused now
    if kind in _COUNTED:
        return Bump.PATCH if name in _TEXTS else Bump.MINOR
    return Bump.MINOR if name in _NUMBERS.get(kind, ()) else Bump.PATCH


def _narrower(name: str, old: Any, new: Any) -> bool:
    """Whether values that were accepted are refused now."""
    if new is None:
        return False
    if old is None:
        return True
    if name == "choices":
        return not set(old) <= set(new)
    return bool(new > old if name == "minimum" else new < old)
