"""What is trained beside the adapter: copies of whole modules, embeddings of single tokens, biases of the model itself."""

from __future__ import annotations

from collections import Counter
from math import prod
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.copies import copied
from finetune_catalog.counting.counts import Line
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.counting.copies import Copy
    from finetune_catalog.counting.saving import Saves
    from finetune_catalog.counting.selection import Taken
    from finetune_catalog.counting_records import Counting
    from finetune_catalog.models import Model, Module

BIAS = "bias"
NO_BIAS, ALL_BIASES, OWN_BIASES = "none", "all", "_only"
ALL, ROOT = "all", "root"  #: which parameters of the model itself are trained, as a method's file says it


def trained_beside(
    counting: Counting,
    values: Mapping[str, Any],
    model: Model,
    taken: Taken,
    saves: Saves,
    found: tuple[Copy, ...],
) -> Iterator[Line]:
    """Yield what is trained beside the adapter; `found` are the modules that are copied.

    Raises:
        RefusedError: a module is both adapted and saved; a token is none of the embedding's.
    """
    tokens: Mapping[str, Line] = {}
    if counting.tokens is not None and values.get(counting.tokens) is not None:
        from finetune_catalog.counting.tokens import token_lines

        tokens = token_lines(counting, values, model, saves, taken.paths)
    again = frozenset(tokens) if saves.then else frozenset()
    yield from copied(model, saves, found, again)
    for path, line in tokens.items():
        yield line
        if path in again and any(one.path == path for one in found):
            # the rows that were copied with the module
            yield replace(line, trained=False, stored=2 * line.stored)
    yield from _biases(counting, values, model, taken, {m.path for one in found for m in one.modules})
    if counting.trains is not None:
        yield from _trained(counting.trains, model)


def _biases(
    counting: Counting, values: Mapping[str, Any], model: Model, taken: Taken, originals: set[str]
) -> Iterator[Line]:
    """Yield the model's own biases that are trained: all, or those of the modules taken.

    A shared one is trained once, and saved under each of its names.
    """
    word = NO_BIAS if counting.bias is None else values.get(counting.bias, NO_BIAS)
    if word == NO_BIAS:
        return
    if word == ALL_BIASES:
        modules = model.modules
    elif word.endswith(OWN_BIASES):
        own = (*(module for _, module in taken.modules), *(module for _, module, _, _ in taken.parameters))
        modules = tuple(module for module in own if module is not None)
    else:
        message = f"{word!r} says nothing of biases"
        allowed = (NO_BIAS, ALL_BIASES, f"…{OWN_BIASES}")
        raise RefusedError(Refusal("FC750", message, "choose one of them", counting.bias, allowed))
    owners: set[str] = set()
    for module in modules:
        size = biases(module)
        if not size:
            continue
        owner = dict(module.tied).get(BIAS, f"{module.path}.{BIAS}")
        original = module.path in originals
        trained = not original and owner not in owners
        if trained:
            owners.add(owner)
        stored = 2 * size if original else size  # beside the copy, under its own name and under the copy's
        yield Line(BIAS, module.shape.pattern, 1, size, trained, added=False, stored=stored)


def biases(module: Module) -> int:
    """Count the numbers in a module's own biases."""
    return sum(prod(shape) for name, shape in module.shape.parameters if name == BIAS)


def _trained(which: str, model: Model) -> Iterator[Line]:
    root = which == ROOT
    modules = [module for module in model.modules if not root or not module.path]
    for (module, tied), count in Counter((module.shape, module.tied) for module in modules).items():
        for name, shape in module.parameters:
            if name not in dict(tied) and (root or which == ALL or name == BIAS):
                size = prod(shape)
                yield Line(name, module.pattern, count, size, added=False, stored=0 if root else size)
