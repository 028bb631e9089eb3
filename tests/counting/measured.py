"""Models and counts as the libraries gave them: tests/oracle's inventories as models, its rows as what is expected."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finetune_catalog.models import Model, Module, ModuleShape

if TYPE_CHECKING:
    from collections.abc import Callable

ORACLE = Path(__file__).parent.parent / "oracle"
MODELS = sorted(path.stem for path in (ORACLE / "counts").glob("*.json"))


@cache
def measured(name: str) -> dict[str, Any]:
    """Read what was counted on one small model."""
    found: dict[str, Any] = json.loads((ORACLE / "counts" / f"{name}.json").read_text(encoding="utf-8"))
    return found


@cache
def model(name: str) -> Model | None:
    """Make the model of a file of counts from its inventory, None where the inventories do not hold it."""
    row = measured(name)
    architecture = row["config"]["model_type"]
    path = ORACLE / "inventories" / f"{architecture}.json"
    for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
        same = case["class"] == row["class"] and case.get("total_parameters") == row["total_parameters"]
        if same and "modules" in case:
            return from_inventory(case, architecture)
    return None


def from_inventory(case: dict[str, Any], architecture: str) -> Model:
    """Make a model of one case of an inventory."""
    modules: list[Module] = []
    for entry in case["modules"]:
        shape = _shape(entry)
        tied = tuple(entry.get("tied", {}).items())
        modules += (Module(path, shape, tied) for path in _paths(entry["path"], case["containers"]))
    layers = next(
        (name for name in case["containers"] if name.rpartition(".")[2] in ("layers", "layer", "h")), None
    )
    return Model(
        architecture,
        architecture,
        case["class"],
        tuple(modules),
        case["input_embedding"],
        case["output_embedding"],
        layers,
    )


def _shape(entry: dict[str, Any]) -> ModuleShape:
    kind, groups = entry["kind"], entry.get("groups", 1)
    weight = entry["parameters"].get("weight", [])
    sizes: dict[str, Callable[[], tuple[int, int, tuple[int, ...]]]] = {
        "linear": lambda: (weight[1], weight[0], ()),
        "hf_conv1d": lambda: (weight[0], weight[1], ()),
        "embedding": lambda: (weight[0], weight[1], ()),
        "norm": lambda: (weight[0], weight[0], ()) if weight else (0, 0, ()),
        "conv1d": lambda: (weight[1] * groups, weight[0], tuple(weight[2:])),
        "conv2d": lambda: (weight[1] * groups, weight[0], tuple(weight[2:])),
    }
    in_features, out_features, kernel = sizes[kind]() if kind in sizes else (0, 0, ())
    parameters = tuple((name, tuple(shape)) for name, shape in entry["parameters"].items())
    return ModuleShape(entry["path"], kind, in_features, out_features, kernel, groups, parameters)


def _paths(pattern: str, containers: dict[str, Any]) -> list[str]:
    return [path for part in pattern.split("|") for path in _expanded([], part.split("."), containers)]


def _expanded(done: list[str], rest: list[str], containers: dict[str, Any]) -> list[str]:
    if not rest:
        return [".".join(done)]
    return [
        path
        for step in _steps(".".join(done), rest[0], containers)
        for path in _expanded([*done, step], rest[1:], containers)
    ]


def _steps(done: str, part: str, containers: dict[str, Any]) -> list[str]:
    if part == "*":
        length = next(
            n for name, n in containers.items() if re.fullmatch(re.escape(name).replace(r"\*", r"\d+"), done)
        )
        return [str(index) for index in range(length[0] if isinstance(length, list) else length)]
    if not part.startswith("{"):
        return [part]
    spans = (span.partition("-") for span in part[1:-1].split(","))
    return [str(index) for first, _, last in spans for index in range(int(first), int(last or first) + 1)]
