"""From a linked method to its record."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.loading.build_counts import counting
from finetune_catalog.loading.build_dialects import dialects
from finetune_catalog.loading.parts import formula, refs, texts
from finetune_catalog.loading.raw import mapping
from finetune_catalog.records import Example, Formula, Method, Parameter
from finetune_catalog.structured import accept_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.diagnostics import Span
    from finetune_catalog.loading.linked import CheckedSite, LinkedMethod
    from finetune_catalog.loading.sheets import Sheet


def method(sheet: Sheet, found: LinkedMethod, metrics: tuple[str, ...]) -> Method:
    """Build a method; a formula that the checker refused is left out (a report says why)."""
    raw = sheet.data
    return Method(
        sheet.stem,
        raw["tag"],
        raw["title"],
        raw["summary"],
        texts(raw["sources"]),
        raw["since"],
        raw["display"],
        MappingProxyType(
            {
                id_: parameter(id_, entry, found.defaults.get(id_), sheet.key(("parameters", id_)))
                for id_, entry in found.parameters.items()
                if "type" in entry
            }
        ),
        MappingProxyType(
            {name: formula(mapping(raw["values"], name), value) for name, value in found.values.items()}
        ),
        MappingProxyType(dict(_metrics(found, metrics))),
        tuple(_examples(sheet)),
        raw.get("description"),
        sheet.key(("id",)),
        MappingProxyType(
            {
                id_: parameter(id_, entry, found.defaults.get(id_), sheet.key(("options", id_)))
                for id_, entry in found.options.items()
            }
        ),
        counting(raw, found),
        dialects(raw),
    )


def _metrics(found: LinkedMethod, metrics: tuple[str, ...]) -> Iterator[tuple[str, Formula]]:
    """Yield a method's metrics in the order of metrics.yaml; one that is not its own has the pedigree given there."""
    for id_ in metrics:
        if id_ in found.metrics:
            place = found.metrics[id_].site
            yield id_, formula(mapping(place.sheet.get(place.path[:-1])), found.metrics[id_])


def _examples(sheet: Sheet) -> Iterator[Example]:
    for index, raw in enumerate(sheet.data.get("examples", ())):
        yield Example(
            MappingProxyType(raw["given"]),
            raw.get("display"),
            MappingProxyType(raw.get("metrics", {})),
            raw.get("config"),
            raw.get("title"),
            sheet.value(("examples", index)),
            raw.get("model"),
            refs(raw.get("source")),
        )


def parameter(id_: str, raw: Mapping[str, Any], default: CheckedSite | None, span: Span) -> Parameter:
    """Build a parameter from its merged entry; values that its type does not hold are refused by a check, not here."""
    type_ = raw["type"]
    choices = texts(raw["choices"]) if "choices" in raw else None

    def held(value: Any) -> Any:
        accepted, refusal = accept_value(type_, None, None, None, value)
        return value if refusal is not None else accepted

    literal = raw.get("default") if default is None else None
    return Parameter(
        id_,
        raw["title"],
        type_,
        raw.get("unit", "1"),
        raw.get("symbol", id_),
        raw["doc"],
        raw.get("minimum"),
        raw.get("maximum"),
        choices,
        "default" not in raw,
        None if literal is None else held(literal),
        formula({}, default) if default is not None else None,
        None if "typical" not in raw else held(raw["typical"]),
        tuple(raw["common"]) if "common" in raw else None,
        raw.get("scale", "linear"),
        span,
        raw.get("pattern"),
    )
