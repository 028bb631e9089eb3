"""A model from the names and shapes of its tensors alone, where no architecture says what they are.

What a module is can be read off its parameters' shapes, but for two things: a matrix may be an embedding, which its name
tells, or a linear layer; and which linear layers store their weight the other way round cannot be known.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.loading.paths import masked
from finetune_catalog.models.config import ABSENT
from finetune_catalog.models.model import Model, Module, ModuleShape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from finetune_catalog.models.config import Config
    from finetune_catalog.models.safetensors import Tensor

_Shapes = tuple[tuple[str, tuple[int, ...]], ...]

_EMBEDDING = re.compile(r"emb|^w[tp]e$|^shared$", re.IGNORECASE)
#: what torch keeps beside parameters under these names, and attention masks and frequencies of older checkpoints
_BUFFERS = frozenset({"running_mean", "running_var", "inv_freq", "position_ids", "masked_bias"})
_CONVOLUTIONS = {3: "conv1d", 4: "conv2d", 5: "conv3d"}
#: what formulas read of a config.json, and the names under which it stands there, the first one counts
_DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "hidden_size": ("hidden_size", "n_embd", "d_model"),
    "num_layers": ("num_hidden_layers", "num_layers", "n_layer"),
    "num_attention_heads": ("num_attention_heads", "n_head", "num_heads", "encoder_attention_heads"),
    "num_key_value_heads": ("num_key_value_heads",),
    "head_dim": ("head_dim",),
    "vocab_size": ("vocab_size",),
}


def inferred(tensors: Mapping[str, Tensor], config: Config | None, name: str, class_name: str) -> Model:
    """Make a model of tensors; `config` is its config.json, where it has one, for what formulas read of it."""
    modules = tuple(_modules(tensors))
    paths = [module.path for module in modules]
    containers = _containers(paths)
    inside = Counter(
        container for path in paths for container in containers if path.startswith(f"{container}.")
    )
    outer = [container for container in containers if "*" not in container]
    layers = max(outer, key=lambda container: inside[container], default=None)
    embedding = _input(modules, layers)
    return Model(
        name,
        "",
        class_name,
        modules,
        embedding.path if embedding is not None else None,
        _output(modules, embedding, layers),
        layers,
        (),
        MappingProxyType({key: _dimension(config, words) for key, words in _DIMENSIONS.items()}),
        MappingProxyType({}),
        MappingProxyType(containers),
        library=False,
    )


def _dimension(config: Config | None, words: Iterable[str]) -> int | None:
    found = (config.data.get(word, ABSENT) for word in words) if config is not None else ()
    value: Any = next((value for value in found if value is not ABSENT), None)
    return value if type(value) is int and value > 0 else None


def natural(path: str) -> tuple[tuple[int, int, str], ...]:
    """Order paths as a model has them: indices by their number."""
    return tuple((0, int(step), "") if step.isdecimal() else (1, 0, step) for step in path.split("."))


def _modules(tensors: Mapping[str, Tensor]) -> Iterable[Module]:
    by_path: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for name, tensor in tensors.items():
        path, _, parameter = name.rpartition(".")
        if tensor.floating and parameter not in _BUFFERS:
            by_path[path][parameter] = tensor.shape
    shapes: dict[Any, ModuleShape] = {}
    for path in sorted(by_path, key=natural):
        own = by_path[path]
        if "weight" not in own and len(own.get("bias", ())) > 1:
            del own["bias"]  # a mask: a bias of its own is a vector
        parameters = tuple(sorted(own.items(), key=lambda each: (each[0] != "weight", each[0] != "bias")))
        if parameters:
            pattern = masked(path)
            key = (pattern, parameters)
            if key not in shapes:
                shapes[key] = _shape(pattern, parameters)
            yield Module(path, shapes[key])


def _shape(pattern: str, parameters: _Shapes) -> ModuleShape:
    """Say what a module is by the shape of its weight."""
    weight = dict(parameters).get("weight")
    if weight is None:
        fused = any(len(shape) == 3 and shape[0] > 1 for _, shape in parameters)
        return ModuleShape(pattern, "experts" if fused else "other", parameters=parameters)
    name = pattern.rpartition(".")[2]
    match len(weight):
        case 1:
            return ModuleShape(pattern, "norm", weight[0], weight[0], parameters=parameters)
        case 2 if _EMBEDDING.search(name) and len(parameters) == 1:
            return ModuleShape(pattern, "embedding", weight[0], weight[1], parameters=parameters)
        case 2:
            return ModuleShape(pattern, "linear", weight[1], weight[0], parameters=parameters)
        case 3 | 4 | 5:
            out, each, *kernel = weight
            groups = out if each == 1 and out > 1 else 1  # channels apart: the common case of groups
            kind = _CONVOLUTIONS[len(weight)]
            return ModuleShape(pattern, kind, each * groups, out, tuple(kernel), groups, parameters)
        case _:
            return ModuleShape(pattern, "other", parameters=parameters)


def _containers(paths: Iterable[str]) -> dict[str, int]:
    """Find the lists of modules: what has indices below it, as long as its highest index says."""
    lengths: dict[str, int] = {}
    for path in paths:
        pattern = masked(path).split(".")
        for place, step in enumerate(path.split(".")):
            if step.isdecimal() and place:
                container = ".".join(pattern[:place])
                lengths[container] = max(lengths.get(container, 0), int(step) + 1)
    return lengths


def _outside(modules: Sequence[Module], layers: str | None) -> list[Module]:
    return [module for module in modules if layers is None or not module.path.startswith(f"{layers}.")]


def _input(modules: Sequence[Module], layers: str | None) -> Module | None:
    """Guess the input embedding: the one with the most entries."""
    embeddings = [module for module in _outside(modules, layers) if module.shape.kind == "embedding"]
    return max(embeddings, key=lambda module: module.shape.in_features, default=None)


def _output(modules: Sequence[Module], embedding: Module | None, layers: str | None) -> str | None:
    """Guess the output embedding: the last linear layer that gives as many values as the input embedding has entries."""
    if embedding is None:
        return None
    entries = embedding.shape.in_features
    linear = [module for module in _outside(modules, layers) if module.shape.kind == "linear"]
    return next((module.path for module in reversed(linear) if module.shape.out_features == entries), None)
