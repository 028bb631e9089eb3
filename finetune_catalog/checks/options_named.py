"""What a method counts with, and what other programs' fields are here, are parameters and options that it has, of the right type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics import Diagnostic, nearest
from finetune_catalog.structured import accept_value
from finetune_catalog.text import quoted, word_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.checks.subject import Subject
    from finetune_catalog.counting_records import Counting
    from finetune_catalog.dialect_records import FieldMapping
    from finetune_catalog.loading.raw import Path
    from finetune_catalog.records import Method

#: a part of `counts`, the name that stands there, and the types that it may have; none: any type
_Use = tuple[tuple[str | int, ...], str | None, tuple[str, ...]]

_NAMES, _FLAG, _TEXT = ("names",), ("boolean",), ("string",)


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Look at every method's counts and dialects, at the fields of frameworks, and at tables of targets."""
    for method in subject.data.methods.values():
        if method.counting is not None:
            for path, name, types in _uses(method.counting):
                if name is not None:
                    yield from _fits(subject, method, ("counts", *path), name, types)
        for id_, dialect in method.dialects.items():
            yield from _fields(subject, method, dialect.fields, ("dialects", id_, "fields"))
    yield from _frameworks(subject)
    yield from _dialect_names(subject)
    yield from _tables(subject)


def _uses(counting: Counting) -> Iterator[_Use]:
    """Yield every name of a parameter or option that a method's counting relies on."""
    yield ("task",), counting.task, _TEXT
    yield ("saves",), counting.saves, _NAMES
    yield ("tokens",), counting.tokens, ("tokens", "integers")
    yield ("bias",), counting.bias, _TEXT
    yield ("freezes",), counting.freezes, _FLAG
    yield ("freezes_saved",), counting.freezes_saved, _FLAG
    targets = counting.targets
    if targets is not None:
        for role in ("modules", "exclude", "containers", "parameters"):
            yield ("targets", role), getattr(targets, role), _NAMES
        yield ("targets", "layers"), targets.layers, ("integers",)
    for name, rule in counting.varies.items():
        yield ("varies", name), name, ()
        yield ("varies", name, "by"), rule.by, ("ranks",)
    for name, rule in counting.marks.items():
        yield ("marks", name, "by"), rule.by, _NAMES
        yield ("marks", name, "among"), rule.among, _NAMES
    if counting.repeats is not None:
        yield ("repeats", "by"), counting.repeats.by, ("spans",)
    if counting.holds is not None:
        yield ("holds", "by"), counting.holds.by, ("configurations",)
    if counting.ties is not None:
        yield ("ties", "by"), counting.ties[0], _FLAG
    for size, option in counting.sizes.items():
        yield ("sizes", size), option, ("integer",)
    for name, mirrored in (counting.mirror.sizes if counting.mirror else {}).items():
        yield ("mirror", "sizes", name, "about"), mirrored.about, ()
    for index, requirement in enumerate(counting.requires):
        yield ("requires", index, "about"), requirement.about, ()


def _fields(
    subject: Subject, method: Method, fields: Mapping[str, FieldMapping], at: Path
) -> Iterator[Diagnostic]:
    for key, field in fields.items():
        if field.fields is not None:
            yield from _fields(subject, method, field.fields, (*at, key, "fields"))
        if field.to is None:
            continue
        missing = list(_fits(subject, method, (*at, key, "to"), field.to, ()))
        yield from missing
        if not missing:
            yield from _values(subject, method, field, (*at, key))


