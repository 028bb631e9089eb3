"""Every kind of entry the catalog has, for `list` and `show`: where it stands and how it reads as a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.cli.tables import Column
from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from finetune_catalog.records import CatalogData, Method


@frozen
class Kind:
    """A kind of entry: its plural and singular, its entries by id, and the columns of its list.

    The ids of one that is `apart` are those of others: they are found where the kind is named, or nothing else has them.
    """

    name: str
    one: str
    entries: Callable[[CatalogData], Mapping[str, Any]]
    columns: tuple[Column, ...]
    row: Callable[[str, Any, CatalogData], tuple[Any, ...]]
    apart: bool = False


def _codes(_: CatalogData) -> Mapping[str, Any]:
    from finetune_catalog.diagnostics.codes import PAGES

    return PAGES


def _functions(data: CatalogData) -> Mapping[str, Any]:
    from finetune_catalog.expression.functions import BUILTINS

    return {**BUILTINS, **data.functions}


def signature(function: Any) -> str:
    """Say how a function is called."""
    if hasattr(function, "signature"):
        return str(function.signature)
    return f"{function.id}({', '.join(name for name, _ in function.parameters)})"


def bounds(entry: Any) -> str | None:
    """Say which values an entry allows, None where any that its type has."""
    from finetune_catalog.values import allowed_range, stated

    type_ = getattr(entry, "type", "float64")
    low, high = stated(type_, entry.minimum, entry.maximum)
    if low is None and high is None:
        return " ".join(entry.choices) if getattr(entry, "choices", None) else None
    return allowed_range(type_, low, high)


def users(kind: str, key: str, data: CatalogData) -> tuple[str, ...]:
    """Return the methods that have an entry of this kind: have a parameter, compute a metric, cite a source, and so on."""
    used = _USED.get(kind)
    return () if used is None else tuple(m.id for m in data.methods.values() if key in used(m))


def _tables(method: Method) -> Collection[str]:
    targets = method.counting.targets if method.counting else None
    return () if targets is None or targets.table is None else (targets.table,)


#: what a method has of the entries of a kind
_USED: Mapping[str, Callable[[Method], Collection[str]]] = {
    "parameters": lambda method: method.parameters,
    "metrics": lambda method: method.metrics,
    "sources": lambda method: method.cited,
    "frameworks": lambda method: method.dialects,
    "targets": _tables,
}


def _people(source: Any) -> str:
    first = source.authors[0].split()[-1] if source.authors else ""
    return first + (" et al." if len(source.authors) > 1 else "")


ID = Column("id", "id")
UNIT = Column("unit", "unit")

KINDS = (
    Kind(
        "methods",
        "method",
        lambda data: data.methods,
        (
            ID,
            Column("title", "title", wide=True),
            Column("parameters", "parameters"),
            Column("summary", "summary", hidden=True),
        ),
        lambda key, entry, _: (key, entry.title, tuple(entry.parameters), entry.summary),
    ),
    Kind(
        "metrics",
        "metric",
        lambda data: data.metrics,
        (ID, UNIT, Column("direction", "better"), Column("doc", "meaning", wide=True)),
        lambda key, entry, _: (key, entry.unit, entry.direction, entry.doc),
    ),
    Kind(
        "parameters",
        "parameter",
        lambda data: data.parameters,
        (
            ID,
            Column("type", "type"),
            Column("range", "range", wide=True),
            Column("used_by", "used by", wide=True),
            Column("doc", "meaning", wide=True),
        ),
        lambda key, entry, data: (key, entry.type, bounds(entry), users("parameters", key, data), entry.doc),
    ),
    Kind(
        "sources",
        "source",
        lambda data: data.sources,
        (
            ID,
            Column("kind", "kind", hidden=True),
            Column("year", "year"),
            Column("authors", "authors"),
            Column("title", "title", wide=True),
            Column("cited_by", "cited by", hidden=True),
        ),
        lambda key, entry, data: (
            key,
            entry.kind,
            entry.year,
            _people(entry),
            entry.title,
            users("sources", key, data),
        ),
        apart=True,
    ),
    Kind(
        "rules",
        "rule",
        lambda data: data.rules,
        (
            ID,
            Column("severity", "severity"),
            Column("title", "title", wide=True),
            Column("when", "when", wide=True),
        ),
        lambda key, entry, _: (key, entry.severity, entry.title, entry.when.text),
    ),
    Kind(
        "architectures",
        "architecture",
        lambda data: data.architectures,
        (
            ID,
            Column("title", "title", wide=True),
            Column("classes", "classes", hidden=True),
            Column("summary", "what is particular", wide=True),
        ),
        lambda key, entry, _: (key, entry.title, tuple(entry.classes), entry.summary),
    ),
    Kind(
        "models",
        "model",
        lambda data: data.models,
        (
            ID,
            Column("title", "title", wide=True),
            Column("architecture", "architecture"),
            Column("hub_id", "published as", wide=True),
        ),
        lambda key, entry, _: (key, entry.title, entry.architecture, entry.hub_id),
    ),
    Kind(
        "frameworks",
        "framework",
        lambda data: data.frameworks,
        (
            ID,
            Column("title", "title", wide=True),
            Column("methods", "methods"),
            Column("summary", "summary", wide=True),
        ),
        lambda key, entry, data: (key, entry.title, len(users("frameworks", key, data)), entry.summary),
    ),
    Kind(
        "tasks",
        "task",
        lambda data: data.tasks,
        (
            ID,
            Column("title", "title", hidden=True),
            Column("saves", "trained whole"),
            Column("doc", "meaning", wide=True),
        ),
        lambda key, entry, _: (key, entry.title, entry.saves, entry.doc),
    ),
    Kind(
        "targets",
        "target table",
        lambda data: data.targets,
        (
            ID,
            Column("rows", "model types"),
            Column("methods", "methods", wide=True),
            Column("doc", "meaning", wide=True),
        ),
        lambda key, entry, data: (key, len(entry.rows), users("targets", key, data), entry.doc),
        apart=True,
    ),
    Kind(
        "units",
        "unit",
        lambda data: data.units,
        (ID, Column("symbol", "symbol"), Column("base", "of"), Column("doc", "meaning", wide=True)),
        lambda key, entry, _: (key, entry.symbol or None, _scale(entry), entry.doc),
    ),
    Kind(
        "functions",
        "function",
        _functions,
        (ID, Column("signature", "signature"), Column("doc", "meaning", wide=True)),
        lambda key, entry, _: (key, signature(entry), entry.doc),
    ),
    Kind(
        "codes",
        "code",
        _codes,
        (Column("code", "code"), Column("title", "what it says", wide=True)),
        lambda key, entry, _: (key, entry.title),
    ),
)


def _scale(unit: Any) -> str | None:
    return f"{unit.scale} {unit.base or ''}".strip() if unit.scale else unit.base


def kind_named(name: str) -> Kind:
    """Return the kind of a plural."""
    return next(kind for kind in KINDS if kind.name == name)
