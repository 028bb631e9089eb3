"""From what a method's file says of counting, and what is counted with, to records."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting_records import (
    Counting,
    Fused,
    Grouping,
    Holds,
    Mirror,
    MirrorSize,
    Naming,
    Repeats,
    Requirement,
    Step,
    Targets,
    TargetTable,
    Task,
    Tensor,
)
from finetune_catalog.loading.parts import refs, texts
from finetune_catalog.loading.raw import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.loading.linked import LinkedMethod
    from finetune_catalog.loading.sheets import Sheet


def counting(raw: Mapping[str, Any], found: LinkedMethod) -> Counting | None:
    """Build what a method counts; formulas that the checker refused are left out (a report says why)."""
    counts = raw.get("counts")
    if counts is None:
        return None
    return Counting(
        basis=counts["basis"],
        sources=tuple((ref.ref, ref.where) for ref in refs(counts["source"])),
        task=counts.get("task"),
        targets=_targets(counts["targets"]) if "targets" in counts else None,
        varies=_namings(counts, "varies"),
        marks=_namings(counts, "marks"),
        saves=counts.get("saves"),
        keeps=texts(counts.get("keeps", ())),
        reads=counts.get("reads"),
        tokens=counts.get("tokens"),
        bias=counts.get("bias"),
        repeats=_repeats(counts["repeats"]) if "repeats" in counts else None,
        holds=_holds(counts["holds"]) if "holds" in counts else None,
        freezes=counts.get("freezes"),
        freezes_saved=counts.get("freezes_saved"),
        ties=(counts["ties"]["by"], texts(counts["ties"]["names"])) if "ties" in counts else None,
        fused=tuple(_fused(entry) for entry in mapping(counts, "fused").values()),
        groups=_grouping(mapping(counts, "groups")),
        sizes=MappingProxyType(dict(mapping(counts, "sizes"))),
        parts=MappingProxyType({name: texts(paths) for name, paths in mapping(counts, "parts").items()}),
        mirror=_mirror(counts, found),
        values=MappingProxyType(dict(_steps(counts, found))),
        requires=tuple(_requirements(counts, found)),
        adds=MappingProxyType(dict(_tensors(counts, found))),
        trains=counts.get("trains"),
        assumes=counts.get("assumes"),
        note=counts.get("note"),
    )


def target_tables(sheet: Sheet) -> Mapping[str, TargetTable]:
    """Build the tables of targets.yaml; each has the rows of the one that it is like, and its own."""
    made: dict[str, TargetTable] = {}
    for id_, raw in mapping(sheet.data).items():
        like = made.get(raw.get("like", ""))
        own = {type_: row if isinstance(row, str) else texts(row) for type_, row in raw["rows"].items()}
        made[id_] = TargetTable(id_, raw["doc"], MappingProxyType({**(like.rows if like else {}), **own}))
    return MappingProxyType(made)


def task(_sheet: Sheet, id_: str, raw: Any) -> Task:
    """Build a task."""
    saves, leaves = texts(raw.get("saves", ())), texts(raw.get("leaves", ()))
    return Task(
        id_, raw["title"], raw["doc"], saves, raw.get("spares", False), leaves, raw.get("submodules", 1)
    )


def _targets(raw: Mapping[str, Any]) -> Targets:
    options = {name: value for name, value in raw.items() if name not in ("whole", "kinds", "unsupported")}
    whole, kinds = texts(raw.get("whole", ())), texts(raw["kinds"]) if "kinds" in raw else None
    return Targets(**options, whole=whole, kinds=kinds, skips=raw.get("unsupported") == "skip")


def _namings(counts: Mapping[str, Any], part: str) -> Mapping[str, Naming]:
    entries = mapping(counts, part).items()
    return MappingProxyType({id_: Naming(**raw) for id_, raw in entries})


def _grouping(raw: Mapping[str, Any]) -> Grouping:
    alike = texts(raw["alike"]) if "alike" in raw else None
    return Grouping(raw.get("by", "name"), texts(raw.get("endings", ())), alike)


def _repeats(raw: Mapping[str, Any]) -> Repeats:
    return Repeats(raw["by"], texts(raw.get("through", ())), texts(raw["lists"]))


def _holds(raw: Mapping[str, Any]) -> Holds:
    return Holds(raw["by"], texts(raw["methods"]), raw.get("below"))


def _fused(raw: Mapping[str, Any]) -> Fused:
    together = {name: texts(parts) for name, parts in raw["together"].items()}
    return Fused(
        texts(raw["architectures"]), MappingProxyType(dict(raw["names"])), MappingProxyType(together)
    )


def _mirror(counts: Mapping[str, Any], found: LinkedMethod) -> Mirror | None:
    raw = mapping(counts, "mirror")
    if not raw:
        return None
    sizes = {}
    for name, entry in raw["sizes"].items():
        checked = found.counts.get(("counts", "mirror", "sizes", name, "value"))
        if checked is not None:
            optional = entry.get("optional", False)
            sizes[name] = MirrorSize(texts(entry["names"]), checked, optional, entry.get("about"))
    inner, lists = texts(raw.get("inner", ())), texts(raw.get("lists", ()))
    shares = found.counts.get(("counts", "mirror", "shares"))
    return Mirror(MappingProxyType(sizes), raw["layers"], raw["at"], inner, lists, raw.get("shared"), shares)


def _steps(counts: Mapping[str, Any], found: LinkedMethod) -> Iterator[tuple[str, Step]]:
    for name, raw in mapping(counts, "values").items():
        checked = found.counts.get(("counts", "values", name, "formula"))
        if checked is not None:
            yield name, Step(checked, raw.get("each", "module"), raw.get("doc"))


def _requirements(counts: Mapping[str, Any], found: LinkedMethod) -> Iterator[Requirement]:
    for index, raw in enumerate(counts.get("requires", ())):
        checked = found.counts.get(("counts", "requires", index, "that"))
        if checked is not None:
            kinds = texts(raw["kinds"]) if "kinds" in raw else None
            each = raw.get("each", "configuration")
            yield Requirement(checked, each, raw["message"], raw["help"], kinds, raw.get("about"))


def _tensors(counts: Mapping[str, Any], found: LinkedMethod) -> Iterator[tuple[str, Tensor]]:
    for name, raw in mapping(counts, "adds").items():
        parts = {
            part: found.counts.get(("counts", "adds", name, part))
            for part in ("size", "when", "trained", "stored", "width")
        }
        if parts["size"] is not None:
            yield (
                name,
                Tensor(
                    name,
                    raw.get("each", "module"),
                    parts["size"],
                    parts["when"],
                    parts["trained"],
                    raw.get("counted", True),
                    parts["stored"],
                    parts["width"],
                    texts(raw["kinds"]) if "kinds" in raw else None,
                    raw.get("doc"),
                    raw.get("bias", False),
                    raw.get("kept_in"),
                ),
            )
