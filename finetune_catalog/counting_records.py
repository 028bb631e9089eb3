"""What a method trains on a model, as frozen values without logic."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from finetune_catalog.frozen import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.expression.types import Checked


@frozen
class Targets:
    """How modules are chosen: the options that say so by name, None where the method has no such option."""

    modules: str | None = None
    exclude: str | None = None
    layers: str | None = None
    containers: str | None = None
    parameters: str | None = None
    table: str | None = None
    otherwise: str | None = None
    whole: tuple[str, ...] = ()  #: names which, taken, have adapted embeddings saved whole
    embedding: bool = False  #: whether the input embedding is taken where none are named
    kinds: tuple[str, ...] | None = None  #: None: every kind
    skips: bool = False  #: whether modules of other kinds are left as they are


@frozen
class Naming:
    """An option whose keys or items name modules, and how a name matches a path; `table` names them where it does not.

    `among` is the option that has to name all of them too, where both are lists.
    """

    by: str
    match: str
    table: str | None = None
    among: str | None = None


@frozen
class Repeats:
    """The option that lists spans of layers to repeat; the list is the first of `lists` inside the modules of `through`."""

    by: str
    through: tuple[str, ...]
    lists: tuple[str, ...]


@frozen
class Holds:
    """The option that holds other configurations: the methods they may be of, and the module they stay below."""

    by: str
    methods: tuple[str, ...]
    below: str | None = None


@frozen
class Fused:
    """Model types whose experts became one tensor, and what the modules' names became."""

    architectures: tuple[str, ...]
    names: Mapping[str, str]
    together: Mapping[str, tuple[str, ...]]


@frozen
class MirrorSize:
    """A size of a smaller model: the names that a configuration may have for it, and a formula for its value.

    `optional` says that a configuration may lack it; `about` is the parameter to point at.
    """

    names: tuple[str, ...]
    value: Checked
    optional: bool = False
    about: str | None = None


@frozen
class Mirror:
    """A smaller model made like the one that is adapted.

    It is the base model, or the first of its parts `inner` that holds one of `lists`; `layers` is the size that counts
    layers; `at` is its path in the adapted model; where `shares` holds it lacks the module at its own path `shared`.
    """

    sizes: Mapping[str, MirrorSize]
    layers: str
    at: str
    inner: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    shared: str | None = None
    shares: Checked | None = None


@frozen
class Step:
    """A named intermediate result of counting; `each` says for what it is made anew."""

    formula: Checked
    each: str
    doc: str | None = None


@frozen
class Requirement:
    """What must hold for every one of `each`; else the configuration is refused with this message."""

    that: Checked
    each: str
    message: str
    help: str
    kinds: tuple[str, ...] | None = None
    about: str | None = None


@frozen
class Tensor:
    """A tensor that a method adds: formulas for how many numbers it holds, whether it is there, trained, how many are saved."""

    id: str
    each: str
    size: Checked
    when: Checked | None = None
    trained: Checked | None = None
    counted: bool = True
    stored: Checked | None = None
    width: Checked | None = None  #: bytes of one number; None: four
    kinds: tuple[str, ...] | None = None
    doc: str | None = None
    bias: bool = False  #: whether it is called so, and is trained where all biases are, whatever is frozen
    kept_in: str | None = None  #: the last name of the module that holds it, where that may be copied as well

    @property
    def formulas(self) -> tuple[Checked, ...]:
        """All the formulas that it has."""
        given = (self.size, self.when, self.trained, self.stored, self.width)
        return tuple(formula for formula in given if formula is not None)


@frozen
class Grouping:
    """What makes modules a group: what of their paths they share, and which of their values; None: all of these."""

    by: str = "name"
    endings: tuple[str, ...] = ()
    alike: tuple[str, ...] | None = None


@frozen
class Counting:
    """Everything that a method's file says of what it trains on a model."""

    basis: str
    sources: tuple[tuple[str, str | None], ...]
    task: str | None = None
    targets: Targets | None = None
    varies: Mapping[str, Naming] = field(default_factory=lambda: MappingProxyType({}))
    marks: Mapping[str, Naming] = field(default_factory=lambda: MappingProxyType({}))
    saves: str | None = None
    keeps: tuple[str, ...] = ()  #: names of what an adapted module keeps its tensors in
    #: the path under which the adapted model holds the input embedding a second time
    reads: str | None = None
    tokens: str | None = None
    bias: str | None = None
    repeats: Repeats | None = None
    holds: Holds | None = None
    freezes: str | None = None  #: the option that says that nothing added is trained
    #: the one that says that of copies alone; of a tensor its own formula does
    freezes_saved: str | None = None
    #: the option, and the last names of modules that may be tied
    ties: tuple[str, tuple[str, ...]] | None = None
    fused: tuple[Fused, ...] = ()
    groups: Grouping = field(default_factory=Grouping)
    sizes: Mapping[str, str | None] = field(
        default_factory=lambda: MappingProxyType({})
    )  #: sizes of the model that must be known, and the option that stands in for each
    parts: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )  #: by name: paths of modules, of which the first that is there counts
    mirror: Mirror | None = None
    values: Mapping[str, Step] = field(default_factory=lambda: MappingProxyType({}))
    requires: tuple[Requirement, ...] = ()
    adds: Mapping[str, Tensor] = field(default_factory=lambda: MappingProxyType({}))
    trains: str | None = None
    assumes: str | None = None
    note: str | None = None

    @property
    def formulas(self) -> tuple[Checked, ...]:
        """Every formula that counts: of values, conditions and tensors."""
        return (
            *(step.formula for step in self.values.values()),
            *(requirement.that for requirement in self.requires),
            *(formula for tensor in self.adds.values() for formula in tensor.formulas),
        )

    @property
    def names(self) -> frozenset[str]:
        """Every name that its formulas use."""
        return frozenset(name for formula in self.formulas for name in formula.names)


@frozen
class TargetTable:
    """A table of targets.yaml: names of modules, or one pattern, by model type."""

    id: str
    doc: str
    rows: Mapping[str, tuple[str, ...] | str]


@frozen
class Task:
    """An entry of tasks.yaml: what models are made for, and what that trains beside the adapter."""

    id: str
    title: str
    doc: str
    saves: tuple[str, ...] = ()
    spares: bool = False  #: whether what it saves is kept out of the targets
    leaves: tuple[str, ...] = ()
    submodules: int = 1
