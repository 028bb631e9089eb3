"""Configurations in the catalog's own forms.

serde's: `{"Tag": {parameters}}`, `{"Tag": [values]}`, `"Tag"`; and one that is easier to write by hand:
`{"method": "id", …parameters}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from finetune_catalog.configs.dialects import dialect_configuration, framework_of
from finetune_catalog.configs.resolving import resolved
from finetune_catalog.configs.shapes import (
    METHOD_KEY,
    beside,
    first_method,
    no_configuration,
    no_method,
    two_methods,
    unknown_tag,
    written,
)
from finetune_catalog.configure import Configuration, counted, method_named, unknown_method
from finetune_catalog.wording import found

if TYPE_CHECKING:
    from finetune_catalog.configs.place import Place
    from finetune_catalog.diagnostics.model import Diagnostic
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method

Made = tuple[Configuration | None, tuple["Diagnostic", ...]]


def configuration(data: CatalogData, value: Any, place: Place, model: Model | None = None) -> Made:
    """Read one configuration; None and every finding where it is none."""
    if isinstance(value, Configuration):
        return _put(value, place, model)
    if place.unreadable:
        return None, ()
    if isinstance(value, str):
        return _bare(data, value, place, model)
    if not isinstance(value, Mapping):
        return None, (no_configuration(data, f"expected a configuration, found {found(value)}", place),)
    if not value:
        return None, (no_configuration(data, "an empty mapping names no method", place),)
    if METHOD_KEY in value:
        return _flat(data, value, place, model)
    framework = framework_of(data, value)
    if framework is not None:
        return dialect_configuration(data, framework, value, place, model)
    tags = [key for key in value if tagged(data, key)]
    if len(value) == 1:
        return _tagged(data, next(iter(value)), value, place, model)
    if len(tags) > 1:
        return None, (two_methods(tags, place),)
    if tags:
        return None, (beside(data, tags[0], value, place),)
    return None, (no_method(data, value, place),)


def _put(made: Configuration, place: Place, model: Model | None) -> Made:
    """Put a configuration that is one already on a model."""
    if model is None:
        return made, ()
    put, findings = counted(made, model)
    return put, tuple(place.finding(f.code, f.message, allowed=f.allowed, help=f.help) for f in findings)


def tagged(data: CatalogData, tag: Any) -> Method | None:
    """Find a method by its tag."""
    return next((method for method in data.methods.values() if method.tag == tag), None)


def _bare(data: CatalogData, tag: str, place: Place, model: Model | None) -> Made:
    """Read `"Tag"`, which is enough for a method that needs no parameters."""
    method = tagged(data, tag)
    if method is None:
        return None, (unknown_tag(data, tag, place, "value"),)
    return resolved(data, method, {}, place, place, model=model)


def _tagged(data: CatalogData, tag: Any, value: Mapping[Any, Any], place: Place, model: Model | None) -> Made:
    method = tagged(data, tag)
    if method is None:
        if any(tag in known.parameters for known in data.methods.values()):
            return None, (no_method(data, value, place),)
        return None, (unknown_tag(data, tag, place / tag, "key"),)
    inside, content = place / tag, value[tag]
    if inside.unreadable:
        return None, ()
    if isinstance(content, Mapping) and (method.parameters or method.options):
        return resolved(data, method, content, inside, inside, model=model)
    if isinstance(content, (list, tuple)) and method.parameters:
        return _listed(data, method, content, inside, model)
    if content is None and not any(parameter.required for parameter in method.parameters.values()):
        return resolved(data, method, {}, inside, inside, model=model)
    return None, (_wrong_content(method, content, inside),)


def _listed(
    data: CatalogData, method: Method, content: list[Any] | tuple[Any, ...], place: Place, model: Model | None
) -> Made:
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
    positions = {name: (position,) for position, name in enumerate(names)}
    return resolved(data, method, dict(zip(names, content, strict=True)), place, place, positions, model)


def _flat(data: CatalogData, value: Mapping[Any, Any], place: Place, model: Model | None) -> Made:
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
        hint = finding.help if finding else f'for example "{first_method(data).id}"'
        return None, (where.finding("FC701", message, allowed=tuple(data.methods), help=hint),)
    given = {name: item for name, item in value.items() if name != METHOD_KEY}
    return resolved(data, method, given, place, where, model=model)


def _wrong_content(method: Method, content: Any, place: Place) -> Diagnostic:
    if not method.parameters:
        message = f"`{method.tag}` takes no parameters, found {found(content)}"
        return place.finding("FC704", message, allowed=("null",), help=f'write "{method.tag}" alone')
    message = f"`{method.tag}`: expected its parameters, found {found(content)}"
    return place.finding("FC704", message, allowed=tuple(method.parameters), help=f"write {written(method)}")
