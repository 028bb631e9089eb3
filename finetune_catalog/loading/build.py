"""From linked entries to records: every kind of entry has its function here. Only valid sheets come this far."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from finetune_catalog.loading.build_architecture import architecture
from finetune_catalog.loading.build_counts import target_tables, task
from finetune_catalog.loading.build_dialects import framework
from finetune_catalog.loading.build_method import method
from finetune_catalog.loading.parts import formula, refs, texts
from finetune_catalog.loading.raw import mapping
from finetune_catalog.loading.remembered import MOST
from finetune_catalog.records import (
    CatalogData,
    FunctionEntry,
    Manifest,
    Metric,
    Parameter,
    Rule,
    Source,
    WellKnownModel,
)
from finetune_catalog.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from finetune_catalog.architecture import Architecture
    from finetune_catalog.loading.linked import Linked
    from finetune_catalog.loading.reading import Sheets
    from finetune_catalog.loading.sheets import Sheet

Entry = TypeVar("Entry")

_built: Remembered[Architecture | None] = Remembered(MOST)


def build(sheets: Sheets, linked: Linked, digest: str) -> CatalogData:
    """Make the records of everything that is whole; a sheet that its schema refuses is left out."""
    manifests = [manifest(sheet) for sheet in sheets.manifests]
    valid = [sheet for path, sheet in sheets.sheets.items() if path not in sheets.invalid]
    by_kind = {kind: [s for s in valid if s.kind.name == kind] for kind in {s.kind.name for s in valid}}

    def entries(kind: str, make: Callable[[Sheet, str, Any], Entry | None]) -> Mapping[str, Entry]:
        made = (
            (id_, make(s, id_, raw)) for s in by_kind.get(kind, ()) for id_, raw in mapping(s.data).items()
        )
        return MappingProxyType({id_: record for id_, record in made if record is not None})

    metrics = entries("metrics", lambda s, i, raw: metric(s, i, raw, linked))
    shared = entries("parameters", shared_parameter)
    methods = {
        sheet.stem: method(sheet, linked.methods[sheet.stem], tuple(metrics))
        for sheet in by_kind.get("method", ())
        if shared.keys() >= linked.methods[sheet.stem].parameters.keys()
    }
    return CatalogData(
        manifests[0],
        tuple(manifests[1:]),
        shared,
        metrics,
        entries("sources", source),
        MappingProxyType(linked.units.entries),
        entries("functions", lambda s, i, raw: function(s, i, raw, linked)),
        MappingProxyType({id_: methods[id_] for id_ in sorted(methods)}),
        entries("rules", lambda s, i, raw: rule(s, i, raw, linked)),
        digest,
        next((target_tables(sheet) for sheet in by_kind.get("targets", ())), MappingProxyType({})),
        entries("tasks", task),
        MappingProxyType({sheet.stem: framework(sheet) for sheet in by_kind.get("framework", ())}),
        MappingProxyType(dict(_architectures(by_kind.get("architecture", ()), linked))),
        MappingProxyType({sheet.stem: well_known(sheet) for sheet in by_kind.get("model", ())}),
    )


def _architectures(sheets: Iterable[Sheet], linked: Linked) -> Iterator[tuple[str, Architecture]]:
    for sheet in sheets:
        found = linked.architectures[sheet.stem]
        made = _built.get(id(found), partial(architecture, found), found)
        if made is not None:
            yield sheet.stem, made


def manifest(sheet: Sheet) -> Manifest:
    """Build a manifest; an overlay's may leave out everything but what it extends."""
    raw = mapping(sheet.data)
    folder = sheet.name.rpartition("/")[0].rpartition("/")[2] or "overlay"
    return Manifest(
        raw.get("id", folder),
        raw.get("name", raw.get("id", folder)),
        raw.get("version", "0.0.0"),
        raw.get("schema", 1),
        raw.get("license", ""),
        raw.get("extends"),
    )


def source(_sheet: Sheet, id_: str, raw: Any) -> Source:
    """Build a source."""
    return Source(id_, **{**raw, "authors": tuple(raw.get("authors", ()))})


def shared_parameter(sheet: Sheet, id_: str, raw: Any) -> Parameter:
    """Build a shared parameter as parameters.yaml has it; its default formula is checked where a method takes it."""
    from finetune_catalog.loading.build_method import parameter

    return parameter(id_, raw, None, sheet.key((id_,)))


def metric(sheet: Sheet, id_: str, raw: Any, linked: Linked) -> Metric:
    """Build a metric."""
    place = linked.general.get(id_)
    found = (
        next((m.metrics[id_] for m in linked.methods.values() if id_ in m.metrics), None) if place else None
    )
    own = formula(raw, found) if found is not None and found.site is place else None
    if id_ in linked.on_model:
        own = formula(raw, linked.on_model[id_])
    return Metric(
        id_,
        raw["title"],
        raw["unit"],
        raw["direction"],
        raw["symbol"],
        raw["format"],
        raw["doc"],
        raw.get("minimum"),
        raw.get("maximum"),
        own,
        sheet.key((id_,)),
        raw.get("counted"),
        "counted" in raw or id_ in linked.on_model,
        raw.get("estimates"),
    )


def function(_sheet: Sheet, id_: str, raw: Any, linked: Linked) -> FunctionEntry | None:
    """Build a function; None where its formula is broken."""
    if id_ not in linked.functions:
        return None
    checked, place = linked.functions[id_]
    examples = tuple((MappingProxyType(example["given"]), example["result"]) for example in raw["examples"])
    from finetune_catalog.loading.linked import CheckedSite

    body = formula(raw, CheckedSite(checked.body, place))
    return FunctionEntry(id_, raw["doc"], checked.parameters, checked.result, body, examples)


def rule(sheet: Sheet, id_: str, raw: Any, linked: Linked) -> Rule | None:
    """Build a rule; None where its condition is broken."""
    found = linked.rules.get((sheet.path, id_))
    if found is None:
        return None
    return Rule(
        id_,
        sheet.stem,
        raw["title"],
        raw["severity"],
        formula(raw, found.when),
        raw["message"],
        raw["help"],
        refs(raw.get("source")),
        tuple((example["config"], example["finds"], example.get("model")) for example in raw["examples"]),
        texts(raw["methods"]) if "methods" in raw else None,
        sheet.key((id_,)),
        raw.get("each", "configuration"),
        raw.get("about"),
        found.applies,
        found.names,
        found.on_model,
    )


def well_known(sheet: Sheet) -> WellKnownModel:
    """Build a well-known model."""
    raw = sheet.data
    return WellKnownModel(
        sheet.stem,
        raw["title"],
        raw["architecture"],
        MappingProxyType(raw["config"]),
        refs(raw["sources"]),
        raw["since"],
        raw.get("hub_id"),
        raw.get("parameters"),
        raw.get("note"),
        raw.get("shown", False),
    )
