"""A configured method: an immutable value that knows its metrics, how it is shown, and how a number came about."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

from finetune_catalog.diagnostics.model import Diagnostic, Report
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.text import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.configure.options import Options
    from finetune_catalog.configure.parameters import Resolved
    from finetune_catalog.configure.plan import Plan
    from finetune_catalog.counting import Counts
    from finetune_catalog.expression.trace import TraceNode
    from finetune_catalog.models import Model


_NO_FAILURES: Mapping[str, Diagnostic] = MappingProxyType({})


class ConfigurationError(ValueError):
    """Values that make no configuration, or a metric that has no value; `report` holds every finding."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return "\n".join(_line(finding) for finding in self.report)


class MetricError(KeyError):
    """A method has no such metric; the text names the nearest one."""

    def __str__(self) -> str:
        return str(self.args[0])


class _Metrics(dict[str, Any]):
    """Metrics by id; asked for one it does not hold it says why."""

    __slots__ = ("failures", "plan")
    plan: Plan
    failures: Mapping[str, Diagnostic]

    def __missing__(self, name: str) -> NoReturn:
        if name in self.failures:
            raise ConfigurationError(Report.of([self.failures[name]]))
        near = nearest(str(name), self.plan.metrics)
        hint = f"did you mean `{near}`?" if near else f"it has {', '.join(self.plan.metrics)}"
        message = f"{self.plan.method.id} has no metric `{name}`; {hint}"
        raise MetricError(message)


class Configuration:
    """A method with all its parameters, which cannot be changed.

    Two are equal when method, parameters and catalog are.
    """

    __slots__ = ("_counts", "_failures", "_metrics", "_model", "_options", "_plan", "_resolved")

    def __init__(
        self,
        plan: Plan,
        resolved: Resolved,
        options: Options | None = None,
        on: tuple[Model, Counts] | None = None,
    ) -> None:
        self._plan = plan
        self._resolved = resolved
        self._options = options
        self._model: Model | None = on[0] if on else None
        self._counts: Counts | None = on[1] if on else None
        self._metrics: Mapping[str, Any] | None = None

    @property
    def method(self) -> str:
        """The method's id."""
        return self._plan.method.id

    @property
    def plan(self) -> Plan:
        """What was prepared of the method."""
        return self._plan

    @property
    def seen(self) -> tuple[Any, ...]:
        """The parameters as formulas see them: a float32 is the binary32 itself."""
        return self._resolved.seen

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Every parameter with its value as people see it, in the method's order, then the options given; read-only."""
        if self._options is None:
            return MappingProxyType(self._resolved.values)
        return MappingProxyType({**self._resolved.values, **self._options.given})

    @property
    def options(self) -> Options:
        """The options: what was given of them, and all of them as formulas that count see them."""
        if self._options is None:
            from finetune_catalog.configure.options import no_options

            self._options = no_options(self._plan.method, self._resolved.seen)
        return self._options

    @property
    def model(self) -> Model | None:
        """The model that it is counted on, None where it is on none."""
        return self._model

    @property
    def counts(self) -> Counts | None:
        """What it trains on the model, tensor by tensor; None where it is on none."""
        return self._counts

    def on(self, model: Model, counts: Counts) -> Configuration:
        """Give this configuration on a model."""
        return Configuration(self._plan, self._resolved, self._options, (model, counts))

    @property
    def defaulted(self) -> tuple[str, ...]:
        """The parameters that were not given and have their default."""
        return self._resolved.defaulted

    @property
    def metrics(self) -> Mapping[str, Any]:
        """The metrics computable here, by id, in the catalog's order; read-only, computed when first asked for.

        A metric whose formula has no value for these parameters is left out; asking for it raises ConfigurationError
        with the reason, and `failures` lists it.
        """
        made = self._metrics
        return self._computed() if made is None else made

    @property
    def failures(self) -> Mapping[str, Diagnostic]:
        """The metrics that have no value for these parameters, each with the reason."""
        self.metrics  # noqa: B018  computes both
        return self._failures

    def to_dict(self) -> Any:
        """Give the configuration as JSON has it: `{tag: parameters}`, or the bare tag of a method without parameters."""
        tag = self._plan.method.tag
        values = {name: _plain(value) for name, value in self.parameters.items()}
        return {tag: values} if values else tag

    def explain(self, metric: str) -> TraceNode:
        """Trace how a metric's value comes about; `str()` of the trace is readable.

        Raises:
            MetricError: the method has no such metric.
            ConfigurationError: its formula has no value for these parameters.
        """
        from finetune_catalog.configure.explain import explain

        self.metrics[metric]  # raises where there is none
        if self._counts is not None and self._plan.data.metrics[metric].on_model:
            from finetune_catalog.configure.on_model import explain_on_model

            counting = self._plan.method.counting
            assumes = counting.assumes if counting is not None else None
            return explain_on_model(self._plan.data, self._counts, metric, assumes)
        return explain(self._plan, self._resolved, metric)

    def __str__(self) -> str:
        return self._plan.display.render(self._plan.method.parameters, self._resolved.values)

    def __repr__(self) -> str:
        words = [repr(self.method), *(f"{name}={value!r}" for name, value in self.parameters.items())]
        return f"Configuration({', '.join(words)})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Configuration):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __copy__(self) -> Configuration:
        return self

    def __deepcopy__(self, memo: object) -> Configuration:
        return self

    def _identity(self) -> tuple[Any, ...]:
        manifest = self._plan.data.manifest
        catalog = (manifest.id, manifest.version, self._plan.data.digest)
        options = repr(sorted(self._options.given.items())) if self._options is not None else repr([])
        return self._plan.method.id, tuple(self._resolved.values.items()), options, self._model, catalog

    def _computed(self) -> Mapping[str, Any]:
        plan = self._plan
        failures = _NO_FAILURES
        try:
            values = _Metrics(zip(plan.metrics, plan.function(*self._resolved.seen)))  # noqa: B905  strict takes time
        except EvaluationError:
            from finetune_catalog.configure.explain import one_by_one

            found, why = one_by_one(plan, self._resolved)
            values, failures = _Metrics(found), MappingProxyType(why)
        if self._counts is not None:
            from finetune_catalog.configure.on_model import metrics_on_model

            values.update(metrics_on_model(plan.data, self._counts))
        values.plan = plan
        values.failures = self._failures = failures
        self._metrics = made = MappingProxyType(values)
        return made


def _plain(value: Any) -> Any:
    """Give a value as JSON has it, configurations in it too."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value.to_dict() if isinstance(value, Configuration) else value


def _line(finding: Diagnostic) -> str:
    """Write a finding as one line of an exception's text."""
    place = f"{finding.span.file}:{finding.span.line}:{finding.span.column}: " if finding.span else ""
    subject = f"{finding.subject}: " if finding.subject else ""
    allowed = f"; allowed: {', '.join(finding.allowed)}" if finding.allowed else ""
    hint = f"; {finding.help}" if finding.help else ""
    return f"{place}{subject}{finding.message}{allowed}{hint} [{finding.rule or finding.code}]"
