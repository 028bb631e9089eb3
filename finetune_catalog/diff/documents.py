"""A comparison for programs and for release notes: JSON, and Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diff.model import Bump, required_bump
from finetune_catalog.diff.text import number, numbers_text, place, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finetune_catalog.diff.model import Change

_TITLES = {
    Bump.MAJOR: "Ids and meanings (major)",
    Bump.MINOR: "Entries and numbers (minor)",
    Bump.PATCH: "Texts and sources (patch)",
}


def document(changes: Sequence[Change], *, old: str = "", new: str = "") -> dict[str, Any]:
    """Give a comparison as JSON has it: the bump asked for, and the changes."""
    bump = required_bump(changes)
    return {
        "old": old,
        "new": new,
        "bump": bump and bump.word,
        "changes": [_change(change) for change in changes],
    }


def _change(change: Change) -> dict[str, Any]:
    said: dict[str, Any] = {
        "bump": change.bump.word,
        "action": change.action,
        "kind": change.kind,
        "id": change.id,
        "at": list(change.at),
        "old": change.old,
        "new": change.new,
    }
    if change.remark:
        said["remark"] = change.remark
    if change.numbers is not None:
        said["numbers"] = {
            "points": change.numbers.points,
            "differing": change.numbers.differing,
            "samples": [
                {"given": dict(sample.given), "old": sample.old, "new": sample.new}
                for sample in change.numbers.samples
            ],
        }
    return said


def render_json(changes: Sequence[Change], *, old: str = "", new: str = "") -> str:
    """Write a comparison as JSON."""
    import json

    return json.dumps(document(changes, old=old, new=new), indent=2, ensure_ascii=False) + "\n"


def render_markdown(changes: Sequence[Change], *, old: str = "", new: str = "") -> str:
    """Write a comparison as a section of release notes: what matters most first."""
    lines = [f"## {old} → {new}", ""] if old and new else []
    for bump in sorted(Bump, reverse=True):
        group = [change for change in changes if change.bump is bump]
        if group:
            lines += [f"### {_TITLES[bump]}", "", *(text for change in group for text in _item(change)), ""]
    return "\n".join(lines or ["No changes.", ""])


def _item(change: Change) -> Iterator[str]:
    what = f"{change.kind} `{change.id}`" + (f" `{place(change)}`" if change.at else "")
    match change.action:
        case "renamed":
            yield f"- {what}: was `{change.old}`"
        case "changed" if change.old is None and change.new is None:
            yield f"- {what}"
        case "changed":
            yield f"- {what}: {_code(change.old)} → {_code(change.new)}"
        case _:
            value = change.new if change.action == "added" else None
            yield f"- {what} {change.action}" + (f": {_code(value)}" if value is not None else "")
    if change.remark:
        yield f"  ({change.remark})"
    numbers = change.numbers
    if numbers is None or not numbers.differing:
        return
    if numbers.points == 1 and not numbers.samples[0].given:
        yield from (f"  {text}" for text in numbers_text(numbers))
        return
    names = list(numbers.samples[0].given)
    yield from ("", f"  Another number at {numbers.differing} of {numbers.points} points:", "")
    yield "  | " + " | ".join([*names, "old", "new"]) + " |"
    yield "  |" + "---|" * (len(names) + 2)
    for sample in numbers.samples:
        cells = [*(shown(value) for value in sample.given.values()), number(sample.old), number(sample.new)]
        yield "  | " + " | ".join(cells) + " |"
    yield ""


def _code(value: Any) -> str:
    text = shown(value)
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"
