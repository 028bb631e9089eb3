"""Experts that became one tensor: names of modules that are no longer there stand for parameters now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.counting.layout import bare, paths
from finetune_catalog.counting.naming import ALL_LINEAR, last
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.frozen import replace
from finetune_catalog.text import quoted, word_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from finetune_catalog.counting.wanted import Wanted
    from finetune_catalog.counting_records import Counting, Fused, Targets
    from finetune_catalog.models import Model


def converted(
    counting: Counting, wanted: Wanted, targets: Targets, model: Model, linear: Callable[[], Iterable[str]]
) -> Wanted:
    """Rewrite the targets of a model whose experts are fused; those of any other stay as they are.

    Raises:
        RefusedError: one of several modules that became one parameter is named without the others.
    """
    family = next((one for one in counting.fused if model.architecture in one.architectures), None)
    if family is None:
        return wanted
    names = wanted.modules if wanted.modules is not None else ()
    if isinstance(names, str):
        last = _last_names(family, replace(wanted, modules=names), targets, model, linear)
        if not last:
            return wanted
        names = tuple(sorted(last))
    became = {name: _became(family, name) for name in names}
    parameters = {*wanted.parameters, *(new for old, new in became.values() if new is not None)}
    multiplied: dict[str, int] = {}
    for new, parts in family.together.items():
        present = {old for old, became_new in became.values() if became_new == new}
        if present and len(present) < len(parts):
            raise RefusedError(_incomplete(new, present, parts, targets))
        if present:
            multiplied[new] = len(parts)
    remaining = tuple(name for name in names if became[name][1] is None)
    return replace(
        wanted,
        modules=remaining,
        parameters=tuple(sorted(parameters)),
        multiplied=tuple(multiplied.items()),
        lost=wanted.modules is None,
    )


def _became(family: Fused, name: str) -> tuple[str, str | None]:
    """Give the old name that a target ends with, and what it became; None where it stays a module."""
    found = next(
        ((old, new) for old, new in family.names.items() if name == old or name.endswith(f".{old}")), None
    )
    return found or (name, None)


def _last_names(
    family: Fused, wanted: Wanted, targets: Targets, model: Model, linear: Callable[[], Iterable[str]]
) -> set[str]:
    """Give the last names of what a pattern matches: of modules, of parameters, and of the modules that there were."""
    from finetune_catalog.counting.selection import matcher

    assert isinstance(wanted.modules, str)
    if wanted.modules.lower() == ALL_LINEAR:
        return {last(path) for path in linear()} | set(family.names)
    left_out, taken = matcher(targets, wanted)

    def matches(path: str) -> bool:
        return taken(path) and not left_out(path)

    parameters = list(_parameter_paths(model))
    without = [path for group in bare(model) for path, _ in group.members]
    found = {last(path) for path in (*paths(model), *without, *parameters) if matches(path)}
    for old, new in family.names.items():
        if old not in found:
            holders = (path.rpartition(".")[0] for path in parameters if last(path) == new)
            if any(matches(f"{holder}.{old}") for holder in holders):
                found.add(old)
    return found


def _parameter_paths(model: Model) -> Iterator[str]:
    for module in model.modules:
        tied = dict(module.tied)
        yield from (f"{module.path}.{name}" for name, _ in module.shape.parameters if name not in tied)


def _incomplete(new: str, present: set[str], parts: tuple[str, ...], targets: Targets) -> Refusal:
    missing = [part for part in parts if part not in present]
    message = (
        f"{word_list(quoted(sorted(present)))} cannot be adapted without {word_list(quoted(missing))}: "
        f"they are one parameter, `{new}`, in this model"
    )
    return Refusal("FC752", message, f"name {word_list(quoted(parts))}, or none of them", targets.modules)
