"""Rows that the original program printed, as configurations of the catalog and as what they must come to."""

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
METRICS = (
    "memory_reduction_factor",
    "trainable_params_percent",
    "memory_multiplier",
    "training_speedup",
    "quality_retention",
    "batch_size_multiplier",
)


@dataclass(frozen=True)
class Row:
    text: str
    tag: str
    given: dict[str, Any]
    display: str
    metrics: tuple[float, ...]


def binary32(pattern: str) -> float:
    return struct.unpack(">f", bytes.fromhex(pattern))[0]


def bits_of(number: float) -> str:
    return struct.pack(">d", number).hex()


def row(line: str) -> Row:
    configuration, display, metrics = line.split("\t")[:3]
    tag, *words = configuration.split(" ")
    pairs = [word.split("=") for word in words]
    given = {
        name: binary32(value) if name == "alpha" else int(value)
        for name, value in pairs
        if value != "default"
    }
    numbers = tuple(struct.unpack(">d", bytes.fromhex(word))[0] for word in metrics.split(","))
    return Row(configuration, tag, given, display, numbers)


@cache
def rows(name: str) -> tuple[Row, ...]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()[1:]
    return tuple(row(line) for line in lines)
