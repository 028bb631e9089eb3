"""Configurations in the catalog's own forms.

serde's: `{"Tag": {parameters}}`, `{"Tag": [values]}`, `"Tag"`; and one that is easier to write by hand:
`{"method": "id", …parameters}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from finetune_catalog.configs.shapes import (
    METHOD_KEY,
    beside,
    no_configuration,
    no_method,
    two_methods,
    unknown_tag,
    written,
)
from finetune_catalog.configure import Configuration, method_named, plans_of, unknown_method
from finetune_catalog.configure.parameters import UNREADABLE, resolve, unknown
from finetune_catalog.wording import found

if TYPE_CHECKING:
    from finetune_catalog.configs.place import Place
    from finetune_catalog.diagnostics.model import Diagnostic
    from finetune_catalog.records import CatalogData, Method

Made = tuple[Configuration | None, tuple["Diagnostic", ...]]


def configuration(data: CatalogData, value: Any, place: Place) -> Made:
    """Read one configuration; None and every finding where it is none."""
    if isinstance(value, Configuration):
        return value, ()
    if place.unreadable:
        return None, ()
    if isinstance(value, str):
        return _bare(data, value, place)
    if not isinstance(value, Mapping):
        return None, (no_configuration(data, f"expected a configuration, found {found(value)}", place),)
    if not value:
        return None, (no_configuration(data, "an empty mapping names no method", place),)
    if METHOD_KEY in value:
        return _flat(data, value, place)
    tags = [key for key in value if tagged(data, key)]
    if len(value) == 1:
        return _tagged(data, next(iter(value)), value, place)
    if len(tags) > 1:
        return None, (two_methods(tags, place),)
    if tags:
        return None, (beside(data, tags[0], value, place),)
    return None, (no_method(data, value, place),)


def tagged(data: CatalogData, tag: Any) -> Method | None:
    """Find a method by its tag."""
    return next((method for method in data.methods.values() if method.tag == tag), None)


def _bare(data: CatalogData, tag: str, place: Place) -> Made:
    """Read `"Tag"`, which is enough for a method that needs no parameters."""
    method = tagged(data, tag)
    if method is None:
        return None, (unknown_tag(data, tag, place, "value"),)
    return _resolved(data, method, {}, place, place)


def _tagged(data: CatalogData, tag: Any, value: Mapping[Any, Any], place: Place) -> Made:
    method = tagged(data, tag)
    if method is None:
        if any(tag in known.parameters for known in data.methods.values()):
            return None, (no_method(data, value, place),)
        return None, (unknown_tag(data, tag, place / tag, "key"),)
    inside, content = place / tag, value[tag]
    if inside.unreadable:
        return None, ()
    if isinstance(content, Mapping) and method.parameters:
        return _resolved(data, method, content, inside, inside)
    if isinstance(content, (list, tuple)) and method.parameters:
        return _listed(data, method, content, inside)
    if content is None and not any(parameter.required for parameter in method.parameters.values()):
        return _resolved(data, method, {}, inside, inside)
    return None, (_wrong_content(method, content, inside),)


def _listed(data: CatalogData, method: Method, content: list[Any] | tuple[Any, ...], place: Place) -> Made:
    """Read `{"Tag": [values]}`: the parameters in order, all of them, as serde has it."""
    names = tuple(method.parameters)
    if len(content) != len(names):
        finding = place.finding(
            "FC709",
            f"`{method.tag}` has {len(names)} parameters, the list has {len(content)}",
            allowed=(f"[{', '.join(names)}]",),
            help=f"give all of them in this order, or by name: {written(method)}",
        )
        return None, (finding,)
    positions: dict[str, str | int] = {name: position for position, name in enumerate(names)}
    return _resolved(data, method, dict(zip(names, content, strict=True)), place, place, positions)


def _flat(data: CatalogData, value: Mapping[Any, Any], place: Place) -> Made:
    """Read `{"method": "id", …parameters}`."""
    word, where = value[METHOD_KEY], place / METHOD_KEY
    if where.unreadable:
        return None, ()
    method = method_named(data, word) if isinstance(word, str) else None
    if method is None:
        finding = unknown_method(data, word) if isinstance(word, str) else None
        message = (
            finding.message
            if finding
            else f"`{METHOD_KEY}`: expected the id of a method, found {found(word)}"
        )
        hint = finding.help if finding else f'for example "{next(iter(data.methods))}"'
        return None, (where.finding("FC701", message, allowed=tuple(data.methods), help=hint),)
    given = {name: item for name, item in value.items() if name != METHOD_KEY}
    return _resolved(data, method, given, place, where)


def _resolved(
    data: CatalogData,
    method: Method,
    given: Mapping[Any, Any],
    place: Place,
    head: Place,
    steps: Mapping[str, str | int] | None = None,
) -> Made:
    """Configure a method with what stands below `place`; `head` is where the method is named, `steps` where values are."""
    plan = plans_of(data).of(method.id)
    paths = {name: place / (steps[name] if steps else name) for name in given}
    readable = {name: UNREADABLE if paths[name].unreadable else item for name, item in given.items()}
    resolved, findings = resolve(plan.method.parameters, plan.defaults, readable)
    if resolved is not None:
        return Configuration(plan, resolved), ()
    made = []
    for finding in findings:
        message, hint = finding.message, finding.help
        if finding.code == "FC702":
            message, _, hint = unknown(str(finding.name), tuple(method.parameters), f"`{method.tag}`")
        elif finding.code == "FC703":
            message, hint = (
                f"`{method.tag}` needs `{finding.name}`",
                f"write {written(method, given, flat=head is not place)}",
            )
        where = head if finding.part == "whole" else paths[finding.name]
        part = (
            "key" if finding.part == "key" or (where is head and head.path[-1:] == (method.tag,)) else "value"
        )
        made.append(
            where.finding(
                finding.code, message, part, allowed=finding.allowed, help=hint, notes=finding.notes
            )
        )
    return None, tuple(made)


def _wrong_content(method: Method, content: Any, place: Place) -> Diagnostic:
    if not method.parameters:
        message = f"`{method.tag}` takes no parameters, found {found(content)}"
        return place.finding("FC704", message, allowed=("null",), help=f'write "{method.tag}" alone')
    message = f"`{method.tag}`: expected its parameters, found {found(content)}"
    return place.finding("FC704", message, allowed=tuple(method.parameters), help=f"write {written(method)}")
