"""What a generated function of columns needs when it runs; the one module of the targets that imports NumPy."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np

from finetune_catalog.diagnostics.model import Problem
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.targets.numpy import BLOCK, declarations, source
from finetune_catalog.expression.targets.program import reference_results
from finetune_catalog.expression.types import BOOLEAN, FLOAT, INTEGER, STRING
from finetune_catalog.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from finetune_catalog.expression.types import Program, Type

_DTYPES = {FLOAT: np.float64, INTEGER: np.int64, BOOLEAN: np.bool_, STRING: np.str_}

_FITTING: dict[Type, str] = {FLOAT: "fiu", INTEGER: "iu", BOOLEAN: "b", STRING: "U"}  #: kinds of dtypes


class RowFailure(ArithmeticError):  # noqa: N818 - not for callers: becomes an EvaluationError
    """A row has no value."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


class _Scratch(threading.local):
    """A thread's registers, kept between calls: fetching fresh memory costs as much as an operation on it."""

    def __init__(self) -> None:
        self.arrays: dict[tuple[str, int], np.ndarray[Any, Any]] = {}


_scratch = _Scratch()


def registers(size: int, kinds: str) -> list[np.ndarray[Any, Any]]:
    """Return buffers of `size` elements, one a letter: f float64, i int64, b bool; the same ones in the next call."""
    found = []
    for place, kind in enumerate(kinds):
        if (kind, place) not in _scratch.arrays:
            _scratch.arrays[kind, place] = np.empty(
                BLOCK, {"f": np.float64, "i": np.int64, "b": np.bool_}[kind]
            )
        found.append(_scratch.arrays[kind, place][:size])
    return found


def function(program: Program) -> Callable[..., tuple[np.ndarray[Any, Any], ...]]:
    """Return a function of a program's parameters, each a column or a value that is the same in all rows.

    It returns one array a result. A column is a one-dimensional array; all have one length.

    Raises:
        EvaluationError: from the function: a formula has no value in some row; the note names the row.
        TargetError: from the function: the formula cannot be computed of these columns.
        TypeError: from the function: a column's dtype does not fit its declaration.
        ValueError: from the function: columns of several lengths or dimensions.
    """
    declared = declarations(program)
    compiled: dict[frozenset[str], Callable[..., tuple[np.ndarray[Any, Any], ...]]] = {}

    def columns_function(*arguments: Any) -> tuple[np.ndarray[Any, Any], ...]:
        given = dict(zip(program.parameters, arguments, strict=True))
        columns = frozenset(
            n for n, value in given.items() if n in declared and isinstance(value, np.ndarray)
        )
        _same_length({name: given[name] for name in columns})
        values = [_column(n, v, declared[n].type) if n in columns else v for n, v in given.items()]
        if columns not in compiled:
            compiled[columns] = _compile(program, columns)
        try:
            return compiled[columns](*values)
        except (ArithmeticError, LookupError, ValueError) as failure:
            row = failure.row if isinstance(failure, RowFailure) else 0
            raise _error(program, values, row) from None

    return columns_function


def _compile(program: Program, columns: frozenset[str]) -> Callable[..., tuple[np.ndarray[Any, Any], ...]]:
    namespace: dict[str, Any] = {}
    exec(compile(source(program, "formula", columns), "<columns>", "exec"), namespace)
    made: Callable[..., tuple[np.ndarray[Any, Any], ...]] = namespace["formula"]
    return made


def _same_length(columns: dict[str, np.ndarray[Any, Any]]) -> None:
    shapes = {name: column.shape for name, column in columns.items()}
    if any(len(shape) != 1 for shape in shapes.values()) or len(set(shapes.values())) > 1:
        told = ", ".join(f"{name} {shape}" for name, shape in sorted(shapes.items()))
        message = f"columns are one-dimensional and of one length, here {told}"
        raise ValueError(message)


def _column(name: str, column: np.ndarray[Any, Any], type_: Type) -> np.ndarray[Any, Any]:
    """Return a column in the type it is declared in; integers widen, nothing else converts."""
    fits = _FITTING[type_]
    if column.dtype.kind not in fits or (column.dtype.itemsize > 8 and column.dtype.kind in "fiu"):
        message = f"column {name!r} is of {column.dtype}, which does not fit its declaration"
        raise TypeError(message)
    if column.dtype == np.uint64 and type_ == INTEGER and column.size and column.max() > 2**63 - 1:
        message = f"column {name!r} holds integers above 2**63 - 1"
        raise TypeError(message)
    return column if type_ == STRING else np.ascontiguousarray(column, dtype=_DTYPES[type_])  # type: ignore[index]


def _error(program: Program, values: Sequence[Any], row: int) -> EvaluationError:
    """Ask the reference interpreter what is wrong with a row."""
    if any(isinstance(value, np.ndarray) and not len(value) for value in values):
        problem = Problem("FC551", "the part of a formula that is the same in all rows has no value", 0, 1)
        return EvaluationError(problem)
    single = [value[row].item() if isinstance(value, np.ndarray) else value for value in values]
    try:
        reference_results(program, single)
    except EvaluationError as error:
        return EvaluationError(replace(error.problem, notes=(*error.problem.notes, f"in row {row}")))
    message = f"row {row} fails as a column only"
    raise AssertionError(message)
