"""One entry on the screen: what it says first, its fields by name, and a method's parameters and formulas as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.cli.entries import bounds, signature, users
from finetune_catalog.cli.layout import BOLD, DIM, laid_out, paint, wrapped
from finetune_catalog.cli.plain import plain
from finetune_catalog.cli.tables import Column, Table, shown
from finetune_catalog.records import SourceRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from finetune_catalog.architecture import Architecture, ConfigField, ModuleSpec
    from finetune_catalog.cli.entries import Kind
    from finetune_catalog.cli.screen import Screen
    from finetune_catalog.counting_records import Counting
    from finetune_catalog.dialect_records import Framework
    from finetune_catalog.records import CatalogData, Example, Formula, Method, Metric, Parameter

LEAD = (
    "title",
    "summary",
    "doc",
    "explanation",
    "description",
)  #: prose that is read first, without its field's name
KEYS = ("id", "code")  #: stands in the heading
LONG = 40  #: letters of a formula that has room in a cell
BELOW = "= (below)"  #: in place of a longer one


def card(kind: Kind, key: str, entry: Any, data: CatalogData, screen: Screen) -> str:
    """Lay out everything the catalog says about an entry: its prose, its fields, and what belongs to it as tables."""
    content = plain(entry)
    tables = _tables(kind, key, entry, data)
    fields = _SPECIAL[kind.name](entry) if kind.name in _SPECIAL else dict(content)
    methods = () if "methods" in tables else users(kind.name, key, data)
    if methods:
        fields["methods"] = list(methods)
    left_out = (*LEAD, *KEYS, *tables)
    shown_fields = {name: v for name, v in fields.items() if name not in left_out and _says_something(v)}
    blocks = [f"{paint(name, BOLD, screen)}\n{laid_out(table, screen)}" for name, table in tables.items()]
    return _joined(*_opening(kind.one, key, content, screen), _fields(shown_fields, screen), *blocks)


def _says_something(value: Any) -> bool:
    return value is not None and value is not False and value not in ("", [], {})


def _tables(kind: Kind, key: str, entry: Any, data: CatalogData) -> dict[str, Table]:
    if kind.name == "methods":
        return {name: make(getattr(entry, name)) for name, make in _OF_METHOD.items() if getattr(entry, name)}
    if kind.name == "architectures":
        return _architecture(entry)
    if kind.name == "metrics":
        given = {method.id: method.metrics[key] for method in data.methods.values() if key in method.metrics}
        return {"methods": _formulas(given, "method")} if given else {}
    return {}


def _parameter_fields(parameter: Parameter) -> dict[str, Any]:
    fields = plain(parameter)
    left_out = ("minimum", "maximum", "required", "choices")
    return {"type": parameter.type, "range": bounds(parameter)} | {
        n: v for n, v in fields.items() if n not in left_out
    }


def _function_fields(function: Any) -> dict[str, Any]:
    called = {"called": signature(function), "examples": plain(function.examples)}
    return called | ({"formula": function.formula.text} if hasattr(function, "formula") else {})


def _framework_fields(framework: Framework) -> dict[str, Any]:
    return {
        **{name: v for name, v in plain(framework).items() if name not in ("refuses_unknown", "span")},
        "fields": list(framework.fields),
        "unknown_fields": "refused" if framework.refuses_unknown else "a warning",
    }


def _architecture_fields(architecture: Architecture) -> dict[str, Any]:
    return {
        "classes": list(architecture.classes),
        "dimensions": plain(architecture.dimensions),
        "sources": plain(architecture.sources),
        "since": architecture.since,
    }


def _architecture(architecture: Architecture) -> dict[str, Table]:
    """Lay out the fields of its config.json, and its modules with the formulas of their shapes."""
    fields = Table(
        (Column("id", "field"), Column("type", "type"), Column("default", "default", wide=True)),
        tuple((f.id, f.type, _field_default(f)) for f in architecture.fields.values()),
    )
    columns = (
        Column("path", "module", wide=True),
        Column("kind", "kind"),
        Column("parameters", "parameters", wide=True),
        Column("when", "when", wide=True),
    )
    rows = ((m.path, m.kind, _shapes(m), m.when.text if m.when else None) for m in architecture.modules)
    return {"fields": fields, "modules": Table(columns, tuple(rows))}


def _field_default(field: ConfigField) -> str:
    if field.formula is not None:
        return f"= {field.formula.text}"
    return "required" if field.required else shown(plain(field.default))


def _shapes(module: ModuleSpec) -> str:
    return ", ".join(f"{p.name} [{', '.join(size.text for size in p.shape)}]" for p in module.parameters)


_SPECIAL: dict[str, Callable[[Any], dict[str, Any]]] = {
    "parameters": _parameter_fields,
    "functions": _function_fields,
    "architectures": _architecture_fields,
    "frameworks": _framework_fields,
}


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


def source_text(sources: Iterable[SourceRef]) -> str:
    """Say where a fact is from: `seed (section 3)`."""
    return ", ".join(f"{ref.ref} ({ref.where})" if ref.where else ref.ref for ref in sources)


def pedigree(method: Method, metric: Metric) -> tuple[str, tuple[SourceRef, ...]]:
    """Say how strong a method's value of a metric is, and where it comes from; a count has that of the counting."""
    formula = method.metrics.get(metric.id) or metric.formula
    if formula is not None:
        return formula.basis, formula.sources
    if method.counting is None:
        return "", ()
    return method.counting.basis, tuple(SourceRef(*ref) for ref in method.counting.sources)


