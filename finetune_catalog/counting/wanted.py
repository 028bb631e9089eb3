"""What a configuration says of its targets, with defaults in place of what it leaves out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.layout import paths
from finetune_catalog.counting.unmatched import no_default
from finetune_catalog.frozen import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.counting_records import Targets, Task
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData

LINEAR = ("linear", "hf_conv1d")  #: the kinds that `all-linear` takes


@frozen
class Wanted:
    """What a configuration says of its targets.

    `modules` are names, or one pattern; with `linear` they are the linear layers that `all-linear` stands for.
    """

    modules: str | tuple[str, ...] | None = None
    parameters: tuple[str, ...] = ()
    exclude: str | tuple[str, ...] = ()
    saves: tuple[str, ...] = ()
    layers: tuple[int, ...] | None = None
    containers: str | tuple[str, ...] = ()
    beside: tuple[str, ...] = ()  #: paths that are taken whatever else is said
    linear: bool = False
    multiplied: tuple[tuple[str, int], ...] = ()  #: parameters, and how many times the value counts for them
    lost: bool = (
        False  #: whether the default is lost, as none are named and those of fused experts are rewritten
    )


def wanted_of(
    targets: Targets, values: Mapping[str, Any], saves: tuple[str, ...], beside: tuple[str, ...]
) -> Wanted:
    """Gather what the options say."""
    return Wanted(
        values.get(targets.modules or ""),
        tuple(values.get(targets.parameters or "") or ()),
        values.get(targets.exclude or "") or (),
        saves,
        values.get(targets.layers or ""),
        values.get(targets.containers or "") or (),
        beside,
    )


def with_defaults(data: CatalogData, targets: Targets, wanted: Wanted, model: Model) -> Wanted:
    """Fill in the modules of the model's type where none are named.

    Raises:
        RefusedError: there is no default for it.
    """
    if wanted.modules is not None:
        return wanted
    if targets.embedding and model.input_embedding is not None:
        return replace(wanted, modules=(model.input_embedding,))
    row = data.targets[targets.table].rows.get(model.architecture) if targets.table else None
    if row is None:
        row = targets.otherwise
    if row is not None:
        return replace(wanted, modules=row)
    if wanted.parameters:
        return replace(wanted, modules=())
    raise no_default(targets, model, linear_paths(model, None))


@lru_cache(maxsize=32)
def linear_paths(model: Model, task: Task | None) -> tuple[str, ...]:
    """List the linear layers that `all-linear` stands for: not the output embedding; where there is none, not the head."""
    left_out = model.output_embedding
    if left_out is None and task is not None and model.library:
        known = paths(model)
        left_out = next((name for name in task.leaves if name in known), None)
    return tuple(m.path for m in model.modules if m.shape.kind in LINEAR and m.path != left_out)
