"""From a linked architecture to its record: whatever a module's kind, its weight, bias and the rest become one list of parameters."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.architecture import (
    Architecture,
    BareModule,
    ConfigField,
    ContainerSpec,
    ModelClass,
    ModuleSpec,
    ParameterSpec,
    Requirement,
    Tie,
)
from finetune_catalog.loading.config_fields import LABELS, LARGEST, default_is_formula, type_of
from finetune_catalog.loading.link_modules import ties
from finetune_catalog.loading.module_kinds import MODULE_KINDS
from finetune_catalog.loading.parts import refs, texts
from finetune_catalog.loading.paths import joined
from finetune_catalog.loading.raw import is_mapping, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.expression.types import Checked
    from finetune_catalog.loading.link_architecture import LinkedArchitecture
    from finetune_catalog.loading.module_kinds import ModuleKind
    from finetune_catalog.loading.raw import Path


def architecture(linked: LinkedArchitecture) -> Architecture | None:
    """Build an architecture; None where any of it is broken, since a model of the rest would be another one."""
    if linked.found:
        return None
    raw = linked.sheet.data
    fields = {id_: _field(linked, id_, entry) for id_, entry in raw["fields"].items()}
    fields.setdefault(LABELS, ConfigField(LABELS, "integer", 2, minimum=0, maximum=LARGEST))
    return Architecture(
        linked.sheet.stem,
        raw["title"],
        raw["summary"],
        refs(raw["sources"]),
        raw["since"],
        MappingProxyType(fields),
        MappingProxyType(dict(raw.get("aliases", {}))),
        tuple(
            Requirement(
                linked.formulas["requires", index, "holds"],
                entry["field"],
                entry["message"],
                entry.get("by", "model") == "model",
                entry.get("part"),
            )
            for index, entry in enumerate(raw.get("requires", ()))
        ),
        _formulas(linked, ("values",), linked.values),
        _containers(linked, ("containers",)),
        _formulas(linked, ("dimensions",)),
        tuple(_modules(linked, ("modules",))),
        MappingProxyType({name: _class(linked, name, entry) for name, entry in raw["classes"].items()}),
        raw.get("layers"),
        raw.get("description"),
        _bare(linked, ("bare",), raw),
    )


def _field(linked: LinkedArchitecture, id_: str, entry: Mapping[str, Any]) -> ConfigField:
    default = entry.get("default")
    type_ = type_of(entry)
    lowest = 1 if type_ == "integer" else None
    highest = LARGEST if type_ == "integer" else None
    if entry.get("optional") or "if_null" in entry or ("default" in entry and default is None):
        null = "value"
    else:
        null = "absent" if entry.get("nullable") else "refused"
    return ConfigField(
        id_,
        type_,
        None if default_is_formula(entry) else tuple(default) if isinstance(default, list) else default,
        linked.formulas.get(("fields", id_, "default")),
        entry.get("required", False),
        null,
        linked.formulas.get(("fields", id_, "if_null")),
        texts(entry["absent"]) if "absent" in entry else (),
        entry.get("minimum", lowest),
        entry.get("maximum", highest),
        texts(entry["choices"]) if "choices" in entry else None,
        linked.formulas.get(("fields", id_, "length")),
        entry.get("spread"),
        entry.get("doc", ""),
        entry.get("kept", True),
    )


def _formulas(
    linked: LinkedArchitecture, path: Path, order: list[str] | None = None
) -> Mapping[str, Checked]:
    keys = mapping(linked.sheet.get(path)) if order is None else order
    return MappingProxyType({key: linked.formulas[(*path, key)] for key in keys})


def _containers(linked: LinkedArchitecture, path: Path) -> Mapping[str, ContainerSpec]:
    made = {}
    for name, entry in mapping(linked.sheet.get(path)).items():
        where: Path = (*path, name)
        if is_mapping(entry):
            length, when = linked.formulas[*where, "length"], linked.formulas.get((*where, "when"))
            made[name] = ContainerSpec(length, when, entry.get("list", True))
        else:
            made[name] = ContainerSpec(linked.formulas[where])
    return MappingProxyType(made)


def _class(linked: LinkedArchitecture, name: str, entry: Mapping[str, Any]) -> ModelClass:
    path: Path = ("classes", name)
    base = entry.get("base", "")
    return ModelClass(
        name,
        texts(entry.get("tasks", ())),
        base,
        tuple(joined(base, each) for each in entry.get("without", ())),
        _formulas(linked, (*path, "with")),
        _containers(linked, (*path, "containers")),
        tuple(_modules(linked, (*path, "modules"))),
        entry.get("layers"),
        _alternatives(entry, "input_embedding"),
        _alternatives(entry, "output_embedding"),
        texts(entry["said_tied"]) if "said_tied" in entry else None,
        _bare(linked, (*path, "bare"), entry),
    )


def _bare(linked: LinkedArchitecture, where: Path, entry: Mapping[str, Any]) -> tuple[BareModule, ...]:
    return tuple(
        BareModule(path, each.get("beside"), linked.formulas.get((*where, path, "when")))
        for path, each in mapping(entry, "bare").items()
    )


def _alternatives(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return the paths under a key: one, or a list of them."""
    written = entry.get(key, ())
    return (written,) if isinstance(written, str) else texts(written)


