"""Paths of an architecture: each `*` stands in a list of modules, and what is named is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics import Diagnostic, nearest
from finetune_catalog.loading.link_modules import ties
from finetune_catalog.loading.paths import INDICES, joined, within
from finetune_catalog.loading.raw import is_mapping, mapping, text_or

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from finetune_catalog.loading.raw import Path
    from finetune_catalog.loading.sheets import Sheet


def misled(sheet: Sheet) -> Iterator[Diagnostic]:
    """Find every path that leads nowhere."""
    containers = set(mapping(sheet.data, "containers"))
    modules = set(mapping(sheet.data, "modules"))
    yield from _indices(sheet, ("containers",), containers)
    yield from _indices(sheet, ("modules",), containers)
    yield from _indices(sheet, ("bare",), containers)
    yield from _tied(sheet, ("modules",), modules)
    yield from _named(sheet, ("layers",), containers, "list of modules")
    for name, entry in mapping(sheet.data, "classes").items():
        yield from _class(sheet, ("classes", name), entry, containers, modules)


def _class(
    sheet: Sheet, path: Path, entry: object, containers: set[str], modules: set[str]
) -> Iterator[Diagnostic]:
    base = text_or(mapping(entry).get("base"))
    lists = {joined(base, each) for each in containers} | set(mapping(entry, "containers"))
    there = {joined(base, each) for each in modules} | set(mapping(entry, "modules"))
    yield from _indices(sheet, (*path, "containers"), lists)
    yield from _indices(sheet, (*path, "modules"), lists)
    yield from _indices(sheet, (*path, "bare"), lists)
    yield from _tied(sheet, (*path, "modules"), there)
    for key in ("input_embedding", "output_embedding", "said_tied"):
        written = mapping(entry).get(key)
        places = range(len(written)) if isinstance(written, list) else None
        for where in [(key,)] if places is None else [(key, place) for place in places]:
            yield from _named(sheet, (*path, *where), _with_outer(there), "module")
    yield from _named(sheet, (*path, "layers"), lists, "list of modules")
    for index, lacking in enumerate(mapping(entry).get("without") or ()):
        if not any(within(each, text_or(lacking)) for each in (*containers, *modules)):
            yield from _named(sheet, (*path, "without", index), modules, "module")


def _with_outer(paths: Iterable[str]) -> set[str]:
    """Return paths with those of every module around theirs, which may own no parameters itself."""
    return {
        ".".join(steps[:end])
        for steps in (path.split(".") for path in paths)
        for end in range(1, len(steps) + 1)
    }


def _indices(sheet: Sheet, at: Path, containers: Iterable[str]) -> Iterator[Diagnostic]:
    """Check that every `*` stands right below a list of modules."""
    known = set(containers)
    for path in mapping(sheet.get(at)):
        steps = path.split(".")
        if path.count("*") > len(INDICES):
            message = f"`{path}` has more than {len(INDICES)} indices"
            help_ = "write the innermost ones out"
            yield Diagnostic("FC614", message, span=sheet.key((*at, path)), help=help_)
        for place, step in enumerate(steps):
            container = ".".join(steps[:place])
            if "*" in step and container not in known:
                near = nearest(container, known)
                yield Diagnostic(
                    "FC614",
                    f"`*` stands for every index of `{container}`, which is no list of modules",
                    span=sheet.key((*at, path)),
                    allowed=tuple(sorted(known)),
                    help=f"did you mean `{near}`?"
                    if near
                    else f"state its length: `containers: {{{container}: …}}`",
                )
                break


def _tied(sheet: Sheet, at: Path, modules: set[str]) -> Iterator[Diagnostic]:
    for name, entry in mapping(sheet.get(at)).items():
        for where in ties(entry):
            tie = mapping(sheet.get((*at, name, *where)))
            for parameter, target in tie.items():
                module, _, _ = text_or(target).rpartition(".")
                if parameter != "when" and module not in modules:
                    yield from _named(sheet, (*at, name, *where, parameter), modules, "parameter", module)


def _named(
    sheet: Sheet, path: Path, known: Iterable[str], what: str, word: str | None = None
) -> Iterator[Diagnostic]:
    """Say that the path written at a place of the file names nothing, where it does not."""
    written: Any = sheet.get(path)
    known = sorted(known)
    word = text_or(written) if word is None else word
    if written is None or is_mapping(written) or word in known:
        return
    near = nearest(word, known)
    yield Diagnostic(
        "FC614",
        f"there is no {what} `{written}`",
        span=sheet.value(path),
        allowed=tuple(known) if len(known) <= 12 else (),
        help=f"did you mean `{near}`?" if near else "write the path of one that is there",
    )
