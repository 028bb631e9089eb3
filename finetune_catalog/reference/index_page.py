"""The reference's first page: every other one, sorted by what a reader looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.reference.rendering import render

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from finetune_catalog.records import CatalogData, Method

#: (heading, the pages below it as (title, file, what it says))
_PAGES = (
    (
        "Numbers",
        (
            (
                "What every method trains",
                "counts.md",
                "rules of thumb beside exact counts, on well-known models",
            ),
            ("All methods by all metrics", "comparison.md", "the rules of thumb, with plots"),
            ("Metrics", "metrics.md", "what is computed, and the formula of every method"),
        ),
    ),
    (
        "Models",
        (
            ("Architectures", "architectures.md", "how a config.json becomes modules, a page each"),
            ("Models", "models.md", "the well-known ones, with their parameters"),
            ("Tasks", "tasks.md", "what models are made for, and what that trains beside an adapter"),
        ),
    ),
    (
        "Configurations",
        (
            ("Parameters", "parameters.md", "the hyper-parameters that methods share"),
            ("Default target modules", "targets.md", "what is adapted where nothing is named, by model type"),
            ("Other programs' configurations", "frameworks.md", "how their files are read"),
            ("Rules for configurations", "rules.md", "what `validate` says beyond types and bounds"),
        ),
    ),
    (
        "Everything else",
        (
            ("Sources", "sources.md", "where every fact is from"),
            ("Units", "units.md", "and how they convert"),
            ("Functions of the expression language", "functions.md", "built in, or written in the catalog"),
            ("Error codes", "errors.md", "each with an example and its fix"),
            ("The command", "command.md", "every verb's help"),
        ),
    ),
)


def page(data: CatalogData, made: Collection[str]) -> str:
    """Make the page; it links to those pages that are made."""
    return render(
        "index",
        data=data,
        methods=[(title, said, methods) for title, said, methods in _groups(data) if methods],
        pages=[(heading, [entry for entry in entries if entry[1] in made]) for heading, entries in _PAGES],
    )


def _groups(data: CatalogData) -> Iterator[tuple[str, str, list[Method]]]:
    """Yield headings with what they say, and the methods below each; every method stands once."""
    left: dict[str, Method] = dict(data.methods)

    def take(test: Any) -> list[Method]:
        found = [method for method in left.values() if test(method)]
        for method in found:
            del left[method.id]
        return found

    yield (
        "With rules of thumb",
        "Numbers that need no model, and exact counts where there is one.",
        take(lambda method: method.metrics),
    )
    yield (
        "Inside chosen modules",
        "What is trained lies in or beside modules of the model, which configurations name.",
        take(lambda method: method.counting is not None and method.counting.targets is not None),
    )
    yield "Around the model", "No modules are chosen.", take(lambda method: method.counting is not None)
    yield "Others", "Nothing is counted.", take(lambda _: True)
