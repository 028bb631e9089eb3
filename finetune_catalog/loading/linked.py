"""What linking leaves: every name declared, every formula checked, and what was found on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.frozen import field, frozen, slotted
from finetune_catalog.loading.scope import Names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.diagnostics import Diagnostic
    from finetune_catalog.expression.types import Checked, Declaration, Function
    from finetune_catalog.loading.formulas import Formulas, Site
    from finetune_catalog.loading.link_architecture import LinkedArchitecture
    from finetune_catalog.loading.sheets import Sheet
    from finetune_catalog.loading.units import Units


@frozen
class CheckedSite:
    """A formula that passed the checker, and where it stands."""

    checked: Checked
    site: Site


@slotted
class LinkedMethod:
    """One method: its parameters' merged entries with their declarations, its checked formulas in the order of use."""

    sheet: Sheet
    parameters: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    declared: dict[str, Declaration] = field(default_factory=dict)
    options: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    counts: dict[tuple[str | int, ...], Checked] = field(
        default_factory=dict
    )  #: formulas of counting, by path
    defaults: dict[str, CheckedSite] = field(default_factory=dict)
    values: dict[str, CheckedSite] = field(default_factory=dict)
    metrics: dict[str, CheckedSite] = field(default_factory=dict)
    scope: Names = field(default_factory=Names)  #: what is known of parameters and options


@frozen
class LinkedRule:
    """A rule's condition, the methods that have its names, the names that all of these have, whether it needs a model."""

    when: CheckedSite
    applies: tuple[str, ...]
    names: tuple[str, ...]
    on_model: bool


@slotted
class Linked:
    """A whole catalog, linked; `found` collects the findings, in no particular order."""

    units: Units
    formulas: Formulas
    parameters: dict[str, Declaration | None] = field(default_factory=dict)
    metrics: dict[str, Declaration | None] = field(default_factory=dict)
    functions: dict[str, tuple[Function, Site]] = field(default_factory=dict)
    general: dict[str, Site] = field(default_factory=dict)  #: formulas of metrics.yaml, in an order of use
    counted: set[str] = field(default_factory=set)  #: the metrics that are counts on a model
    on_model: dict[str, CheckedSite] = field(default_factory=dict)  #: formulas of metrics.yaml over those
    methods: dict[str, LinkedMethod] = field(default_factory=dict)
    rules: dict[tuple[str, str], LinkedRule] = field(default_factory=dict)  #: by the sheet's path and the id
    architectures: dict[str, LinkedArchitecture] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(
        default_factory=dict
    )  #: what to do to have a name that a method lacks
    found: list[Diagnostic] = field(default_factory=list)
    _declarations: dict[Declaration, Declaration] = field(default_factory=dict)

    def names(self) -> Names:
        """Return the names that shared parameters and metrics have, for a formula that belongs to no method."""
        names = Names()
        for id_, declared in {**self.parameters, **self.metrics}.items():
            names.declare(id_, declared)
        return names

    def shared(self, declared: Declaration) -> Declaration:
        """Return the one declaration that stands for all equal ones, so that formulas checked against it are shared."""
        return self._declarations.setdefault(declared, declared)
