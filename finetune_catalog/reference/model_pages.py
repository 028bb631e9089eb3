"""The pages of well-known models, of what models are made for, and of the configurations of other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.models.opening import open_model
from finetune_catalog.reference import counting_page, words
from finetune_catalog.reference.architecture_page import by_architecture
from finetune_catalog.reference.rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.dialect_records import Framework
    from finetune_catalog.records import CatalogData, WellKnownModel


def models(data: CatalogData) -> str:
    """Make the page of well-known models, grouped by architecture, each with its weights as they are counted."""
    return render(
        "models",
        architectures=[
            {"entry": data.architectures[id_], "models": [_model(data, each) for each in found]}
            for id_, found in by_architecture(data).items()
            if id_ in data.architectures
        ],
        count=len(data.models),
    )


def _model(data: CatalogData, entry: WellKnownModel) -> dict[str, Any]:
    made, _ = open_model(data, entry.id)
    return {
        "entry": entry,
        "class": made.class_name if made else "",
        "base": f"{made.parameters:,d}" if made else "",
        "published": f"`{entry.hub_id}`" if entry.hub_id else "",
    }


def tasks(data: CatalogData) -> str:
    """Make the page of tasks, with the classes that serve each counted."""
    served: dict[str, int] = {}
    for architecture in data.architectures.values():
        for task in {task for class_ in architecture.classes.values() for task in class_.tasks}:
            served[task] = served.get(task, 0) + 1
    return render("tasks", tasks=[(task, served.get(task.id, 0)) for task in data.tasks.values()])


def frameworks(data: CatalogData) -> str:
    """Make the page of other programs' configurations."""
    return render("frameworks", frameworks=[_framework(data, each) for each in data.frameworks.values()])


def _framework(data: CatalogData, framework: Framework) -> dict[str, Any]:
    return {
        "entry": framework,
        "fields": list(counting_page.fields(framework.fields)),
        "methods": list(_methods(data, framework)),
        "cited": "; ".join(words.reference_to(source, "") for source in framework.sources),
    }


def _methods(data: CatalogData, framework: Framework) -> Iterator[dict[str, Any]]:
    for method in data.methods.values():
        dialect = method.dialects.get(framework.id)
        if dialect is not None:
            fields = list(counting_page.fields(dialect.fields))
            renamed = [(name, to) for name, to, _ in fields if to and name != to]
            differing = [(name, default) for name, _, default in fields if default]
            yield {"method": method, "name": dialect.name, "renamed": renamed, "defaults": differing}
