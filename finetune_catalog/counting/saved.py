"""What is saved beside what is trained: embeddings that are adapted under the names that embeddings go by."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting import naming
from finetune_catalog.counting.beside import BIAS, NO_BIAS
from finetune_catalog.counting.counts import Line
from finetune_catalog.counting.layout import paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.counting.selection import Taken
    from finetune_catalog.counting_records import Counting
    from finetune_catalog.models import Model

WHOLE = "embedding"  #: an embedding of the model itself, saved as it is


def saved_whole(counting: Counting, values: Mapping[str, Any], taken: Taken, model: Model) -> Iterator[Line]:
    """Yield the input and output embeddings that are adapted, where the configuration takes one by its usual name.

    Where it lists tokens that are trained, their rows are all that is saved; where biases are, theirs is saved already.
    """
    targets = counting.targets
    if values.get(counting.tokens or "") is not None:
        return
    if targets is None or not targets.whole or not _named(targets.whole, taken, model, targets.modules):
        return
    biases = (values.get(counting.bias or "") or NO_BIAS) != NO_BIAS
    adapted = {path: module for path, module in taken.modules if module is not None}
    for path in (model.input_embedding, model.output_embedding):
        if path in adapted:
            shape = adapted[path].shape
            size = sum(prod(numbers) for name, numbers in shape.parameters if not biases or name != BIAS)
            yield Line(WHOLE, shape.pattern, 1, size, trained=False, added=False, stored=size)


def _named(whole: tuple[str, ...], taken: Taken, model: Model, about: str | None) -> bool:
    if not isinstance(taken.names, str):
        return any(name in taken.names for name in whole)
    match = naming.by_names(taken.names, about)
    return any(match(path) for path in paths(model) if naming.last(path) in whole)
