"""What is trained beside the adapter: copies of whole modules, embeddings of single tokens, biases of the model itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting import naming
from finetune_catalog.counting.counts import Line
from finetune_catalog.counting.layout import paths, within
from finetune_catalog.counting.refusal import Refusal, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from finetune_catalog.counting.selection import Taken
    from finetune_catalog.counting_records import Counting
    from finetune_catalog.models import Model, Module
    from finetune_catalog.records import CatalogData

COPY, TOKENS, BIAS, WEIGHTS = "copy", "trained tokens", "bias", "weights"
NO_BIAS, ALL_BIASES, OWN_BIASES = "none", "all", "_only"


def saved_names(data: CatalogData, counting: Counting, values: Mapping[str, Any]) -> tuple[str, ...]:
    """List the names of modules to train whole: those given, and the heads of the task."""
    if counting.saves is None:
        return ()
    names = tuple(
        values.get(counting.saves) or ()
    )  # a text counts by its letters, as it does for the library
    task = data.tasks.get(values.get("task_type") or "")
    return (*names, *(task.saves if task else ()))


def tied_paths(model: Model) -> tuple[str, ...]:
    """List the modules whose weight is the input embedding's."""
    source = f"{model.input_embedding}."
    return tuple(m.path for m in model.modules if any(to.startswith(source) for _, to in m.tied))


def tied_targets(
    counting: Counting, values: Mapping[str, Any], model: Model, saves: tuple[str, ...]
) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Where modules are to stay tied, take the input embedding in place of those tied to it, saved or adapted."""
    if counting.ties is None or not values.get(counting.ties[0]) or model.input_embedding is None:
        return values, saves
    tied = tied_paths(model)
    names = counting.ties[1]
    targets = counting.targets.modules if counting.targets else None
    wanted = values.get(targets or "")
    if not tied:
        return values, saves
    if any(name.rpartition(".")[2] in names for name in saves):
        return values, _replaced(saves, model.input_embedding, tied)
    if isinstance(wanted, tuple) and any(name.rpartition(".")[2] in names for name in wanted):
        kept = (*_replaced(wanted, model.input_embedding, tied), *tied)
        return {**values, targets or "": kept}, saves
    return values, saves


def _replaced(names: Sequence[str], embedding: str, tied: Sequence[str]) -> tuple[str, ...]:
    kept = list(names) if embedding in names else [*names, embedding]
    for path in tied:
        found = next((name for name in kept if naming.inside([name], None)(path)), None)
        if found is not None:
            kept.remove(found)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Saved:
    path: str
    modules: tuple[Module, ...]


def trained_beside(
    counting: Counting,
    values: Mapping[str, Any],
    model: Model,
    taken: Taken,
    saves: tuple[str, ...],
) -> Iterator[Line]:
    """Yield what is trained beside the adapter.

    Raises:
        RefusedError: a module is both adapted and saved; a token is none of the embedding's.
    """
    saved = tuple(_saved(model, saves, taken, counting.saves))
    for one in saved:
        for module in one.modules:
            size = module.shape.size
            yield Line(COPY, module.shape.pattern, 1, size, stored=size)
    if counting.tokens is not None:
        yield from _tokens(counting, values, model, saves)
    copied = {module.path for one in saved for module in one.modules}
    yield from _biases(counting, values, model, taken, copied)
    if counting.trains is not None:
        yield from _trained(counting.trains, model)


def _saved(model: Model, names: tuple[str, ...], taken: Taken, about: str | None) -> Iterator[_Saved]:
    """Yield the modules whose path ends with a name, after a dot or not; inside one of them none counts again."""
    adapted = {path for path, _ in taken.modules}
    inside: str | None = None
    for path in paths(model) if names else ():
        if not path.endswith(names) or (inside is not None and path.startswith(inside)):
            continue
        if path in adapted:
            message = f"`{path}` is adapted, and its name ends with that of a module trained whole"
            raise RefusedError(Refusal("FC752", message, "leave it out of the targets", about))
        inside = f"{path}."
        yield _Saved(path, within(model, path))


def _tokens(
    counting: Counting, values: Mapping[str, Any], model: Model, saves: tuple[str, ...]
) -> Iterator[Line]:
    about = counting.tokens
    assert about is not None
    given = values.get(about)
    if given is None:
        return
    if not isinstance(given, dict):
        given = {model.input_embedding or "": given}
    tied = frozenset(tied_paths(model))
    wrapped: set[str] = set()
    for name, indices in given.items():
        if name in saves:
            message = f"`{name}` is trained whole, and single tokens of it as well"
            raise RefusedError(Refusal("FC752", message, "name it in one of them", about))
        found = [m for m in model.modules if m.path.endswith(name)]
        if not found:
            raise RefusedError(
                Refusal("FC751", f"the model has no module `{name}`", "name an embedding", about)
            )
        for module in found:
            if module.path in tied and model.input_embedding in wrapped:
                continue  # it shares the embedding's
            wrapped.add(module.path)
            yield _token_line(module, indices, about)


def _token_line(module: Module, indices: Sequence[int], about: str) -> Line:
    weight = next((shape for name, shape in module.shape.parameters if name == "weight"), ())
    if len(weight) != 2:
        raise RefusedError(
            Refusal("FC752", f"`{module.path}` has no rows for tokens", "name an embedding", about)
        )
    rows, width = weight
    wrong = next((index for index in indices if not -rows <= index < rows), None)
    if wrong is not None:
        message = f"token {wrong} is none of the {rows:,} of `{module.path}`"
        raise RefusedError(Refusal("FC750", message, f"0 to {rows - 1:,}", about))
    size = len(indices) * width
    return Line(TOKENS, module.path, 1, size, stored=size)


def _biases(
    counting: Counting, values: Mapping[str, Any], model: Model, taken: Taken, copied: set[str]
) -> Iterator[Line]:
    """Yield the model's own biases that are trained: all, or those of the modules taken.

    A shared one is trained once, and saved under each of its names.
    """
    word = values.get(counting.bias or "") or NO_BIAS
    if counting.bias is None or word == NO_BIAS:
        return
    if word == ALL_BIASES:
        modules = model.modules
    elif word.endswith(OWN_BIASES):
        modules = tuple(module for _, module in taken.modules if module is not None)
    else:
        message = f"{word!r} says nothing of biases"
        allowed = (NO_BIAS, ALL_BIASES, f"lora{OWN_BIASES}")
        raise RefusedError(Refusal("FC750", message, "choose one of them", counting.bias, allowed))
    owners: set[str] = set()
    for module in modules:
        size = sum(prod(shape) for name, shape in module.shape.parameters if name == BIAS)
        if not size:
            continue
        owner = dict(module.tied).get(BIAS, f"{module.path}.{BIAS}")
        trained = module.path not in copied and owner not in owners
        if trained:
            owners.add(owner)
        stored = (
            2 * size if module.path in copied else size
        )  # under its own name and its copy's, beside the copy
        yield Line(BIAS, module.shape.pattern, 1, size, trained, added=False, stored=stored)


def _trained(which: str, model: Model) -> Iterator[Line]:
    for module in model.modules:
        tied = dict(module.tied)
        for name, shape in module.shape.parameters:
            if name not in tied and (which == ALL_BIASES or name == BIAS):
                size = prod(shape)
                yield Line(name, module.shape.pattern, 1, size, added=False, stored=size)
