"""The modules of an architecture: each formula of each checked, and whether its keys fit its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, nearest
from finetune_catalog.loading.declarations import COUNT, TRUTH
from finetune_catalog.loading.module_kinds import COMMON_KEYS, MODULE_KINDS
from finetune_catalog.loading.raw import formula_text, is_mapping, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.loading.formulas import Formulas
    from finetune_catalog.loading.link_architecture import LinkedArchitecture, Scopes
    from finetune_catalog.loading.raw import Path
    from finetune_catalog.loading.scope import Names
    from finetune_catalog.loading.sheets import Sheet

_COUNTS = ("in", "out", "entries", "size", "groups")
_TRUTHS = ("bias", "weight", "when")


def link_containers(result: LinkedArchitecture, path: Path, scopes: Scopes, formulas: Formulas) -> None:
    """Check the lengths of the module lists at a path of the file."""
    for container, entry in mapping(result.sheet.get(path)).items():
        names, where = scopes.of(container), (*path, container)
        if is_mapping(entry):
            result.check(formulas, (*where, "length"), names, COUNT)
            result.check(formulas, (*where, "when"), names, TRUTH)
        else:
            result.check(formulas, where, names, COUNT)


def link_modules(result: LinkedArchitecture, path: Path, scopes: Scopes, formulas: Formulas) -> None:
    """Check the modules at a path of the file."""
    for name, entry in mapping(result.sheet.get(path)).items():
        if is_mapping(entry):
            where: Path = (*path, name)
            result.found += _unfit(result.sheet, where)
            _link_module(result, where, scopes.of(name), formulas)


def _link_module(result: LinkedArchitecture, path: Path, names: Names, formulas: Formulas) -> None:
    entry = result.sheet.get(path)
    for key in (*_COUNTS, "buffers"):
        if key in entry:
            result.check(formulas, (*path, key), names, COUNT)
    for key in _TRUTHS:
        if key in entry:
            result.check(formulas, (*path, key), names, TRUTH)
    _link_shape(result, (*path, "kernel"), names, formulas)
    channels = [formula_text(entry.get(key)) for key in ("in", "groups")]
    if None not in channels:
        checked, _ = formulas.check(f"({channels[0]}) // ({channels[1]})", names.known, COUNT)
        if checked is not None:
            result.per_group[path] = checked
    for name, shape in mapping(entry, "parameters").items():
        where: Path = (*path, "parameters", name)
        if is_mapping(shape):
            result.check(formulas, (*where, "when"), names, TRUTH)
            where = (*where, "shape")
        _link_shape(result, where, names, formulas)
    for where in ties(entry):
        if "when" in mapping(result.sheet.get((*path, *where))):
            result.check(formulas, (*path, *where, "when"), names, TRUTH)


def _link_shape(result: LinkedArchitecture, path: Path, names: Names, formulas: Formulas) -> None:
    shape = result.sheet.get(path)
    if isinstance(shape, list):
        for index in range(len(shape)):
            result.check(formulas, (*path, index), names, COUNT)


def ties(entry: object) -> list[Path]:
    """Return the paths, inside a module's entry, of what it says of shared parameters: one mapping, or a list of them."""
    tied = mapping(entry).get("tied")
    if isinstance(tied, list):
        return [("tied", index) for index in range(len(tied))]
    return [("tied",)] if is_mapping(tied) else []


def _unfit(sheet: Sheet, path: Path) -> Iterator[Diagnostic]:
    """Say which keys a module of its kind does not have, and which it lacks."""
    entry = sheet.get(path)
    kind = MODULE_KINDS.get(str(entry.get("kind")))
    if kind is None:
        return  # its schema says so
    known = kind.keys | COMMON_KEYS
    for key in entry:
        if key not in known and (key in _COUNTS or key in _TRUTHS or key == "kernel"):
            near = nearest(key, kind.keys)
            yield Diagnostic(
                "FC615",
                f"a module of kind {entry['kind']} has no `{key}`",
                span=sheet.key((*path, key)),
                allowed=tuple(sorted(known - {"first"})),
                help=f"did you mean `{near}`?"
                if near
                else "remove it, or state the shape under `parameters`",
            )
    for key in kind.needs:
        if key not in entry:
            message = f"a module of kind {entry['kind']} needs `{key}`"
            yield Diagnostic("FC615", message, span=sheet.key(path), help=f"add `{key}: …`")
    kernel = entry.get("kernel")
    if kind.kernel and isinstance(kernel, list) and len(kernel) != kind.kernel:
        message = f"the kernel of a {entry['kind']} has {kind.kernel} sizes, not {len(kernel)}"
        yield Diagnostic(
            "FC615", message, span=sheet.value((*path, "kernel")), help="state one for each axis"
        )
