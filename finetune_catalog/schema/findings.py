"""What a JSON Schema error means to the one who wrote the file: one finding for each thing to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from finetune_catalog.diagnostics import Diagnostic, nearest
from finetune_catalog.schema import branches, hints
from finetune_catalog.text import plural, shorten
from finetune_catalog.wording import found, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from finetune_catalog.diagnostics import Span
    from finetune_catalog.schema import Located
    from finetune_catalog.schema.refusal import Path, Refusal

UNKNOWN_KEY = "FC201"
MISSING_KEY = "FC202"
MOST_ALLOWED = 24  #: words listed under `allowed`


class Finding(NamedTuple):
    """A finding by its path; `part` says whether the key or the value at the path is meant."""

    code: str
    message: str
    path: Path
    part: Literal["key", "value"] = "value"
    allowed: tuple[str, ...] = ()
    help: str | None = None
    notes: tuple[str, ...] = ()
    related: Path | None = None
    names: str | None = None  #: the key that is missing, or that a misspelt one was meant to be


def findings(refusals: Iterable[Refusal], document: Located) -> Iterator[Diagnostic]:
    """Turn refusals into findings, less those about values that could not be read and keys that are there misspelt."""
    found = [finding for refusal in refusals for finding in explain(refusal)]
    misspelt = {(f.path[:-1], f.names) for f in found if f.code == UNKNOWN_KEY and f.names}
    for finding in found:
        if finding.code == MISSING_KEY and (finding.path, finding.names) in misspelt:
            continue
        if not any(finding.path[: len(path)] == path for path in document.flawed):
            yield _located(finding, document)


def _located(finding: Finding, document: Located) -> Diagnostic:
    related: tuple[tuple[Span, str], ...] = ()
    if finding.related is not None:
        related = ((document.locate(finding.related), "first listed here"),)
    return Diagnostic(
        finding.code,
        finding.message,
        span=document.locate(finding.path, finding.part),
        allowed=finding.allowed,
        help=finding.help,
        notes=finding.notes,
        related=related,
    )


def explain(refusal: Refusal) -> Iterable[Finding]:
    """Say what is wrong, by the keyword of the schema that refused it."""
    if refusal.keyword in {"oneOf", "anyOf"}:
        choices = branches.constants(refusal)
        if choices is not None:
            return [_choice(refusal, choices)]
        chosen = branches.meant(refusal)
        return [finding for inner in chosen for finding in explain(inner)] or [_no_branch(refusal)]
    handler = _HANDLERS.get(str(refusal.keyword), _other)
    return handler(refusal)


def _within(path: Path) -> str:
    return f" in `{dotted(path)}`" if path else ""


def dotted(path: Path) -> str:
    """Write a path as people do: `examples[0].given`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{shorten(step)}"
    return text.removeprefix(".")


def _unknown_keys(refusal: Refusal) -> Iterator[Finding]:
    path = refusal.path
    known: Mapping[str, Any] = refusal.schema.get("properties", {})
    free = tuple(sorted(key for key in known if key not in refusal.value))
    for key in refusal.value:
        if key in known:
            continue
        near = nearest(key, known)
        if near is None:
            help_ = None
        elif near in refusal.value:
            help_ = f"`{near}` is there already"
        else:
            help_ = f"did you mean `{near}`?"
        message = f"unknown key `{shorten(key)}`{_within(path)}"
        yield Finding(UNKNOWN_KEY, message, (*path, key), "key", free, help_, names=near)


def _missing(refusal: Refusal) -> Iterator[Finding]:
    path = refusal.path
    for key in refusal.wanted:
        if key in refusal.value:
            continue
        description = refusal.schema.get("properties", {}).get(key, {}).get("description")
        help_ = f"add `{key}: …`" + (f" ({description.rstrip('.')})" if description else "")
        yield Finding(MISSING_KEY, f"`{key}` is missing{_within(path)}", path, "key", help=help_, names=key)


def _dependent(refusal: Refusal) -> Iterator[Finding]:
    path = refusal.path
    for key, needed in refusal.wanted.items():
        for other in needed:
            if key in refusal.value and other not in refusal.value:
                message = f"`{key}` needs `{other}` beside it{_within(path)}"
                yield Finding("FC211", message, (*path, key), "key", help=f"add `{other}: …`")


def _type(refusal: Refusal) -> Iterator[Finding]:
    types = refusal.wanted
    yield _wrong_type(refusal, [types] if isinstance(types, str) else types)