def _values(subject: Subject, method: Method, field: FieldMapping, at: Path) -> Iterator[Diagnostic]:
    """Hold what a field stands for to what the parameter takes."""
    declared = method.declared[str(field.to)]
    ours: list[tuple[Path, Any]] = []
    if declared.type != "ranks":  # where values of single keys may be said otherwise
        ours += [(("values", index, 1), value) for index, (_, value) in enumerate(field.values)]
    ours += [((part,), value) for part in ("default", "present", "filled") for value in getattr(field, part)]
    for steps, value in ours:
        if value is None or (declared.pattern and re.fullmatch(declared.pattern, str(value))):
            continue
        bounds = declared.minimum, declared.maximum, declared.choices
        refusal = accept_value(declared.type, *bounds, value)[1]
        if refusal is not None:
            span = subject.value(_file(method), (*at, *steps))
            message = f"`{field.to}` does not take this value: {refusal}"
            yield Diagnostic("FC619", message, span=span, allowed=refusal.allowed, help=refusal.help)


def _fits(
    subject: Subject, method: Method, at: Path, name: str, types: tuple[str, ...]
) -> Iterator[Diagnostic]:
    known = method.declared
    declared = known.get(name)
    sheet = subject.sheet(_file(method))
    written = sheet is not None and sheet.get(at) == name
    span = subject.value(_file(method), at) if written else subject.key(_file(method), _above(at))
    if declared is None:
        yield _unknown(name, f"`{method.id}` has no", tuple(known), span)
    elif types and declared.type not in types:
        message = f"`{name}` is of the type {declared.type}, and here {word_list(types, 'or')} is wanted"
        yield Diagnostic("FC619", message, span=span, allowed=types)


def _above(at: Path) -> Path:
    """Give the path whose key is the name that a file does not write a second time."""
    return at[:-1] if at[-1:] == ("to",) else at


def _unknown(name: str, what: str, known: tuple[str, ...], span: Any) -> Diagnostic:
    near = nearest(name, known)
    hint = f"did you mean `{near}`?" if near else "declare it under `parameters` or `options`"
    message = f"{what} parameter or option `{name}`"
    return Diagnostic("FC618", message, span=span, help=hint)


def _frameworks(subject: Subject) -> Iterator[Diagnostic]:
    """Hold each field that all methods may have to be an option of one of them."""
    known = {name for method in subject.data.methods.values() for name in method.options}
    for framework in subject.data.frameworks.values():
        path = f"frameworks/{framework.id}.yaml"
        writes = [m for m in subject.data.methods.values() if framework.id in m.dialects]
        for key, field in framework.fields.items():
            if writes and field.to is not None and field.to not in known:
                span = subject.value(path, ("fields", key, "to")) or subject.key(path, ("fields", key))
                yield _unknown(field.to, "no method has a", tuple(sorted(known)), span)


def _dialect_names(subject: Subject) -> Iterator[Diagnostic]:
    """Hold each name that a program has for a method to mean one method."""
    first: dict[tuple[str, str], str] = {}
    for id_, method in subject.data.methods.items():
        for framework, dialect in method.dialects.items():
            taken = first.setdefault((framework, dialect.name), id_)
            if taken != id_:
                span = subject.value(f"methods/{id_}.yaml", ("dialects", framework, "name"))
                other = subject.value(f"methods/{taken}.yaml", ("dialects", framework, "name"))
                yield Diagnostic(
                    "FC608",
                    f"`{dialect.name}` already means the method `{taken}` in {framework}",
                    span=span,
                    help="choose the name that the program has for it",
                    related=((other, "taken here"),) if other else (),
                )


def _tables(subject: Subject) -> Iterator[Diagnostic]:
    """Hold that a table is like one above it: another one has no rows to give yet."""
    sheet = subject.sheet("targets.yaml")
    above: list[str] = []
    for id_ in subject.data.targets:
        like = sheet.get((id_, "like")) if sheet is not None else None
        if isinstance(like, str) and like not in above:
            near = nearest(like, above)
            hint = f"did you mean `{near}`?" if near else f"there are {word_list(quoted(above)) or 'none'}"
            message = f"there is no table `{like}` above this one"
            yield Diagnostic("FC618", message, span=subject.value("targets.yaml", (id_, "like")), help=hint)
        above.append(id_)


def _file(method: Method) -> str:
    return f"methods/{method.id}.yaml"
