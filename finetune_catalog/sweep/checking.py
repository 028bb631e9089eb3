"""Single values and columns of them, checked as one value is; the first wrong row is named."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NoReturn

from finetune_catalog.configure import ConfigurationError
from finetune_catalog.configure.parameters import accept, allowed
from finetune_catalog.diagnostics.model import Diagnostic, Report
from finetune_catalog.values import TYPES, limits
from finetune_catalog.wording import shown

if TYPE_CHECKING:
    import numpy as np

    from finetune_catalog.records import Method, Parameter

    Array = np.ndarray[Any, Any]

_KINDS = {"integer": "iu", "float32": "iuf", "float64": "iuf", "boolean": "b", "string": "U"}
_SIZES = {"float32": "binary32", "float64": "binary64"}
_DTYPES = {"integer": "int64", "float32": "float32", "float64": "float64", "boolean": "bool", "string": "str"}


def single(method: Method, parameter: Parameter, value: Any) -> Any:
    """Check a single value and give it as its type has it."""
    accepted, refusal = accept(parameter, value)
    if refusal is not None:
        refuse(
            "FC731",
            f"`{parameter.id}`: {refusal}",
            method,
            refusal.allowed or (allowed(parameter),),
            refusal.help,
        )
    return accepted


def column(method: Method, parameter: Parameter, given: Array) -> Array:
    """Check a column and give it in its type; one of Python objects is taken item by item."""
    import numpy as np

    if given.dtype.kind == "O":
        items = [single(method, parameter, item) for item in given.tolist()]
        return np.array(items, dtype=_DTYPES[parameter.type])
    if given.dtype.kind not in _KINDS[parameter.type] and given.size:
        message = f"`{parameter.id}`: expected {TYPES[parameter.type]} in every row, found {given.dtype}"
        refuse("FC731", message, method, (allowed(parameter),), _conversion(parameter, given))
    if given.dtype == np.uint64 and parameter.type == "integer":
        _first(method, parameter, given, given > 2**63 - 1, "is above what columns can hold")
    with np.errstate(over="ignore"):
        made = given.astype(_DTYPES[parameter.type], copy=False)
    if made.dtype.kind in "if" and made.size:
        _within(method, parameter, given, made)
    if parameter.choices is not None:
        _first(method, parameter, given, ~np.isin(made, parameter.choices), "is none of its choices")
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
        refuse("FC731", message, method, (allowed(parameter),))


def _conversion(parameter: Parameter, column: Array) -> str | None:
    import numpy as np

    if parameter.type == "integer" and column.dtype.kind == "f" and bool(np.all(column == np.floor(column))):
        return f"`{parameter.id}=column.astype(int)` makes integers of them"
    return None


def refuse(
    code: str, message: str, method: Method, accepted: tuple[str, ...] = (), hint: str | None = None
) -> NoReturn:
    """Raise the one finding about a value or a column."""
    found = Diagnostic(code, message, subject=method.id, allowed=accepted, help=hint)
    raise ConfigurationError(Report.of([found]))