def _default(parameter: Parameter) -> str:
    if parameter.default_formula is not None:
        text = parameter.default_formula.text
        return f"= {text}" if len(text) <= LONG else BELOW
    return "required" if parameter.required else shown(parameter.default)


def _long_defaults(parameters: Mapping[str, Parameter]) -> Iterator[str]:
    """Say below the table the defaults that are too long for a cell of it."""
    for parameter in parameters.values():
        formula = parameter.default_formula
        if formula is not None and len(formula.text) > LONG:
            yield f"default of {parameter.id} = {formula.text}"


def _parameters(parameters: Mapping[str, Parameter]) -> Table:
    columns = (
        Column("id", "name"),
        Column("type", "type"),
        Column("default", "default", wide=True),
        Column("range", "range", wide=True),
        Column("doc", "meaning", wide=True),
    )
    rows = ((p.id, p.type, _default(p), bounds(p), p.doc) for p in parameters.values())
    return Table(columns, tuple(rows), tuple(_long_defaults(parameters)))


def _formulas(formulas: Mapping[str, Formula], what: str = "name") -> Table:
    columns = (
        Column("id", what),
        Column("formula", "formula", wide=True),
        Column("basis", "basis"),
        Column("source", "source", wide=True),
    )
    rows = ((key, f.text, f.basis, ", ".join(ref.ref for ref in f.sources)) for key, f in formulas.items())
    return Table(columns, tuple(rows))


def _examples(examples: tuple[Example, ...]) -> Table:
    from finetune_catalog.reference.words import assignments

    columns = (
        Column("given", "given", wide=True),
        Column("model", "model", hidden=all(e.model is None for e in examples)),
        Column("display", "display", wide=True),
    )
    rows = ((assignments(e.given), e.model, e.title or e.display) for e in examples)
    return Table(columns, tuple(rows))


def _added(counting: Counting) -> Table:
    """List the tensors that a method adds."""
    columns = (
        Column("id", "tensor"),
        Column("each", "for each"),
        Column("size", "numbers", wide=True),
        Column("doc", "meaning", wide=True),
    )
    return Table(columns, tuple((t.id, t.each, t.size.text, t.doc) for t in counting.adds.values()))


_OF_METHOD: dict[str, Callable[[Any], Table]] = {
    "parameters": _parameters,
    "options": _parameters,
    "counting": _added,
    "values": _formulas,
    "metrics": _formulas,
    "examples": _examples,
}
