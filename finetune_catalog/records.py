"""The catalog as frozen values: every entry of the YAML files, linked, without logic."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.frozen import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.architecture import Architecture
    from finetune_catalog.counting_records import Counting, TargetTable, Task
    from finetune_catalog.diagnostics import Span
    from finetune_catalog.dialect_records import Dialect, Framework
    from finetune_catalog.expression.types import Checked, Declaration


@frozen
class Manifest:
    """catalog.yaml: which catalog this is, the version of its data, its licence."""

    id: str
    name: str
    version: str
    schema: int
    license: str
    extends: str | None = None


@frozen
class Source:
    """An entry of the bibliography."""

    id: str
    kind: str
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    url: str | None = None
    doi: str | None = None
    version: str | None = None
    commit: str | None = None
    accessed: str | None = None
    note: str | None = None


@frozen
class SourceRef:
    """Where in which source a fact stands."""

    ref: str
    where: str | None = None


@frozen
class UnitEntry:
    """An entry of units.yaml: its symbol and what it is made of."""

    id: str
    title: str
    symbol: str
    doc: str
    base: str | None = None
    scale: str | None = None
    dimensionless: bool = False


@frozen
class Formula:
    """One formula with its pedigree; `checked` carries text, tree and types.

    `unit`, `symbol` and `doc` are those of a method's named value; a metric's and a parameter's stand in its own record.
    """

    text: str
    basis: str
    sources: tuple[SourceRef, ...]
    checked: Checked
    span: Span | None = None
    note: str | None = None
    assumes: str | None = None
    unit: str | None = None
    symbol: str | None = None
    doc: str | None = None


@frozen
class Parameter:
    """A hyper-parameter as one method takes it: the shared entry with the method's own changes applied.

    `type` is one of integer, float32, float64, boolean, string, or of an option's types with parts (names, integers,
    ranks, spans, tokens). `pattern` matches texts that are allowed beside the `choices`. `default` is a literal, or None together with
    `default_formula` (an expression over earlier parameters), or None with `required`.
    `typical` is a value in common use, `common` the range plots and sweeps show.
    """

    id: str
    title: str
    type: str
    unit: str
    symbol: str
    doc: str
    minimum: int | float | None = None
    maximum: int | float | None = None
    choices: tuple[str, ...] | None = None
    required: bool = True
    default: Any = None
    default_formula: Formula | None = None
    typical: Any = None
    common: tuple[int | float, int | float] | None = None
    scale: str = "linear"
    span: Span | None = None
    pattern: str | None = None


@frozen
class Metric:
    """An entry of metrics.yaml; `formula` (over other metrics) computes it for every method that has what it needs.

    `counted` says which count of a configuration on a model it is; `on_model` that it, or what its formula uses, is one.
    `estimates` is the metric that it stands in for where no model is known.
    """

    id: str
    title: str
    unit: str
    direction: str
    symbol: str
    format: str
    doc: str
    minimum: float | None = None
    maximum: float | None = None
    formula: Formula | None = None
    span: Span | None = None
    counted: str | None = None
    on_model: bool = False
    estimates: str | None = None


@frozen
class Example:
    """A worked example of a method: run by `check` and by the tests, printed on its page; `model` is one's id."""

    given: Mapping[str, Any]
    display: str | None
    metrics: Mapping[str, float | int]
    config: Any = None
    title: str | None = None
    span: Span | None = None
    model: str | None = None
    sources: tuple[SourceRef, ...] = ()


@frozen
class Method:
    """methods/<id>.yaml: one fine-tuning method.

    `metrics` holds every metric computable for it, the catalog-wide ones included, in the order of metrics.yaml.
    `values` are named intermediate results its formulas share, in an order in which each uses only earlier ones.
    """

    id: str
    tag: str
    title: str
    summary: str
    sources: tuple[str, ...]
    since: str
    display: str
    parameters: Mapping[str, Parameter]
    values: Mapping[str, Formula] = field(default_factory=lambda: MappingProxyType({}))
    metrics: Mapping[str, Formula] = field(default_factory=lambda: MappingProxyType({}))
    examples: tuple[Example, ...] = ()
    description: str | None = None
    span: Span | None = None
    options: Mapping[str, Parameter] = field(default_factory=lambda: MappingProxyType({}))
    counting: Counting | None = None
    dialects: Mapping[str, Dialect] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def declared(self) -> Mapping[str, Parameter]:
        """Its parameters and options, by id."""
        return {**self.parameters, **self.options}

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of the sources it cites, its own first, each once; those of its examples are not among them."""
        formulas = (*self.values.values(), *self.metrics.values())
        stated = (source.ref for formula in formulas for source in formula.sources)
        counted = (ref for ref, _ in (self.counting.sources if self.counting else ()))
        return tuple(dict.fromkeys((*self.sources, *stated, *counted)))


@frozen
class FunctionEntry:
    """An entry of functions.yaml: a function written in the language itself."""

    id: str
    doc: str
    parameters: tuple[tuple[str, Declaration], ...]
    result: Declaration
    formula: Formula
    examples: tuple[tuple[Mapping[str, Any], Any], ...] = ()


@frozen
class Rule:
    """A lint rule over configurations: it applies to every method that has all the names its condition uses.

    `each` says what its condition is asked for: the configuration, or every module that it takes. `about` is the
    parameter to point at, the first that the condition names where it is None. `applies` are the ids of the methods,
    `names` what all of them have, which its texts may use; `on_model` says that it needs a model.
    """

    id: str
    topic: str
    title: str
    severity: str
    when: Formula
    message: str
    help: str
    sources: tuple[SourceRef, ...]
    examples: tuple[tuple[Any, bool, str | None], ...] = ()
    methods: tuple[str, ...] | None = None
    span: Span | None = None
    each: str = "configuration"
    about: str | None = None
    applies: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    on_model: bool = False


@frozen
class WellKnownModel:
    """models/<id>.yaml: a model people name, with the fields of its config.json that shape it."""

    id: str
    title: str
    architecture: str
    config: Mapping[str, Any]
    sources: tuple[SourceRef, ...]
    since: str
    hub_id: str | None = None
    parameters: int | None = None
    note: str | None = None
    shown: bool = False  #: whether the reference shows what every method trains on it


@frozen
class CatalogData:
    """Everything the YAML says, validated and linked; ids in file order (methods: sorted by id).

    `architectures` and `models` are many, and most work needs none or one of them: out of the compiled cache each is
    made when it is asked for.
    """

    manifest: Manifest
    overlays: tuple[Manifest, ...]
    parameters: Mapping[str, Parameter]
    metrics: Mapping[str, Metric]
    sources: Mapping[str, Source]
    units: Mapping[str, UnitEntry]
    functions: Mapping[str, FunctionEntry]
    methods: Mapping[str, Method]
    rules: Mapping[str, Rule]
    digest: str = ""
    targets: Mapping[str, TargetTable] = field(default_factory=lambda: MappingProxyType({}))
    tasks: Mapping[str, Task] = field(default_factory=lambda: MappingProxyType({}))
    frameworks: Mapping[str, Framework] = field(default_factory=lambda: MappingProxyType({}))
    architectures: Mapping[str, Architecture] = field(default_factory=lambda: MappingProxyType({}))
    models: Mapping[str, WellKnownModel] = field(default_factory=lambda: MappingProxyType({}))
