"""A model's folder: its config.json, the headers of its *.safetensors, or both, held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, Report
from finetune_catalog.models.config import CLASSES, CONFIG, MODEL_TYPE, read_config
from finetune_catalog.models.inference import inferred
from finetune_catalog.models.making import from_config
from finetune_catalog.models.safetensors import read_tensors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from finetune_catalog.models.config import Config
    from finetune_catalog.models.model import Model
    from finetune_catalog.models.safetensors import Tensor
    from finetune_catalog.records import CatalogData

MOST_SHOWN = 5  #: shapes that differ, each a finding


def from_folder(data: CatalogData, folder: Path, task: str | None) -> tuple[Model | None, Report]:
    """Open a folder: where the catalog knows the architecture it counts, and the headers are held against it."""
    config: Config | None = None
    if (folder / CONFIG).is_file():
        config, problems = read_config(folder / CONFIG)
        if config is None:
            return None, Report.of(problems)
    name = folder.resolve().name
    known = config is not None and config.data.get(MODEL_TYPE) in data.architectures
    tensors, findings = read_tensors(folder)
    if findings:
        return None, Report.of(findings)
    if config is not None and (known or tensors is None):
        model, report = from_config(data, config, task, name)
        if model is None or tensors is None:
            return model, report
        mismatches = list(differing(model, tensors, config))
        return (None, Report.of(mismatches)) if mismatches else (model, report)
    if tensors is None:
        message = f"{folder.as_posix()} holds neither a {CONFIG} nor *.safetensors"
        help_ = "name a model's folder, or its config.json"
        return None, Report.of([Diagnostic("FC747", message, subject=folder.as_posix(), help=help_)])
    packed = next((n for n, tensor in tensors.items() if _packed(n, tensor)), None)
    if packed is not None:
        message = f"`{packed}` is of type {tensors[packed].dtype}: its values are packed, and its shape is not the layer's"
        help_ = "name the folder of the model as it was before it was quantised"
        return None, Report.of([Diagnostic("FC748", message, subject=folder.as_posix(), help=help_)])
    named = config.data.get(CLASSES) if config is not None else None
    class_name = named[0] if isinstance(named, list) and named and isinstance(named[0], str) else ""
    return inferred(tensors, config, name, class_name), Report()


def _packed(name: str, tensor: Tensor) -> bool:
    return name.endswith("weight") and len(tensor.shape) == 2 and not tensor.floating


def _without_first_step(stated: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...] | None]:
    """Write names without their first step, None where that makes several of one."""
    short: dict[str, tuple[int, ...] | None] = {}
    for name, shape in stated.items():
        rest = name.partition(".")[2]
        short[rest] = shape if rest not in short else None
    return short


def differing(model: Model, tensors: Mapping[str, Tensor], config: Config) -> Iterator[Diagnostic]:
    """Find tensors whose shape is not what config.json makes it; names that only one of them has say nothing."""
    stated = {
        f"{module.path}.{name}" if module.path else name: shape
        for module in model.modules
        for name, shape in module.shape.parameters
    }
    short = _without_first_step(stated)  # a checkpoint of the base model alone
    shown = 0
    for name, tensor in tensors.items():
        wanted = stated.get(name) or short.get(name)
        if wanted is None or wanted == tensor.shape or not tensor.floating:
            continue
        shown += 1
        if shown > MOST_SHOWN:
            return
        message = f"`{name}` has shape {list(tensor.shape)} in the checkpoint; by {config.name} it is {list(wanted)}"
        yield config.finding("FC749", message, None, "mend the field that this size comes from")
