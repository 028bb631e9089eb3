"""Builds library models from config fields and folds their modules into an inventory."""

from __future__ import annotations

import itertools
import warnings
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import torch
import transformers
from transformers import CONFIG_MAPPING
from transformers.pytorch_utils import Conv1D

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import nn

transformers.logging.set_verbosity_error()
warnings.filterwarnings("ignore")

Json = dict[str, Any]

KINDS: tuple[tuple[type, str], ...] = (
    (Conv1D, "hf_conv1d"),
    (torch.nn.Linear, "linear"),
    (torch.nn.Embedding, "embedding"),
    (torch.nn.Conv1d, "conv1d"),
    (torch.nn.Conv2d, "conv2d"),
    (torch.nn.Conv3d, "conv3d"),
    (torch.nn.MultiheadAttention, "multihead_attention"),
)


def build_config(model_type: str, fields: Json) -> Any:
    """Makes the library's configuration object the way it reads a config.json."""
    return CONFIG_MAPPING[model_type].from_dict({"model_type": model_type, **fields})


def forces_tying(config: Any, fields: Json) -> bool:
    """Says whether the library overrides a stated `tie_word_embeddings: false`, as it does for the T5 family."""
    return fields.get("tie_word_embeddings") is False and bool(config.tie_word_embeddings)


def build_model(model_type: str, fields: Json, class_name: str, device: str = "meta") -> nn.Module:
    """Builds a model of the named class on a device, weights tied as a loaded checkpoint's would be."""
    config = build_config(model_type, fields)
    cls = getattr(transformers, class_name)
    with torch.device(device):
        model: nn.Module = cls(config)
        model.tie_weights()
        if forces_tying(config, fields) and hasattr(model, "lm_head"):
            model.lm_head.weight = torch.nn.Parameter(torch.empty_like(model.lm_head.weight))
    return model.eval()


def kind_of(module: nn.Module) -> str:
    """Names the kind of one module from its class and parameters."""
    for cls, name in KINDS:
        if isinstance(module, cls):
            return name
    if "norm" in type(module).__name__.lower():
        return "norm"
    if (
        any(p.ndim == 3 and p.shape[0] > 1 for p in module.parameters(recurse=False))
        and "xperts" in type(module).__name__
    ):
        return "experts"
    return "other"


def split_path(path: str) -> tuple[str, tuple[int, ...]]:
    """Splits a dotted path into a pattern with `*` for numbers and the numbers."""
    parts = path.split(".")
    numbers = tuple(int(p) for p in parts if p.isdigit())
    return ".".join("*" if p.isdigit() else p for p in parts), numbers


def index_text(values: Iterable[int]) -> str:
    """Writes a set of indices as `7` or `{1,3-5}`."""
    ordered = sorted(values)
    if len(ordered) == 1:
        return str(ordered[0])
    runs: list[list[int]] = []
    for value in ordered:
        if runs and value == runs[-1][1] + 1:
            runs[-1][1] = value
        else:
            runs.append([value, value])
    return "{" + ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs) + "}"


def fold_paths(pattern: str, tuples: set[tuple[int, ...]], sizes: dict[tuple[str, int], int]) -> list[str]:
    """Writes the paths of one group, `*` standing for every index of a container."""
    if not next(iter(tuples)):
        return [pattern]
    axes = [sorted({t[i] for t in tuples}) for i in range(len(next(iter(tuples))))]
    if len(tuples) != len(list(itertools.product(*axes))):
        by_first: dict[int, set[tuple[int, ...]]] = defaultdict(set)
        for t in tuples:
            by_first[t[0]].add(t)
        if len(by_first) > 1:
            return [p for part in by_first.values() for p in fold_paths(pattern, part, sizes)]
        return [p for t in sorted(tuples) for p in fold_paths(pattern, {t}, sizes)]
    texts = []
    for position, values in enumerate(axes):
        full = sizes[(pattern, position)]
        texts.append("*" if len(values) == full and full > 1 else index_text(values))
    pieces = pattern.split("*")
    return ["".join(a + b for a, b in zip(pieces, [*texts, ""], strict=True))]


