"""Checkpoints without weights: headers as the library writes them, the data a hole in the file."""

import json
from collections.abc import Mapping, Sequence
from math import prod
from pathlib import Path
from typing import Any

from finetune_catalog.models.model import Model


def write(file: Path, shapes: Mapping[str, Sequence[int]], **changes: Any) -> None:
    """Write a file of 16-bit tensors; `changes` replace parts of every entry."""
    entries, end = {}, 0
    for name, shape in shapes.items():
        start, end = end, end + 2 * prod(shape)
        entries[name] = {"dtype": "BF16", "shape": list(shape), "data_offsets": [start, end], **changes}
    write_raw(file, json.dumps({"__metadata__": {"format": "pt"}, **entries}).encode(), end)


def write_raw(file: Path, header: bytes, size: int, length: int | None = None) -> None:
    """Write a header, whatever it is, and `size` bytes of nothing."""
    with file.open("wb") as opened:
        opened.write((len(header) if length is None else length).to_bytes(8, "little") + header)
        opened.truncate(8 + len(header) + size)


def stored(model: Model) -> dict[str, tuple[int, ...]]:
    """The tensors that a checkpoint of a model holds: shared ones once."""
    return {
        f"{module.path}.{name}" if module.path else name: shape
        for module in model.modules
        for name, shape in module.shape.parameters
        if name not in dict(module.tied)
    }
