"""Metrics over columns of parameters: the checks of one configuration, done for all rows at once, with NumPy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NoReturn

from finetune_catalog.configure import ConfigurationError, method_named, plans_of, unknown_method
from finetune_catalog.configure.parameters import accept, allowed, missing, unknown
from finetune_catalog.diagnostics.model import Diagnostic, Report
from finetune_catalog.expression.errors import EvaluationError, TargetError
from finetune_catalog.expression.types import Interval
from finetune_catalog.values import TYPES, limits, widen
from finetune_catalog.wording import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from finetune_catalog.configure.plan import Plan
    from finetune_catalog.records import CatalogData, Method, Parameter

    Array = np.ndarray[Any, Any]

_KINDS = {"integer": "iu", "float32": "iuf", "float64": "iuf", "boolean": "b", "string": "U"}
_SIZES = {"float32": "binary32", "float64": "binary64"}
_DTYPES = {"integer": "int64", "float32": "float32", "float64": "float64", "boolean": "bool", "string": "str"}


def sweep(data: CatalogData, method: str, /, **columns: Any) -> dict[str, Array]:
    """Compute every metric of a method for many parameters at once.

    Args:
        data: the catalog
        method: id or tag of a method
        columns: parameters by name: single values, or arrays and lists of any shapes that broadcast together

    Returns:
        Every parameter and every metric by id, each an array of the broadcast shape, `(1,)` where only single values
        are given. A float32 parameter comes back as float32, everything else as int64, float64, bool or str.

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
    metrics = _metrics(plan, taken)
    rows = int(np.prod(shape))
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
    findings = []
    for name in columns:
        if name not in method.parameters:
            message, known, hint = unknown(name, tuple(method.parameters), f"`{method.id}`")
            findings.append(Diagnostic("FC702", message, subject=method.id, allowed=known, help=hint))
    for name, parameter in method.parameters.items():
        if parameter.required and name not in columns:
            finding = missing(parameter)
            findings.append(
                Diagnostic(
                    finding.code,
                    finding.message,
                    subject=method.id,
                    allowed=finding.allowed,
                    help=finding.help,
                )
            )
    if findings:
        raise ConfigurationError(Report(tuple(findings)))
    return {name: columns[name] for name in method.parameters if name in columns}


def _broadcast(method: Method, given: Mapping[str, Any]) -> tuple[tuple[int, ...], dict[str, Any]]:
    """Bring all columns to one shape, flat; single values stay single."""
    import numpy as np

    arrays = {name: np.asarray(value) for name, value in given.items() if np.ndim(value) > 0}
    if not arrays:
        return (1,), dict(given)
    try:
        shape = np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError:
        told = ", ".join(f"`{name}` has {_shape(array)}" for name, array in arrays.items())
        _refuse("FC730", f"columns do not fit together: {told}", method, hint="give columns of one length")
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
            single = all(np.ndim(earlier) == 0 for earlier in taken.values())
            function = plan.defaults[name] if single else plan.default_columns(name)
            (value,) = _evaluate(plan, function, taken)
        check = _column if np.ndim(value) else _single
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


def _single(method: Method, parameter: Parameter, value: Any) -> Any:
    accepted, refusal = accept(parameter, value)
    if refusal is not None:
        _refuse(
            "FC731",
            f"`{parameter.id}`: {refusal}",
            method,
            refusal.allowed or (allowed(parameter),),
            refusal.help,
        )
    return accepted


def _column(method: Method, parameter: Parameter, column: Array) -> Array:
    """Check a column and give it in its type; a column of Python objects is taken item by item."""
    import numpy as np

    if column.dtype.kind == "O":
        items = [_single(method, parameter, item) for item in column.tolist()]
        return np.array(items, dtype=_DTYPES[parameter.type])
    if column.dtype.kind not in _KINDS[parameter.type] and column.size:
        message = f"`{parameter.id}`: expected {TYPES[parameter.type]} in every row, found {column.dtype}"
        _refuse("FC731", message, method, (allowed(parameter),), _conversion(parameter, column))
    if column.dtype == np.uint64 and parameter.type == "integer":
        _first(method, parameter, column, column > 2**63 - 1, "is above what columns can hold")
    with np.errstate(over="ignore"):
        made = column.astype(_DTYPES[parameter.type], copy=False)
    if made.dtype.kind in "if" and made.size:
        _within(method, parameter, column, made)
    if parameter.choices is not None:
        _first(method, parameter, column, ~np.isin(made, parameter.choices), "is none of its choices")
    return made


def _within(method: Method, parameter: Parameter, column: Array, made: Array) -> None:
    """Check the bounds of a column as formulas see it; with one pass for the least and one for the greatest."""
    import numpy as np

    least, greatest = made.min().item(), made.max().item()  # not a number where one row is not
    if not (math.isfinite(least) and math.isfinite(greatest)):
        _first(method, parameter, column, ~np.isfinite(column), "is not a finite number")
        _first(method, parameter, column, ~np.isfinite(made), f"does not fit {_SIZES[parameter.type]}")
    low, high = limits(parameter.type, parameter.minimum, parameter.maximum)
    if low is not None and least < low:
        _first(method, parameter, column, made < low, "is below the minimum")
    if high is not None and greatest > high:
        _first(method, parameter, column, made > high, "is above the maximum")


def _first(method: Method, parameter: Parameter, column: Array, wrong: Array, reason: str) -> None:
    """Refuse a column for its first wrong row."""
    if wrong.any():
        row = int(wrong.argmax())
        message = f"`{parameter.id}`: {shown(column[row].item())} {reason}, in row {row}"
        _refuse("FC731", message, method, (allowed(parameter),))


def _conversion(parameter: Parameter, column: Array) -> str | None:
    import numpy as np

    if parameter.type == "integer" and column.dtype.kind == "f" and bool(np.all(column == np.floor(column))):
        return f"`{parameter.id}=column.astype(int)` makes integers of them"
    return None


def _dtype(value: Any) -> Any:
    return {bool: "bool", int: "int64", float: "float64", str: "str"}.get(type(value), "object")


def _refuse(
    code: str, message: str, method: Method, accepted: tuple[str, ...] = (), hint: str | None = None
) -> NoReturn:
    found = Diagnostic(code, message, subject=method.id, allowed=accepted, help=hint)
    raise ConfigurationError(Report.of([found]))
