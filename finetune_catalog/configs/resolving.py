"""From values by parameter to a configuration, each finding at the place of the value that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.configs.shapes import written
from finetune_catalog.configure import configured, plans_of
from finetune_catalog.configure.parameters import UNREADABLE, unknown
from finetune_catalog.diagnostics.model import Severity
from finetune_catalog.wording import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finetune_catalog.configs.native import Made
    from finetune_catalog.configs.place import Place
    from finetune_catalog.diagnostics.model import Diagnostic
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method

_NO_OTHERS: Mapping[str, Any] = MappingProxyType({})

DEEPEST = 20  #: keys on the way to a configuration


def resolved(
    data: CatalogData,
    method: Method,
    given: Mapping[Any, Any],
    place: Place,
    head: Place,
    steps: Mapping[str, Sequence[str | int]] | None = None,
    model: Model | None = None,
    theirs: Mapping[str, Sequence[tuple[Any, Any]]] = _NO_OTHERS,
) -> Made:
    """Configure a method with what stands below `place`; `head` is where the method is named, `steps` where values are.

    Where `steps` end in another name than ours, and for values that are others there (`theirs`, pairs of theirs and ours),
    messages say what stands in the file.
    """
    plan = plans_of(data).of(method.id)
    paths = {name: place.below(steps.get(name, ()) if steps is not None else (name,)) for name in given}
    readable = {name: UNREADABLE if paths[name].unreadable else item for name, item in given.items()}
    placed = []
    for name, item in given.items():
        option = method.options.get(name)
        if option is not None and option.type == "configurations" and isinstance(item, Mapping):
            readable[name], found = _read(data, item, paths[name])
            placed += found
    made, findings = configured(plan, readable, model)
    if made is not None and not placed:
        return made, ()
    for finding in findings:
        message, hint = finding.message, finding.help
        if finding.code == "FC702":
            names, options = tuple(method.parameters), tuple(method.options)
            message, _, hint = unknown(str(finding.name), names, f"`{method.tag}`", options)
        elif finding.code == "FC703":
            message, hint = (
                f"`{method.tag}` needs `{finding.name}`",
                f"write {written(method, given, flat=head is not place)}",
            )
        allowed = finding.allowed
        if finding.name in theirs:
            other = {shown(ours): shown(value) for value, ours in theirs[finding.name]}
            allowed = tuple(other.get(word, word) for word in allowed)
        path = ".".join(map(str, steps.get(finding.name, ()))) if steps else ""
        if path:
            message = message.replace(f"`{finding.name}`", f"`{path}`", 1)
        where = head if finding.part == "whole" else paths.get(finding.name, head)
        part = (
            "key" if finding.part == "key" or (where is head and head.path[-1:] == (method.tag,)) else "value"
        )
        placed.append(
            where.finding(finding.code, message, part, allowed=allowed, help=hint, notes=finding.notes)
        )
    return None, tuple(placed)


def _read(data: CatalogData, held: Mapping[Any, Any], place: Place) -> tuple[Any, list[Diagnostic]]:
    """Read configurations in a configuration; what is none, the place where one lies, stays as it is."""
    from finetune_catalog.configs.native import configuration

    made: dict[Any, Any] = {}
    found: list[Diagnostic] = []
    for name, item in held.items():
        made[name] = item
        if isinstance(item, Mapping) and len(place.path) > DEEPEST:
            message = f"configurations lie in each other more than {DEEPEST} keys deep here"
            found.append(place.finding("FC707", message, help="hold a configuration of single adapters"))
        elif isinstance(item, Mapping):
            made[name], findings = configuration(data, item, place / str(name))
            found += (one for one in findings if one.severity is Severity.ERROR)
    return (UNREADABLE if found else made), found
