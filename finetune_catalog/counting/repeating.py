"""Models with layers that are repeated, before anything is added to them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from finetune_catalog.counting.layout import is_list, paths
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.frozen import replace
from finetune_catalog.models import Model, Module
from finetune_catalog.text import quoted, word_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finetune_catalog.counting_records import Repeats

MOST = 10_000  #: layers that a model may be made of


@lru_cache(maxsize=8)
def repeated(model: Model, spans: Sequence[tuple[int, int]], rule: Repeats) -> Model:
    """Give a model whose layers are those of the spans, one span after the other; the repeated ones share their weights.

    Raises:
        RefusedError: the model has none of the lists, or a span leaves it.
    """
    head = f"{_layers(model, rule)}."
    layers: dict[int, list[Module]] = {}
    for module in model.modules:
        if module.path.startswith(head):
            layers.setdefault(int(module.path[len(head) :].partition(".")[0]), []).append(module)
    count = max(layers) + 1
    order: list[int] = []
    for first, end in spans:
        for index in range(first, min(end, count + 1)):
            if not -count <= index < count:
                message = f"layer {index} is none of the {count} that {head[:-1]} has"
                hint = f"spans are [first, end): [0, {count}] is all of them"
                raise RefusedError(Refusal("FC757", message, hint, rule.by))
            order.append(index % count)
        if len(order) > MOST:
            message = f"the spans come to more than {MOST:,} layers"
            raise RefusedError(Refusal("FC757", message, "repeat fewer of them", rule.by))
    return replace(model, modules=tuple(_with_layers(model, head, layers, order)))


def _layers(model: Model, rule: Repeats) -> str:
    known = paths(model)
    inside = ""
    while (step := next((name for name in rule.through if inside + name in known), None)) is not None:
        inside += f"{step}."
    found = next((inside + path for path in rule.lists if inside + path in known), None)
    if found is None or not is_list(model, found):
        where = f"in {inside[:-1]}" if inside else "at the top"
        message = f"{model.name} has no list of layers {where} that could be repeated"
        hint = f"leave it out; layers are repeated where the list is {word_list(quoted(rule.lists), 'or')}"
        raise RefusedError(Refusal("FC757", message, hint, rule.by))
    return found


def _with_layers(
    model: Model, head: str, layers: Mapping[int, list[Module]], order: Sequence[int]
) -> list[Module]:
    made: list[Module] = []
    placed = False
    first: dict[int, int] = {}
    for module in model.modules:
        if not module.path.startswith(head):
            made.append(module)
        elif not placed:
            placed = True
            for place, index in enumerate(order):
                shared = first.setdefault(index, place)
                made += (_moved(m, head, place, shared) for m in layers[index])
    return made


def _moved(module: Module, head: str, place: int, shared: int) -> Module:
    """Give a module of another layer's path; where that layer came before, its parameters are the first one's."""
    rest = module.path[len(head) :].partition(".")[2]
    tied = module.tied
    if place != shared:
        tied = tuple((name, f"{head}{shared}.{rest}.{name}") for name, _ in module.shape.parameters)
    return Module(f"{head}{place}.{rest}", module.shape, tied)
