"""Architectures as frozen values: how the fields of a config.json make the modules of a model; without logic."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.frozen import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.expression.types import Checked
    from finetune_catalog.records import SourceRef


@frozen
class ConfigField:
    """A field of config.json.

    `type` is one of integer, float, boolean, string, characters, given, integers, floats, booleans, strings. Where the field
    is absent its value is `default`, or what `formula` gives over the fields before it. `null` says what null in
    config.json is: "refused", "absent", or a "value" of its own, that of `if_null` where it has one. A text of `absent`
    counts as no value.
    """

    id: str
    type: str
    default: Any = None
    formula: Checked | None = None
    required: bool = False
    null: str = "refused"
    if_null: Checked | None = None
    absent: tuple[str, ...] = ()
    minimum: int | float | None = None
    maximum: int | float | None = None
    choices: tuple[str, ...] | None = None
    length: Checked | None = None
    spread: int | None = None
    doc: str = ""
    kept: bool = True  #: whether the library keeps the default, or works it out whenever a model is made


@frozen
class Requirement:
    """What fields must agree on; `field` is named where they do not.

    `by_model` says that no model is made where it does not hold, else only the configuration is held to it as it is read.
    """

    holds: Checked
    field: str
    message: str
    by_model: bool = True
    part: str | None = None  #: the part of the model whose modules need it, None for the whole


@frozen
class ParameterSpec:
    """A parameter of a module: its shape, and when the module has it (always where None)."""

    name: str
    shape: tuple[Checked, ...]
    when: Checked | None = None


@frozen
class Tie:
    """Parameters that are another one's: (name, full name of the other), and when (always where None)."""

    parameters: tuple[tuple[str, str], ...]
    when: Checked | None = None


@frozen
class ModuleSpec:
    """A module, or one for each index where its path has `*`; whatever its kind, `parameters` are all it owns."""

    path: str
    kind: str
    in_features: Checked | None = None
    out_features: Checked | None = None
    kernel: tuple[Checked, ...] = ()
    groups: Checked | None = None
    parameters: tuple[ParameterSpec, ...] = ()
    ties: tuple[Tie, ...] = ()
    when: Checked | None = None
    first: bool = False
    bare: bool = False  #: whether it counts as a module where it owns no parameters, since names reach it
    plain: bool = True  #: whether it is of the kind's own class, not of one derived from it
    buffers: Checked | None = None  #: how many numbers are saved with it that are no parameters


@frozen
class BareModule:
    """A module that owns no parameters: only there with the module of the name `beside`, and when `when` holds, where given."""

    path: str
    beside: str | None = None
    when: Checked | None = None


@frozen
class ContainerSpec:
    """A container of modules: how many, when the model has it (always where None), whether it is a module list proper."""

    length: Checked
    when: Checked | None = None
    listed: bool = True


@frozen
class ModelClass:
    """One of the library's classes: the base model at `base`, less `without`, and what it adds; paths are whole ones.

    Of the embeddings' paths the first counts that a model has.
    """

    id: str
    tasks: tuple[str, ...] = ()
    base: str = ""
    without: tuple[str, ...] = ()
    given: Mapping[str, Checked] = field(default_factory=lambda: MappingProxyType({}))
    containers: Mapping[str, ContainerSpec] = field(default_factory=lambda: MappingProxyType({}))
    modules: tuple[ModuleSpec, ...] = ()
    layers: str | None = None
    input_embedding: tuple[str, ...] = ()
    output_embedding: tuple[str, ...] = ()
    said_tied: tuple[str, ...] | None = None  #: to the input embedding, where that is not what is
    bare: tuple[BareModule, ...] = ()


@frozen
class Architecture:
    """architectures/<model_type>.yaml: a model family.

    `values` are in an order in which each uses only earlier ones.
    """

    id: str
    title: str
    summary: str
    sources: tuple[SourceRef, ...]
    since: str
    fields: Mapping[str, ConfigField]
    aliases: Mapping[str, str]
    requires: tuple[Requirement, ...]
    values: Mapping[str, Checked]
    containers: Mapping[str, ContainerSpec]
    dimensions: Mapping[str, Checked]
    modules: tuple[ModuleSpec, ...]
    classes: Mapping[str, ModelClass]
    layers: str | None = None
    description: str | None = None
    bare: tuple[BareModule, ...] = ()
