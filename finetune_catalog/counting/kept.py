"""What is saved with an adapter though nothing of it is trained: embeddings of the model that are adapted by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.counting import naming
from finetune_catalog.counting.counts import Line
from finetune_catalog.counting.layout import paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.counting.selection import Taken
    from finetune_catalog.counting_records import Counting
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method

EMBEDDING = "embedding as it is"
_KINDS = ("linear", "embedding")


def kept_embeddings(
    data: CatalogData, method: Method, values: Mapping[str, Any], model: Model, taken: Taken
) -> Iterator[Line]:
    """Yield the embeddings that are saved as they are, as a target is called like one."""
    counting = method.counting
    names = {name for id_ in method.dialects for name in data.frameworks[id_].embeddings}
    if counting is None or not names or not _named(counting, names, values, model):
        return
    if counting.tokens is not None and values.get(counting.tokens) is not None:
        return  # of single tokens only these are saved
    ends = (model.input_embedding, model.output_embedding)
    for path, module in taken.modules:
        if module is not None and path in ends and module.shape.kind in _KINDS:
            size = module.shape.size
            yield Line(EMBEDDING, module.shape.pattern, 1, size, trained=False, added=False, stored=size)


def _named(counting: Counting, names: set[str], values: Mapping[str, Any], model: Model) -> bool:
    """Whether targets name an embedding, or a pattern matches a module of such a name."""
    option = counting.targets.modules if counting.targets else None
    wanted = values.get(option or "")
    if wanted is None or wanted == naming.ALL_LINEAR:
        return False
    if not isinstance(wanted, str):
        return not names.isdisjoint(wanted)
    matches = naming.by_names(wanted, option)
    return any(matches(path) for path in paths(model) if path.rpartition(".")[2] in names)
