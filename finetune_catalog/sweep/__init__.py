"""Metrics over columns of parameters: the checks of one configuration, done for all rows at once, with NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.configure import ConfigurationError, diagnostic, method_named, plans_of, unknown_method
from finetune_catalog.configure.parameters import missing, unknown_names
from finetune_catalog.diagnostics.model import Diagnostic, Report
from finetune_catalog.expression.errors import EvaluationError, TargetError
from finetune_catalog.expression.types import Interval
from finetune_catalog.structured import STRUCTURED
from finetune_catalog.sweep.checking import column, refuse, single
from finetune_catalog.values import widen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from finetune_catalog.configure.plan import Plan
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method

    Array = np.ndarray[Any, Any]


def sweep(
    data: CatalogData, method: str, /, *, model: Model | None = None, **columns: Any
) -> dict[str, Array]:
    """Compute every metric of a method for many parameters at once.

    Args:
        data: the catalog
        method: id or tag of a method
        model: a model to count on
        columns: parameters and options by name: single values, or arrays and lists of any shapes that broadcast
            together; an option with parts, a list of modules for example, is a single value

    Returns:
        Every parameter, every option that is a column and every metric by id, those that count on the model among them,
        each an array of the broadcast shape, `(1,)` where only single values are given. A float32 parameter comes back as float32, everything else as int64, float64, bool or str.

    Raises:
        ConfigurationError: there is no such method or parameter, one is missing, a value is of the wrong type or out of
            bounds, shapes do not broadcast, or a metric has no value in some row.
        ImportError: NumPy is not installed.
    """
    np = _numpy()
    found = method_named(data, method)
    if found is None:
        raise ConfigurationError(Report.of([unknown_method(data, method)]))
    plan = plans_of(data).of(found.id)
    given = _given(found, columns)
    shape, given = _broadcast(found, given)
    taken = _parameters(plan, given)
    rows = int(np.prod(shape))
    metrics = _metrics(plan, taken)
    if model is not None:
        from finetune_catalog.sweep.on_model import metrics_on_model

        options, counts = metrics_on_model(plan, model, given, taken, rows)
        taken, metrics = taken | options, metrics | counts
    columns_of_rows = {
        name: np.repeat(np.asarray(value, _dtype(value)), rows) if np.ndim(value) == 0 else value
        for name, value in taken.items()
    }
    columns_of_rows |= {
        name: np.repeat(value, rows) if len(value) != rows else value for name, value in metrics.items()
    }
    return {name: value.reshape(shape) for name, value in columns_of_rows.items()}


def _numpy() -> Any:
    try:
        import numpy as np
    except ImportError:
        message = "sweeping needs NumPy, which is not installed: pip install 'finetune-catalog[numpy]'"
        raise ImportError(message, name="numpy") from None
    return np


def _given(method: Method, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Check the names."""
    findings = [
        *unknown_names(method.parameters, columns, tuple(method.options)),
        *(missing(p) for name, p in method.parameters.items() if p.required and name not in columns),
    ]
    if findings:
        raise ConfigurationError(Report(tuple(diagnostic(method, finding) for finding in findings)))
    return {name: columns[name] for name in (*method.parameters, *method.options) if name in columns}


def _broadcast(method: Method, given: Mapping[str, Any]) -> tuple[tuple[int, ...], dict[str, Any]]:
    """Bring all columns to one shape, flat; single values stay single."""
    import numpy as np

    whole = {name for name, option in method.options.items() if option.type in STRUCTURED}
    arrays = {n: np.asarray(value) for n, value in given.items() if n not in whole and np.ndim(value) > 0}
    if not arrays:
        return (1,), dict(given)
    try:
        shape = np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError:
        told = ", ".join(f"`{name}` has {_shape(array)}" for name, array in arrays.items())
        refuse("FC730", f"columns do not fit together: {told}", method, hint="give columns of one length")
    flat = {name: np.broadcast_to(array, shape).reshape(-1) for name, array in arrays.items()}
    return shape, {name: flat.get(name, value) for name, value in given.items()}


def _shape(array: Array) -> str:
    return f"{len(array)} rows" if array.ndim == 1 else f"the shape {array.shape}"


def _parameters(plan: Plan, given: Mapping[str, Any]) -> dict[str, Any]:
    """Check and round what is given, compute defaults: single values as people see them, columns by type."""
    import numpy as np

    taken: dict[str, Any] = {}
    for name, parameter in plan.method.parameters.items():
        value = given.get(name, parameter.default)
        if name not in given and parameter.default_formula is not None:
            alone = all(np.ndim(earlier) == 0 for earlier in taken.values())
            function = plan.defaults[name] if alone else plan.default_columns(name)
            (value,) = _evaluate(plan, function, taken)
        check = column if np.ndim(value) else single
        taken[name] = check(plan.method, parameter, value)
    return taken


def _metrics(plan: Plan, taken: Mapping[str, Any]) -> dict[str, Array]:
    import numpy as np

    function = plan.columns
    bounds = {
        name: _bounds(value) for name, value in taken.items() if np.ndim(value) and value.dtype.kind == "i"
    }
    if any(
        plan.method.parameters[name].minimum is None or plan.method.parameters[name].maximum is None
        for name in bounds
    ):
        function = plan.columns_within(
            bounds
        )  # an integer without declared bounds could pass those of a column
    return dict(zip(plan.metrics, _evaluate(plan, function, taken), strict=True))


def _bounds(column: Array) -> Interval:
    return Interval(column.min().item(), column.max().item()) if column.size else Interval(0, 0)


def _evaluate(
    plan: Plan, function: Callable[..., tuple[Any, ...]], taken: Mapping[str, Any]
) -> tuple[Any, ...]:
    """Call a function of columns with what formulas see of these parameters."""
    import numpy as np

    seen = [
        value if np.ndim(value) else widen(plan.method.parameters[name].type, value)
        for name, value in taken.items()
    ]
    try:
        return function(*seen)
    except (EvaluationError, TargetError) as error:
        problem = error.problem
        notes, hint = problem.notes, problem.help
        found = Diagnostic(problem.code, problem.message, subject=plan.method.id, help=hint, notes=notes)
        raise ConfigurationError(Report.of([found])) from None


def _dtype(value: Any) -> Any:
    return {bool: "bool", int: "int64", float: "float64", str: "str"}.get(type(value), "object")
