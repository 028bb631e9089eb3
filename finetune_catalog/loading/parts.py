"""Parts that several kinds of entries have: formulas with their pedigree, references to sources, lists of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.records import Formula, SourceRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from finetune_catalog.loading.linked import CheckedSite


def refs(raw: Any) -> tuple[SourceRef, ...]:
    """Build references to sources from one or a list of them."""
    if raw is None:
        return ()
    return tuple(SourceRef(ref["ref"], ref.get("where")) for ref in (raw if isinstance(raw, list) else [raw]))


def texts(raw: Iterable[Any]) -> tuple[str, ...]:
    """Build a tuple of texts."""
    return tuple(str(item) for item in raw)


def formula(raw: Mapping[str, Any], found: CheckedSite) -> Formula:
    """Build a formula from its entry; a default or a condition, which has none, brings only where it stands."""
    text = found.site.text
    return Formula(
        text,
        raw.get("basis", ""),
        refs(raw.get("source")),
        found.checked,
        found.site.span(0, len(text)),
        raw.get("note"),
        raw.get("assumes"),
        raw.get("unit"),
        raw.get("symbol"),
        raw.get("doc"),
    )
