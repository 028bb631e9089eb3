"""What is saved beside what is trained: embeddings that are adapted, whose own weights programs keep with the adapter."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.beside import BIAS, NO_BIAS
from finetune_catalog.counting.counts import Line
from finetune_catalog.counting.layout import paths
from finetune_catalog.counting.naming import ALL_LINEAR
from finetune_catalog.counting.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.counting.selection import Taken
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method

KEPT = "kept weights"


def kept_embeddings(
    data: CatalogData, method: Method, values: Mapping[str, Any], model: Model, taken: Taken
) -> Iterator[Line]:
    """Yield the weights of the embeddings that are adapted, where the targets name one as the programs' embeddings are called."""
    counting = method.counting
    targets = counting.targets if counting else None
    if (
        counting is None
        or targets is None
        or not targets.keeps
        or values.get(counting.tokens or "") is not None
    ):
        return
    names = {name for id_ in method.dialects for name in data.frameworks[id_].keeps}
    wanted = values.get(targets.modules or "")
    if wanted is None and targets.table is not None:
        wanted = data.targets[targets.table].rows.get(model.architecture)
    if not names or not wanted or not _named(names, wanted, targets.modules, model):
        return
    embeddings = (model.input_embedding, model.output_embedding)
    saved = (values.get(counting.bias or "") or NO_BIAS) != NO_BIAS  # its bias is saved already
    for path, module in taken.modules:
        if module is not None and path in embeddings:
            parameters = module.shape.parameters
            size = sum(prod(shape) for name, shape in parameters if not saved or name != BIAS)
            yield Line(KEPT, module.shape.pattern, 1, size, trained=False, added=False, stored=size)


def _named(names: set[str], wanted: str | tuple[str, ...], about: str | None, model: Model) -> bool:
    if not isinstance(wanted, str):
        return not names.isdisjoint(wanted)
    if wanted.lower() == ALL_LINEAR:
        return False
    called = (path for path in paths(model) if path.rpartition(".")[2] in names)
    return any(map(pattern(wanted, about).fullmatch, called))
