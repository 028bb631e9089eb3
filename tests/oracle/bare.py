"""Writes which modules own no parameters, in themselves or below: activations, dropouts, rotary embeddings.

Usage: python bare.py [MODEL_TYPE ...]

One line a model type in bare.json: for every class the paths on a small configuration, and, of the main class, the
configurations with one field changed on which they are others.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from families import FAMILIES, Family
from inventory import HERE, classes_of, field_alternatives, merged
from modelling import build_config, build_model, container_sizes, fold_paths, split_path

if TYPE_CHECKING:
    from torch import nn

Json = dict[str, Any]

OUTPUT = HERE / "bare.json"
#: what the library makes no model without
NEEDED: dict[str, Json] = {
    "esm": {"vocab_size": 33},
    "hunyuan_v1_dense": {"head_dim": 128},
    "hunyuan_v1_moe": {"head_dim": 128},
    "ministral": {"head_dim": 128},
    "nemotron": {"num_key_value_heads": 8},
}
FEWER = {"num_hidden_layers": 3, "num_layers": 3, "n_layer": 3, "encoder_layers": 2, "decoder_layers": 2}


def bare_paths(model: nn.Module) -> dict[str, int]:
    """Counts the modules below which no parameter is by their folded paths, in the library's order."""
    groups: dict[str, set[tuple[int, ...]]] = {}
    sizes: dict[tuple[str, int], int] = {}
    for path, module in model.named_modules():
        pattern, numbers = split_path(path)
        for position, size in enumerate(container_sizes(model, path)):
            sizes[(pattern, position)] = max(size, sizes.get((pattern, position), 0))
        if path and next(module.parameters(), None) is None:
            groups.setdefault(pattern, set()).add(numbers)
    return {
        "|".join(fold_paths(pattern, numbers, sizes)): len(numbers) for pattern, numbers in groups.items()
    }


def measure(model_type: str, fields: Json, class_name: str) -> dict[str, int] | None:
    """Gives the bare modules of one configuration, None where the library makes no model of it."""
    try:
        return bare_paths(build_model(model_type, fields, class_name))
    except Exception:  # noqa: BLE001
        return None


def small(model_type: str) -> Json:
    """Gives the small configuration of a model type; of one without, its defaults, with fewer layers where that can be."""
    if model_type in FAMILIES:
        return FAMILIES[model_type].base
    given = build_config(model_type, {}).to_dict()
    needed = NEEDED.get(model_type, {})
    fewer = {name: number for name, number in FEWER.items() if isinstance(given.get(name), int)} | needed
    return fewer if measure(model_type, fewer, classes_of(model_type)[0]) is not None else needed


def measure_type(model_type: str) -> Json:
    """Measures every class of a model type, and the main one with each field changed."""
    base, classes = small(model_type), classes_of(model_type)
    reference = measure(model_type, base, classes[0])
    variants = FAMILIES.get(model_type, Family({})).variants
    cases: list[tuple[Json, dict[str, int]]] = []
    tried = [{**base, **fields} for fields in variants.values()]
    tried += [
        merged(base, field, value)
        for field, values in field_alternatives(model_type, base)
        for value in values
    ]
    for fields in tried:
        found = measure(model_type, fields, classes[0])
        if found is not None and found != reference:
            changed = {name: value for name, value in fields.items() if base.get(name) != value}
            if found not in [known for _, known in cases]:
                cases.append((changed, found))
    return {
        "model_type": model_type,
        "config": base,
        "classes": {name: measure(model_type, base, name) for name in classes},
        "changed": [{"fields": fields, "paths": paths} for fields, paths in cases],
    }


def main(arguments: list[str]) -> None:
    """Measures the named model types, or those of the catalog."""
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    catalog = Path(HERE).parents[1] / "catalog" / "architectures"
    names = arguments or sorted(path.stem for path in catalog.glob("*.yaml"))
    lines = []
    for name in names:
        record = measure_type(name)
        lines.append(json.dumps(record, separators=(",", ":")))
        print(name, len(record["changed"]), flush=True)
    OUTPUT.write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main(sys.argv[1:])
