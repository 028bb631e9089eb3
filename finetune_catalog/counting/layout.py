"""A model's modules by path, those that only hold others among them, and models with repeated layers."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING

from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.models import Model, Module

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@lru_cache(maxsize=16)
def paths(model: Model) -> Mapping[str, Module | None]:
    """Give every module of a model by its path, in the library's order; None for one that only holds others."""
    made: dict[str, Module | None] = {}
    for module in model.modules:
        for path in accumulate(module.path.split("."), lambda head, part: f"{head}.{part}"):
            made.setdefault(path, None)
        made[module.path] = module
    return MappingProxyType(made)


@lru_cache(maxsize=64)
def within(model: Model, path: str) -> tuple[Module, ...]:
    """Give the modules with parameters at a path and below it."""
    below = f"{path}."
    return tuple(m for m in model.modules if m.path == path or m.path.startswith(below))


@lru_cache(maxsize=8)
def repeated(model: Model, spans: Sequence[tuple[int, int]], about: str) -> Model:
    """Give a model whose layers are those of the spans, one span after the other; the repeated ones share their weights.

    Raises:
        RefusedError: the model's layers are not known, or a span leaves them.
    """
    if model.layers is None:
        message = f"{model.name} has no one list of layers that could be repeated"
        raise RefusedError(Refusal("FC757", message, "leave it out", about))
    head = f"{model.layers}."
    layers: dict[int, list[Module]] = {}
    for module in model.modules:
        if module.path.startswith(head):
            layers.setdefault(int(module.path[len(head) :].partition(".")[0]), []).append(module)
    count = max(layers) + 1 if layers else 0
    order = [index for first, end in spans for index in range(first, min(end, count + 1))]
    wrong = next((index for index in order if index not in layers), None)
    if wrong is not None or not order:
        message = f"layer {wrong} is none of the model's layers" if order else "the spans hold no layer"
        raise RefusedError(
            Refusal(
                "FC757",
                message,
                f"spans are [first, end) of 0 to {count}: [0, {count}] is all of them",
                about,
            )
        )
    return replace(model, modules=tuple(_with_layers(model, head, layers, order)), layers=model.layers)


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
