"""From a configuration and a model to its counts: conditions held, modules taken, tensors counted."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.beside import ALL_BIASES, trained_beside
from finetune_catalog.counting.copies import copies, with_adapters
from finetune_catalog.counting.counts import Counts
from finetune_catalog.counting.formulas import Formulas
from finetune_catalog.counting.held import held_values
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.counting.saving import kept_tied, saves_of
from finetune_catalog.counting.selection import select
from finetune_catalog.counting.tensors import Tensors
from finetune_catalog.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from finetune_catalog.counting.counts import Line
    from finetune_catalog.counting.saving import Saves
    from finetune_catalog.counting_records import Counting
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method

#: what lines have in common that are joined
_kind = attrgetter("tensor", "where", "size", "trained", "added", "stored", "width")


def count(
    data: CatalogData,
    method: Method,
    values: Mapping[str, Any],
    model: Model,
    held: Mapping[str, tuple[str, Counts]] | None = None,
) -> tuple[Counts, None] | tuple[None, Refusal]:
    """Count what a method trains on a model.

    Args:
        data: the catalog
        method: the method, which has `counting`
        values: every parameter and option by id, as formulas see them
        model: the model, as the class that serves the configuration's task
        held: the configurations that it holds, by name: the method's id, and what it counts

    Returns:
        The counts, or None and why the configuration is refused.
    """
    try:
        return counted(data, method, values, model, held or {}), None
    except RefusedError as refused:
        return None, refused.refusal


def counted(
    data: CatalogData,
    method: Method,
    values: Mapping[str, Any],
    model: Model,
    held: Mapping[str, tuple[str, Counts]],
    formulas: type[Formulas] = Formulas,
) -> Counts:
    """Count as `count` does, with formulas of this class.

    Raises:
        RefusedError: the configuration is refused.
    """
    counting = method.counting
    if counting is None:
        message = f"{method.id} says nothing of what it trains on a model"
        raise RefusedError(Refusal("FC758", message, "choose another method, or give it `counts`"))
    spans = values.get(counting.repeats.by) if counting.repeats else None
    if counting.repeats and spans:
        from finetune_catalog.counting.repeating import repeated

        model = repeated(model, tuple(spans), counting.repeats)
    tensors = Tensors(data, method, values, model, formulas)
    tensors.require("configuration")
    values, saves, beside = kept_tied(counting, values, model, saves_of(data, counting, values))
    taken = select(data, counting, values, model, saves.first, beside)
    found = copies(model, counting, saves, taken.paths) if saves.first or saves.then else ()
    tensors.take(taken, saves, held_values(counting, held), with_adapters(found, taken))
    own = _saved_again(counting, saves, tensors.lines())
    others = trained_beside(counting, values, model, taken, saves, found)
    if counting.freezes and values.get(counting.freezes):
        own, others = _frozen(own, _bias_tensors(counting, values)), _frozen(others)
    elif counting.freezes_saved and values.get(counting.freezes_saved):
        others = _frozen(others)
    lines = folded((*own, *others))
    return Counts(own_parameters(model), lines, taken.adapted)


def _saved_again(counting: Counting, saves: Saves, lines: Iterator[Line]) -> Iterator[Line]:
    """Yield lines, with what is kept in a module that names of modules trained whole find: as it was, and its copy twice."""
    names = saves.then or saves.first
    found = {t.id for t in counting.adds.values() if names and t.kept_in and t.kept_in.endswith(names)}
    if not found:
        return lines
    return (replace(one, stored=3 * one.stored) if one.tensor in found else one for one in lines)


def _frozen(lines: Iterable[Line], but: frozenset[str] = frozenset()) -> Iterator[Line]:
    """Yield lines of which what was added is not trained, but for some tensors."""
    return (
        line if line.tensor in but else replace(line, trained=line.trained and not line.added)
        for line in lines
    )


def _bias_tensors(counting: Counting, values: Mapping[str, Any]) -> frozenset[str]:
    """Name the tensors that are trained with all biases of the model: the library looks for them once all is frozen."""
    if counting.bias is None or values.get(counting.bias) != ALL_BIASES:
        return frozenset()
    return frozenset(tensor.id for tensor in counting.adds.values() if tensor.bias)


def folded(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Join lines that differ in nothing but how many modules they are of."""
    first: dict[tuple[Any, ...], Line] = {}
    more: Counter[tuple[Any, ...]] = Counter()
    for line in lines:
        key = _kind(line)
        if first.setdefault(key, line) is not line:
            more[key] += line.modules
    return tuple(
        replace(line, modules=line.modules + more[key]) if key in more else line
        for key, line in first.items()
    )


@lru_cache(maxsize=16)
def own_parameters(model: Model) -> int:
    """Count a model's own parameters, shared ones once."""
    return model.parameters