def _modules(linked: LinkedArchitecture, path: Path) -> Iterator[ModuleSpec]:
    for name, entry in mapping(linked.sheet.get(path)).items():
        yield _module(linked, (*path, name), name, entry)


def _module(linked: LinkedArchitecture, path: Path, name: str, entry: Mapping[str, Any]) -> ModuleSpec:
    kind = MODULE_KINDS[entry["kind"]]
    return ModuleSpec(
        name,
        entry["kind"],
        linked.formulas.get((*path, kind.inputs)),
        linked.formulas.get((*path, kind.outputs)),
        _shape(linked, (*path, "kernel")),
        linked.formulas.get((*path, "groups")),
        tuple(_parameters(linked, path, kind, entry)),
        tuple(_ties(linked, path, entry)),
        linked.formulas.get((*path, "when")),
        entry.get("first", False),
        bool(kind.weight),
        entry.get("plain", True),
        linked.formulas.get((*path, "buffers")),
    )


def _parameters(
    linked: LinkedArchitecture, path: Path, kind: ModuleKind, entry: Mapping[str, Any]
) -> Iterator[ParameterSpec]:
    """Yield what a module owns: weight and bias as its kind has them, then the others; one given a shape stands there."""
    own = mapping(entry, "parameters")
    implied = {"weight": _weight(linked, path, kind)} if kind.weight else {}
    if kind.biased:
        outputs = linked.formulas.get((*path, kind.outputs))
        implied["bias"] = (outputs,) if outputs is not None else ()
    for name, shape in implied.items():
        if name not in own and entry.get(name, kind.bias if name == "bias" else True) is not False and shape:
            yield ParameterSpec(name, shape, _unless_literal(linked, path, name, entry))
    for name, given in own.items():
        where: Path = (*path, "parameters", name)
        if is_mapping(given):
            shape, when = _shape(linked, (*where, "shape")), linked.formulas.get((*where, "when"))
        else:
            shape, when = _shape(linked, where), None
        if name in implied and when is None:
            when = _unless_literal(linked, path, name, entry)
        yield ParameterSpec(name, shape, when)


def _unless_literal(
    linked: LinkedArchitecture, path: Path, key: str, entry: Mapping[str, Any]
) -> Checked | None:
    """Return the condition under `bias` or `weight`; true, or nothing at all, is no condition."""
    return None if isinstance(entry.get(key), bool) else linked.formulas.get((*path, key))


def _weight(linked: LinkedArchitecture, path: Path, kind: ModuleKind) -> tuple[Checked, ...]:
    """Return the shape of a weight; empty where a size is not stated (its shape is then given under `parameters`)."""
    sizes = [linked.formulas.get((*path, key)) for key in kind.weight]
    if kind.kernel:
        sizes = [linked.formulas.get((*path, "out")), linked.per_group.get(path, sizes[1])]
        sizes += _shape(linked, (*path, "kernel"))
    return () if None in sizes else tuple(size for size in sizes if size is not None)


def _shape(linked: LinkedArchitecture, path: Path) -> tuple[Checked, ...]:
    return tuple(linked.formulas[(*path, index)] for index in range(len(linked.sheet.get(path) or ())))


def _ties(linked: LinkedArchitecture, path: Path, entry: Mapping[str, Any]) -> Iterator[Tie]:
    for where in ties(entry):
        tie = mapping(linked.sheet.get((*path, *where)))
        pairs = tuple((name, target) for name, target in tie.items() if name != "when")
        yield Tie(pairs, linked.formulas.get((*path, *where, "when")))
