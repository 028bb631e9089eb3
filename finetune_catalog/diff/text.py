"""A comparison for people: changes by entry, formulas one above the other, numbers with the point they belong to."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from finetune_catalog.diff.model import required_bump
from finetune_catalog.text import plural, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finetune_catalog.diff.model import Change, Numbers

WIDTH = 80
_INDENT = "    "


def render_text(changes: Sequence[Change], *, old: str = "", new: str = "", width: int = WIDTH) -> str:
    """Write changes in at most `width` columns, grouped by entry, and the bump they ask for; `old` and `new` name the catalogs."""
    lines = [f"{old} → {new}", ""] if old and new else []
    for (kind, id_), group in groupby(changes, key=lambda change: (change.kind, change.id)):
        lines.append(f"{kind} {id_}" if kind != "catalog" else "catalog")
        for change in group:
            lines += (_INDENT[:2] + text for text in _described(change, width - 2))
        lines.append("")
    bump = required_bump(changes)
    said = f"{plural(len(changes), 'change')}: {bump.word}" if bump is not None else "no changes"
    return "\n".join([*lines, said]) + "\n"


def line(change: Change) -> str:
    """Say a change in one line."""
    what = f"{change.kind} `{change.id}`" + (f", {place(change)}" if change.at else "")
    if change.action == "renamed":
        return f"{what} was `{change.old}`"
    if change.action == "changed" and (change.old is not None or change.new is not None):
        return f"{what}: {shorten(shown(change.old))} → {shorten(shown(change.new))}"
    return f"{what} {change.action}"


def place(change: Change) -> str:
    """Name what in an entry changed: `metrics.training_speedup.formula`."""
    return ".".join(change.at)


def shown(value: Any) -> str:
    """Write a value as the catalog's files do."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(shown(item) for item in value) + "]"
    return value if isinstance(value, str) else repr(value)


def _described(change: Change, width: int) -> Iterator[str]:
    label = f"{change.bump.word:<6}"
    what = place(change) or ""
    match change.action:
        case "renamed":
            yield _cut(f"{label}renamed from {change.old}", width)
        case "changed" if change.old is None and change.new is None:
            yield _cut(f"{label}{what}", width)
        case "changed":
            one = f"{label}{what}: {shown(change.old)} → {shown(change.new)}"
            if len(one) <= width:
                yield one
            else:
                yield _cut(f"{label}{what}", width)
                yield _cut(f"{_INDENT}- {shown(change.old)}", width)
                yield _cut(f"{_INDENT}+ {shown(change.new)}", width)
        case _:
            value = change.new if change.action == "added" else change.old
            said = f"{label}{what + ' ' if what else ''}{change.action}"
            yield _cut(said if value is None else f"{said}: {shown(value)}", width)
    if change.remark:
        yield _cut(f"{_INDENT}{change.remark}", width)
    if change.numbers is not None and change.numbers.differing:
        yield from (_cut(f"{_INDENT}{text}", width) for text in numbers_text(change.numbers))


def numbers_text(numbers: Numbers) -> Iterator[str]:
    """Say at how many points a number differs, and show some."""
    if numbers.points == 1 and not numbers.samples[0].given:
        sample = numbers.samples[0]
        yield f"{number(sample.old)} → {number(sample.new)}"
        return
    yield f"another number at {numbers.differing} of {plural(numbers.points, 'point')}"
    for sample in numbers.samples:
        given = " ".join(f"{name}={shown(value)}" for name, value in sample.given.items())
        yield f"  {given}: {number(sample.old)} → {number(sample.new)}"


def number(value: Any) -> str:
    """Write a number to the digits that tell it from its neighbours."""
    return "no value" if value is None else repr(value)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
