"""An architecture's page: the fields of its config.json, its modules with their shapes, the classes made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.reference import words
from finetune_catalog.reference.rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from finetune_catalog.architecture import (
        Architecture,
        BareModule,
        ConfigField,
        ContainerSpec,
        ModelClass,
        ModuleSpec,
    )
    from finetune_catalog.records import CatalogData, WellKnownModel

_NULL = {"absent": "null counts as absent", "value": "null is a value of its own"}


def page(architecture: Architecture, models: Sequence[WellKnownModel]) -> str:
    """Make the page of an architecture, with the well-known models that are of it."""
    aliases: dict[str, list[str]] = {}
    for alias, field in architecture.aliases.items():
        aliases.setdefault(field, []).append(alias)
    return render(
        "architecture",
        architecture=architecture,
        models=models,
        fields=[_field(field, aliases.get(field.id, [])) for field in architecture.fields.values()],
        containers=_containers(architecture.containers),
        modules=list(map(_module, architecture.modules)),
        bare=_bare(architecture.bare),
        classes=list(map(_class, architecture.classes.values())),
        cited="; ".join(words.reference(source, "../") for source in architecture.sources),
    )


def index(data: CatalogData) -> str:
    """Make the page that lists all architectures."""
    models = by_architecture(data)
    return render(
        "architectures",
        architectures=[(each, models.get(each.id, ())) for each in data.architectures.values()],
    )


def by_architecture(data: CatalogData) -> Mapping[str, Sequence[WellKnownModel]]:
    """Sort the well-known models by their architecture, in the order in which architectures come."""
    found: dict[str, list[WellKnownModel]] = {id_: [] for id_ in data.architectures}
    for model in data.models.values():
        found.setdefault(model.architecture, []).append(model)
    return {id_: models for id_, models in found.items() if models}


def _field(field: ConfigField, aliases: list[str]) -> dict[str, str]:
    if field.formula is not None:
        default = f"`{field.formula.text}`"
    else:
        default = "must be given" if field.required else f"`{_literal(field.default)}`"
    also = f"Also called {', '.join(f'`{alias}`' for alias in aliases)}." if aliases else ""
    return {
        "id": field.id,
        "type": field.type,
        "default": default,
        "allowed": "; ".join(_allowed(field)),
        "doc": f"{field.doc} {also}".strip(),
    }


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    return f"[{', '.join(map(_literal, value))}]" if isinstance(value, tuple) else words.plain(value)


def _allowed(field: ConfigField) -> Iterator[str]:
    if field.choices:
        yield ", ".join(f"`{choice}`" for choice in field.choices)
    if field.minimum is not None:
        yield f"at least {words.plain(field.minimum)}"
    if field.maximum is not None and field.type != "integer":
        yield f"at most {words.plain(field.maximum)}"
    if field.length is not None:
        yield f"`{field.length.text}` of them"
    if field.spread is not None:
        yield f"one number, or {field.spread} of them"
    if field.absent:
        yield f"{', '.join(f'`{text}`' for text in field.absent)} for none"
    if field.if_null is not None:
        yield f"null stands for `{field.if_null.text}`"
    elif field.null in _NULL:
        yield _NULL[field.null]


def _containers(containers: Mapping[str, ContainerSpec]) -> list[dict[str, str]]:
    return [
        {
            "path": path,
            "length": container.length.text,
            "when": container.when.text if container.when else "",
            "what": "a list" if container.listed else "a sequence or dictionary",
        }
        for path, container in containers.items()
    ]


def _module(module: ModuleSpec) -> dict[str, Any]:
    return {
        "path": f"`{module.path}`" if module.path else "the model itself",
        "kind": module.kind,
        "parameters": "<br>".join((*_parameters(module), *_ties(module))),
        "when": f"`{module.when.text}`" if module.when else "",
    }


def _parameters(module: ModuleSpec) -> Iterator[str]:
    groups = f", {module.groups.text} groups" if module.groups else ""
    for parameter in module.parameters:
        shape = ", ".join(size.text for size in parameter.shape)
        when = f" if `{parameter.when.text}`" if parameter.when else ""
        yield f"`{parameter.name} [{shape}]`{groups}{when}"
        groups = ""


def _ties(module: ModuleSpec) -> Iterator[str]:
    for tie in module.ties:
        when = f" if `{tie.when.text}`" if tie.when else ""
        yield from (f"`{name}` is `{other}`{when}" for name, other in tie.parameters)


def _class(class_: ModelClass) -> dict[str, Any]:
    said = [
        ("tasks", ", ".join(f"[{task}](../tasks.md#{task.lower()})" for task in class_.tasks)),
        ("the base model is at", _code([class_.base])),
        ("lacks", _code(class_.without)),
        ("modules without parameters", _bare(class_.bare)),
        ("sets", ", ".join(f"`{name} = {formula.text}`" for name, formula in class_.given.items())),
        ("layers", _code([class_.layers or ""])),
        ("input embedding", " or ".join(f"`{path}`" for path in class_.input_embedding)),
        ("output embedding", " or ".join(f"`{path}`" for path in class_.output_embedding)),
    ]
    return {
        "id": class_.id,
        "said": [(name, text) for name, text in said if text],
        "containers": _containers(class_.containers),
        "modules": list(map(_module, class_.modules)),
    }


def _bare(modules: Sequence[BareModule]) -> str:
    return ", ".join(
        f"`{one.path}`"
        + (f" beside `{one.beside}`" if one.beside else "")
        + (f" if `{one.when.text}`" if one.when else "")
        for one in modules
    )


def _code(paths: Sequence[str]) -> str:
    return ", ".join(f"`{path}`" for path in paths if path)
