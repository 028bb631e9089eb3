"""One entry on the screen: what it says first, its fields by name, and a method's parameters and formulas as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.cli.layout import BOLD, DIM, laid_out, paint, wrapped
from finetune_catalog.cli.plain import plain
from finetune_catalog.cli.tables import Column, Table, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from finetune_catalog.cli.screen import Screen
    from finetune_catalog.records import Example, Formula, Method, Parameter

LEAD = (
    "title",
    "summary",
    "doc",
    "explanation",
    "description",
)  #: prose that is read first, without its field's name
KEYS = ("id", "code")  #: stands in the heading


def card(one: str, key: str, entry: Any, users: tuple[str, ...], screen: Screen) -> str:
    """Lay out everything the catalog says about an entry; `users` are the methods that have to do with it."""
    fields = plain(entry)
    return _joined(*_opening(one, key, fields, screen), _fields(_rest(fields, users), screen))


def method_card(method: Method, screen: Screen) -> str:
    """Lay out a method: its parameters, its formulas and where they are from, what its examples come to."""
    fields = {name: value for name, value in plain(method).items() if name not in _TABLES}
    tables = [
        f"{paint(name, BOLD, screen)}\n{laid_out(make(getattr(method, name)), screen)}"
        for name, make in _TABLES.items()
        if getattr(method, name)
    ]
    return _joined(
        *_opening("method", method.id, fields, screen), _fields(_rest(fields, ()), screen), *tables
    )


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _opening(one: str, key: str, fields: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    heading = f"{paint(screen.shown(key), BOLD, screen)} {paint(f'({one})', DIM, screen)}\n"
    prose = [str(fields[name]) for name in LEAD if fields.get(name)]
    lines = (
        line
        for text in prose
        for part in text.splitlines()
        for line in wrapped(screen.shown(part), screen.width)
    )
    yield heading + "".join(f"{line}\n" for line in lines)


def _rest(fields: Mapping[str, Any], users: tuple[str, ...]) -> dict[str, Any]:
    rest = {name: value for name, value in fields.items() if name not in (*LEAD, *KEYS) and value != ""}
    return rest | {"methods": list(users)} if users else rest


def _fields(content: Mapping[str, Any], screen: Screen) -> str:
    lead = max((len(name) for name in content), default=0) + 2
    lines = []
    for name, value in content.items():
        title = f"{name.replace('_', ' '):<{lead}}"
        for text in _texts(value):
            for line in wrapped(screen.shown(text), screen.width - lead):
                lines.append(f"{title}{line}".rstrip() + "\n")
                title = " " * lead
    return "".join(lines)


def _texts(value: Any) -> Iterator[str]:
    """Say a value in lines: nested mappings as `name: value`, lists of mappings one a line."""
    if isinstance(value, dict):
        yield from (f"{name}: {', '.join(_texts(inner))}" for name, inner in value.items())
    elif isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        yield from ("; ".join(_texts(item)) for item in value)
    else:
        yield from shown(value).splitlines()


def source_text(formula: Formula) -> str:
    """Say where a formula is from: `seed (section 3)`."""
    return ", ".join(f"{ref.ref} ({ref.where})" if ref.where else ref.ref for ref in formula.sources)


def _default(parameter: Parameter) -> str:
    if parameter.default_formula is not None:
        return f"= {parameter.default_formula.text}"
    return "required" if parameter.required else shown(parameter.default)


def _parameters(parameters: Mapping[str, Parameter]) -> Table:
    from finetune_catalog.cli.entries import bounds

    columns = (
        Column("id", "name"),
        Column("type", "type"),
        Column("default", "default"),
        Column("range", "range", wide=True),
        Column("doc", "meaning", wide=True),
    )
    return Table(columns, tuple((p.id, p.type, _default(p), bounds(p), p.doc) for p in parameters.values()))


def _formulas(formulas: Mapping[str, Formula]) -> Table:
    columns = (
        Column("id", "name"),
        Column("formula", "formula", wide=True),
        Column("basis", "basis"),
        Column("source", "source", wide=True),
    )
    return Table(columns, tuple((key, f.text, f.basis, source_text(f)) for key, f in formulas.items()))


def _examples(examples: tuple[Example, ...]) -> Table:
    columns = (Column("given", "given", wide=True), Column("display", "display", wide=True))
    return Table(
        columns,
        tuple(
            (" ".join(f"{k}={shown(v)}" for k, v in e.given.items()), e.display or e.title) for e in examples
        ),
    )


_TABLES: dict[str, Callable[[Any], Table]] = {
    "parameters": _parameters,
    "values": _formulas,
    "metrics": _formulas,
    "examples": _examples,
}
