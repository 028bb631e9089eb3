"""Modules that are trained whole, as copies: which of them, and what stays tied to what."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting import naming
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.counting.tasks import task_of
from finetune_catalog.frozen import frozen, replace
from finetune_catalog.text import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finetune_catalog.counting_records import Counting
    from finetune_catalog.models import Model, Module
    from finetune_catalog.records import CatalogData


@frozen
class Saves:
    """Names of the modules to copy: `first` before the tokens, which no target reaches; then `then`, the heads as well.

    `tied` are the paths of modules that share the copy of the input embedding.
    """

    first: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()


def saves_of(data: CatalogData, counting: Counting, values: Mapping[str, Any]) -> Saves:
    """Tell the names of modules to copy: those given, and the heads of the task.

    Raises:
        RefusedError: the names are one text, to which heads cannot be added.
    """
    if counting.saves is None:
        return Saves()
    # a text counts by its letters, as it does for the library
    names = values.get(counting.saves) or ()
    given = tuple(names)
    task = task_of(data, counting, values)
    if task is None or not task.saves:
        return Saves(given)
    if isinstance(names, str):
        message = f"the modules to save are a list of names, and one text here, {shorten(names)!r}"
        raise RefusedError(Refusal("FC750", message, "put the name in brackets", counting.saves))
    return Saves((*given, *task.saves) if task.spares else given, (*given, *task.saves))


@lru_cache(maxsize=16)
def tied_paths(model: Model) -> tuple[str, ...]:
    """List the modules whose weight is the input embedding's, or is taken for it."""
    embedding = next((m for m in model.modules if m.path == model.input_embedding), None)
    if embedding is None:
        return ()
    weights = {f"{embedding.path}.{name}": to for name, to in embedding.tied}
    owners = {weights.get(name, name) for name in _names(embedding)}
    others = (m for m in model.modules if m is not embedding)
    found = [
        m.path for m in others if owners.intersection(_names(m)) or owners.intersection(dict(m.tied).values())
    ]
    return tuple(dict.fromkeys((*found, *model.said_tied)))


def _names(module: Module) -> tuple[str, ...]:
    return tuple(f"{module.path}.{name}" for name, _ in module.shape.parameters)


def kept_tied(
    counting: Counting, values: Mapping[str, Any], model: Model, saves: Saves
) -> tuple[Mapping[str, Any], Saves, tuple[str, ...]]:
    """Where modules are to stay tied, take the input embedding in place of those tied to it, saved or adapted.

    Returns:
        The values, the modules to save, and the paths that are adapted beside those that the values name.
    """
    if counting.ties is None or not values.get(counting.ties[0]) or model.input_embedding is None:
        return values, saves, ()
    tied = tied_paths(model)
    if not tied:
        return values, saves, ()
    names = counting.ties[1]
    option = counting.targets.modules if counting.targets else None
    wanted = values.get(option or "")
    embedding = model.input_embedding
    if _any_named(saves.first, names):
        then = _replaced(saves.then, embedding, tied) if saves.then else ()
        return values, replace(saves, first=_replaced(saves.first, embedding, tied), then=then, tied=tied), ()
    if isinstance(wanted, str):
        if not any(map(naming.by_names(wanted, option), names)):
            return values, saves, ()
        return {**values, option or "": rf"(?:{wanted}|^{re.escape(embedding)}$)"}, saves, tied
    if _any_named(wanted or (), names):
        return {**values, option or "": _replaced(wanted or (), embedding, tied)}, saves, tied
    return values, saves, ()


def _any_named(given: Sequence[str], names: Sequence[str]) -> bool:
    return any(naming.last(name) in names for name in given)


def _replaced(names: Sequence[str], embedding: str, tied: Sequence[str]) -> tuple[str, ...]:
    kept = list(names) if embedding in names else [*names, embedding]
    for path in tied:
        found = next((name for name in kept if naming.inside([name], None)(path)), None)
        if found is not None:
            kept.remove(found)
    return tuple(kept)