def _wrong_type(refusal: Refusal, types: list[str]) -> Finding:
    message = f"expected {hints.one_of_types(types)}, found {found(refusal.value)}"
    help_ = hints.for_type(types, refusal.value) or hints.example(refusal.schema)
    description = refusal.schema.get("description")
    notes = (description,) if description and help_ is None else ()
    return Finding("FC203", message, refusal.path, refusal.part, help=help_, notes=notes)


def _no_branch(refusal: Refusal) -> Finding:
    return _wrong_type(refusal, branches.types(refusal))


def _enum(refusal: Refusal) -> Iterator[Finding]:
    yield _choice(refusal, refusal.wanted)


def _const(refusal: Refusal) -> Iterator[Finding]:
    yield _choice(refusal, [refusal.wanted])


def _choice(refusal: Refusal, choices: list[Any]) -> Finding:
    """Refuse a value that is none of a few."""
    words = [value if isinstance(value, str) else shown(value) for value in choices]
    if len(words) == 1:
        word = f"`{words[0]}`" if isinstance(choices[0], str) else words[0]
        message = f"expected {word}, found {found(refusal.value)}"
        return Finding("FC204", message, refusal.path, refusal.part, help=f"write {word}")
    near = nearest(refusal.value, words) if isinstance(refusal.value, str) else None
    message = f"{shown(refusal.value)} is none of the values allowed here"
    help_ = f"did you mean `{near}`?" if near else None
    return Finding("FC204", message, refusal.path, refusal.part, tuple(words), help_)


def _unknown_id(refusal: Refusal) -> Iterator[Finding]:
    kind: str = refusal.wanted
    known: Mapping[str, str] = refusal.schema["known"]
    near = nearest(refusal.value, known)
    allowed = sorted(known)
    if len(allowed) > MOST_ALLOWED:
        allowed = [*allowed[:MOST_ALLOWED], f"… ({len(allowed) - MOST_ALLOWED} more)"]
    help_ = f"did you mean `{near}`?" if near else hints.where_to_add(kind)
    message = f"unknown {kind} `{shorten(refusal.value)}`"
    yield Finding("FC205", message, refusal.path, refusal.part, tuple(allowed), help_)


def _pattern(refusal: Refusal) -> Iterator[Finding]:
    wanted = refusal.schema.get("x-message") or f"text like {refusal.wanted}"
    near = hints.slug(refusal.value, refusal.wanted)
    help_ = f"did you mean `{near}`?" if near else None
    yield Finding(
        "FC206", f"expected {wanted}, found {shown(refusal.value)}", refusal.path, refusal.part, help=help_
    )


def _bound(refusal: Refusal) -> Iterator[Finding]:
    value, limit = shown(refusal.value), shown(refusal.wanted)
    if refusal.keyword == "minimum":
        message = f"{value} is less than {limit}, the least allowed"
    else:
        message = f"{value} is more than {limit}, the most allowed"
    yield Finding("FC207", message, refusal.path)


def _length(refusal: Refusal) -> Iterator[Finding]:
    keyword, limit = str(refusal.keyword), refusal.wanted
    noun = {"Items": "item", "Properties": "entry", "Length": "character"}[keyword[3:]]
    nouns = "entries" if noun == "entry" else None
    least = "at least" if keyword[:3] == "min" else "at most"
    message = f"expected {least} {plural(limit, noun, nouns)}, found {len(refusal.value)}"
    yield Finding("FC208", message, refusal.path, refusal.part)


def _repeated(refusal: Refusal) -> Iterator[Finding]:
    path = refusal.path
    seen: dict[str, int] = {}
    for index, item in enumerate(refusal.value):
        first = seen.setdefault(repr(item), index)
        if first != index:
            message = f"{shown(item)} is listed twice"
            yield Finding(
                "FC209", message, (*path, index), help="keep one of the two", related=(*path, first)
            )


def _forbidden(refusal: Refusal) -> Iterator[Finding]:
    message = refusal.schema.get("x-message") or "this is not allowed here"
    part: Literal["key", "value"] = (
        "value" if refusal.wanted else "key"
    )  # `not: {}` refuses the key, whatever its value
    yield Finding("FC210", message, refusal.path, part)


def _other(refusal: Refusal) -> Iterator[Finding]:
    message = refusal.schema.get("x-message") or f"the schema's `{refusal.keyword}` does not hold here"
    yield Finding("FC210", message, refusal.path, refusal.part)


_HANDLERS: Mapping[str, Callable[[Refusal], Iterable[Finding]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing,
    "dependentRequired": _dependent,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "x-known": _unknown_id,
    "pattern": _pattern,
    "minimum": _bound,
    "maximum": _bound,
    **dict.fromkeys(
        ("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"), _length
    ),
    "uniqueItems": _repeated,
    "not": _forbidden,
}
