"""The bibliography: every source, and what cites it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.reference import words
from finetune_catalog.reference.rendering import render
from finetune_catalog.text import plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from finetune_catalog.records import CatalogData, SourceRef

_FEW = 12  #: as many are named one by one


def page(data: CatalogData) -> str:
    """Make the page."""
    architectures = _refs((id_, each.sources) for id_, each in data.architectures.items())
    models = _refs((id_, each.sources) for id_, each in data.models.items())
    cited = {method.id: method.cited for method in data.methods.values()}
    return render(
        "sources",
        sources=[
            {
                "entry": source,
                "line": words.bibliography(source),
                "cited_by": [
                    *(
                        f"[{data.methods[m].title}](methods/{m}.md)"
                        for m, refs in cited.items()
                        if id_ in refs
                    ),
                    *_others(data, id_),
                    *_many(
                        architectures.get(id_, ()), "architecture", "architectures.md", "architectures/{}.md"
                    ),
                    *_many(models.get(id_, ()), "model", "models.md", "models.md"),
                ],
            }
            for id_, source in data.sources.items()
        ],
    )


def _refs(entries: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    sources: tuple[SourceRef, ...]
    for id_, sources in entries:
        for ref in dict.fromkeys(source.ref for source in sources):
            found.setdefault(ref, []).append(id_)
    return found


def _others(data: CatalogData, name: str) -> Iterator[str]:
    for metric in data.metrics.values():
        if metric.formula is not None and name in {source.ref for source in metric.formula.sources}:
            yield f"[{metric.title}](metrics.md)"
    for function in data.functions.values():
        if name in {source.ref for source in function.formula.sources}:
            yield f"[{function.id}](functions.md#{function.id})"
    for rule in data.rules.values():
        if name in {source.ref for source in rule.sources}:
            yield f"[{rule.id}](rules.md#{rule.id})"
    for framework in data.frameworks.values():
        if name in framework.sources:
            yield f"[{framework.title}](frameworks.md)"


def _many(ids: Collection[str], word: str, index: str, page_of: str) -> Iterator[str]:
    """Name a few one by one, of many only how many they are."""
    if len(ids) > _FEW:
        yield f"[{plural(len(ids), word)}]({index})"
    else:
        yield from (f"[{id_}]({page_of.format(id_)})" for id_ in ids)
