"""The library's inventories, and ours written in the same form."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from finetune_catalog.models.model import Model

ROOT = Path(__file__).resolve().parents[2]
INVENTORIES = ROOT / "tests" / "oracle" / "inventories"
ARCHITECTURES = sorted(path.stem for path in (ROOT / "catalog" / "architectures").glob("*.yaml"))


@cache
def measured(model_type: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((INVENTORIES / f"{model_type}.json").read_text(encoding="utf-8"))
    return found


def cases(model_type: str) -> Iterator[dict[str, Any]]:
    """Every case of a model type, those that are like an earlier one written out."""
    seen: dict[str, dict[str, Any]] = {}
    for case in measured(model_type)["cases"]:
        whole = {**seen[case["same_as"]], **case} if "same_as" in case else case
        seen[case["name"]] = whole
        yield whole


def placed(path: str) -> tuple[str, tuple[int, ...]]:
    """Split a module's path into its pattern, `*` in place of every index, and the indices."""
    steps = path.split(".")
    pattern = ".".join("*" if step.isdigit() else step for step in steps)
    return pattern, tuple(int(step) for step in steps if step.isdigit())


def folded(model: Model) -> list[tuple[dict[str, Any], str, set[tuple[int, ...]]]]:
    """A model's modules, one entry for those of one pattern, shape and tie: the entry, its pattern, the indices."""
    groups: dict[Any, tuple[dict[str, Any], str, set[tuple[int, ...]]]] = {}
    for module in model.modules:
        if not module.shape.parameters:
            continue  # the library's modules are listed by the parameters that they own
        pattern, indices = placed(module.path)
        key = (pattern, id(module.shape), module.tied)
        if key not in groups:
            shape = module.shape
            entry: dict[str, Any] = {
                "kind": shape.kind,
                "parameters": [(name, list(size)) for name, size in shape.parameters],
                "tied": dict(module.tied),
            }
            if shape.kernel:
                entry["groups"] = shape.groups
            groups[key] = (entry, pattern, set())
        groups[key][2].add(indices)
    return list(groups.values())


def stated(module: dict[str, Any]) -> dict[str, Any]:
    """What the library says of a group of modules, but for where they are; experts are such even where there is one."""
    fused = "xperts" in module["class"] and any(len(size) == 3 for size in module["parameters"].values())
    entry = {
        "kind": "experts" if fused else module["kind"],
        "parameters": [(name, size) for name, size in module["parameters"].items()],
        "tied": module.get("tied", {}),
    }
    return {**entry, "groups": module["groups"]} if "groups" in module else entry


def covered(paths: str, pattern: str, indices: Iterable[tuple[int, ...]]) -> bool:
    """Whether all indices are among those that the library's paths name (`*` any, `7`, `{0,3-5}`)."""
    alternatives = [_axes(path) for path in paths.split("|")]
    if any(text != pattern for text, _ in alternatives):
        return False
    return all(
        any(
            all(axis is None or at in axis for at, axis in zip(each, axes, strict=True))
            for _, axes in alternatives
        )
        for each in indices
    )


@cache
def _axes(path: str) -> tuple[str, list[set[int] | None]]:
    axes: list[set[int] | None] = []
    steps = []
    for step in path.split("."):
        index = re.fullmatch(r"\d+|\{[\d,-]+\}", step) is not None
        if step == "*":
            axes.append(None)
        elif index:
            runs = [run.partition("-")[::2] for run in step.strip("{}").split(",")]
            axes.append({at for low, high in runs for at in range(int(low), int(high or low) + 1)})
        steps.append("*" if index else step)
    return ".".join(steps), axes


def differences(model: Model, case: dict[str, Any]) -> Iterator[str]:
    """Every way in which a model of ours differs from the library's, the modules' order included."""
    for key, ours in (
        ("total_parameters", model.parameters),
        ("input_embedding", model.input_embedding),
        ("output_embedding", model.output_embedding),
        ("containers", dict(model.containers)),
    ):
        if ours != case[key]:
            yield f"{key}: {ours}, the library's is {case[key]}"
    mine = folded(model)
    for module in case["modules"]:
        same = [
            each
            for each in mine
            if len(each[2]) == module["count"]
            and each[0] == stated(module)
            and covered(module["path"], each[1], each[2])
        ]
        if not same:
            near = [
                f"{e[0]} x{len(e[2])}"
                for e in mine
                if e[1] in {_axes(p)[0] for p in module["path"].split("|")}
            ]
            yield f"{module['path']} x{module['count']}: {stated(module)}; ours: {near or 'no such path'}"
        else:
            mine.remove(same[0])
    for entry, pattern, indices in mine:
        yield f"{pattern} x{len(indices)}: {entry}; the library has none (indices {sorted(indices)[:5]})"


def order_of(model: Model) -> list[str]:
    """The patterns of a model's modules in their order."""
    return list(dict.fromkeys(pattern for _, pattern, _ in folded(model)))


def order_in(case: dict[str, Any]) -> list[str]:
    """The patterns of the library's modules in their order."""
    return list(dict.fromkeys(_axes(module["path"].split("|")[0])[0] for module in case["modules"]))
