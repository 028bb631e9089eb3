"""What architectures and well-known models say, part by part: a field, a module, a class are each one thing."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from finetune_catalog.diff.facts import Fact, plain, sources
from finetune_catalog.diff.trees import shape
from finetune_catalog.expression.types import Checked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.architecture import Architecture
    from finetune_catalog.diff.facts import Facts, Renames
    from finetune_catalog.records import WellKnownModel


def architecture_facts(architecture: Architecture, renames: Renames) -> Facts:
    """Give what an architecture says; each of its fields, values, containers, modules and classes by its own name."""
    facts = {
        name: plain(getattr(architecture, name)) for name in ("title", "summary", "since", "description")
    }
    facts["sources"] = sources(architecture.sources, renames)
    names = renames.names
    for name in ("layers", "requires"):
        facts[name] = _said(getattr(architecture, name), names)
    for part in ("fields", "aliases", "values", "containers", "dimensions", "classes"):
        for id_, entry in getattr(architecture, part).items():
            facts[f"{part}: {id_}"] = _said(entry, names)
    for module in architecture.modules:
        facts[f"modules: {module.path}"] = _said(module, names)
    return facts


def model_facts(model: WellKnownModel, renames: Renames) -> Facts:
    """Give what a well-known model says, each field of its config.json by its own name."""
    texts = ("title", "since", "hub_id", "note", "architecture", "parameters", "shown")
    facts = {name: plain(getattr(model, name)) for name in texts}
    facts["sources"] = sources(model.sources, renames)
    return facts | {f"config: {name}": plain(value) for name, value in model.config.items()}


def _said(value: Any, names: Mapping[str, str]) -> Fact:
    return Fact(_meaning(value, names), _text(value))


def _meaning(value: Any, names: Mapping[str, str]) -> Any:
    """Give what is equal for what means the same, however its formulas are written."""
    if isinstance(value, Checked):
        return shape(value.node, names)
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(_meaning(getattr(value, each.name), names) for each in fields(value))
    if hasattr(value, "items"):
        return tuple((key, _meaning(inner, names)) for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(_meaning(inner, names) for inner in value)
    return (type(value).__name__, value)


def _text(value: Any) -> Any:
    """Give what is shown: formulas as they are written, what is empty left out."""
    if isinstance(value, Checked):
        return value.text
    if is_dataclass(value) and not isinstance(value, type):
        parts = {
            each.name: getattr(value, each.name) for each in fields(value) if each.name not in ("id", "path")
        }
        return {name: _text(part) for name, part in parts.items() if part or part == 0}
    if hasattr(value, "items"):
        return {key: _text(inner) for key, inner in value.items()}
    return [_text(inner) for inner in value] if isinstance(value, (list, tuple)) else value