def container_sizes(model: nn.Module, path: str) -> list[int]:
    """Returns the number of children of every numbered container on a path."""
    sizes = []
    parent: nn.Module = model
    for part in path.split("."):
        if part.isdigit():
            sizes.append(len(parent._modules))
        parent = getattr(parent, part) if part in parent._modules else parent
    return sizes


def describe(module: nn.Module, path: str, first_names: dict[int, str]) -> Json:
    """Describes one module's own parameters and what they are tied to."""
    shapes = {
        name: list(p.shape) for name, p in module.named_parameters(recurse=False, remove_duplicate=False)
    }
    tied = {
        name: first_names[id(p)]
        for name, p in module.named_parameters(recurse=False, remove_duplicate=False)
        if first_names[id(p)] != (f"{path}.{name}" if path else name)
    }
    entry: Json = {"class": type(module).__name__, "kind": kind_of(module), "parameters": shapes}
    if entry["kind"] in {"conv1d", "conv2d", "conv3d"}:
        entry["groups"] = module.groups
    if tied:
        entry["tied"] = tied
    return entry


def first_parameter_names(model: nn.Module) -> dict[int, str]:
    """Maps each parameter object to the first name it is found under."""
    names: dict[int, str] = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        names.setdefault(id(parameter), name)
    return names


def module_inventory(model: nn.Module) -> list[Json]:
    """Folds every module that owns parameters into one entry per pattern and shape."""
    first = first_parameter_names(model)
    groups: dict[str, tuple[str, Json, set[tuple[int, ...]]]] = {}
    sizes: dict[tuple[str, int], int] = {}
    for path, module in model.named_modules():
        if not module._parameters or all(p is None for p in module._parameters.values()):
            continue
        pattern, numbers = split_path(path)
        for position, size in enumerate(container_sizes(model, path)):
            sizes[(pattern, position)] = max(size, sizes.get((pattern, position), 0))
        entry = describe(module, path, first)
        key = repr((pattern, entry))
        groups.setdefault(key, (pattern, entry, set()))[2].add(numbers)
    return [
        {"path": "|".join(fold_paths(pattern, numbers, sizes)), **entry, "count": len(numbers)}
        for pattern, entry, numbers in groups.values()
    ]


def aliases(model: nn.Module) -> dict[str, str]:
    """Lists second names of one module object that owns parameters."""
    first: dict[int, str] = {}
    found: dict[str, str] = {}
    for path, module in model.named_modules(remove_duplicate=False):
        if not any(p is not None for p in module._parameters.values()):
            continue
        if first.setdefault(id(module), path) != path:
            found[path] = first[id(module)]
    return found


def total_parameters(model: nn.Module) -> int:
    """Counts the model's parameters, a tied one once."""
    return sum(p.numel() for p in model.parameters())


def path_of(model: nn.Module, wanted: nn.Module | None) -> str | None:
    """Finds the first path of a module object."""
    return next((path for path, module in model.named_modules() if module is wanted), None)


def embedding_path(model: Any, side: str) -> str | None:
    """Returns the path of the input or output embedding as the library names it."""
    try:
        module = getattr(model, f"get_{side}_embeddings")()
    except (NotImplementedError, AttributeError):
        return None
    return path_of(model, module) if module is not None else None


def layer_containers(model: nn.Module) -> dict[str, int]:
    """Lists the module lists and how many children each has."""
    found: dict[str, int] = {}
    for path, module in model.named_modules():
        if isinstance(module, torch.nn.ModuleList):
            found.setdefault(split_path(path)[0], len(module))
    return found


def inventory(model: nn.Module) -> Json:
    """Gives the whole inventory of a model."""
    result: Json = {
        "total_parameters": total_parameters(model),
        "input_embedding": embedding_path(model, "input"),
        "output_embedding": embedding_path(model, "output"),
        "containers": layer_containers(model),
        "modules": module_inventory(model),
    }
    other = aliases(model)
    if other:
        result["aliases"] = other
    return result
