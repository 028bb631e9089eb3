"""Counting over columns of parameters: the same formulas, each computed for all rows at once, with NumPy.

A column stands wherever a number does. What a formula decides has to be the same for all rows; where it is not, the rows
are parted and counted apart.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from finetune_catalog.counting.formulas import Formulas
from finetune_catalog.counting.numbering import column_function
from finetune_catalog.expression.errors import EvaluationError, TargetError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.narrowing import narrowed
from finetune_catalog.expression.nodes import Name
from finetune_catalog.expression.targets.numpy import BLOCK
from finetune_catalog.expression.warming import warming
from finetune_catalog.expression.widening import conform

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from finetune_catalog.expression.types import Checked

    Array = np.ndarray[Any, Any]


class Column:
    """A number a row, which is taken for one number: it is what it is by identity."""

    def __init__(self, array: Array) -> None:
        self.array = array
        self._times: dict[int, Column] = {}

    @cached_property
    def low(self) -> Any:
        """The least number."""
        return self.array.min().item() if self.array.size else 0

    @cached_property
    def high(self) -> Any:
        """The greatest number."""
        return self.array.max().item() if self.array.size else 0

    def __mul__(self, times: int) -> Column:
        """Give so many times the numbers; the same column each time."""
        if times not in self._times:
            _hold(self.high * times, self)
            self._times[times] = Column(self.array * times)
        return self._times[times]


class PartedError(Exception):
    """What holds for some rows and not for others, which are to be counted apart."""

    def __init__(self, rows: Array) -> None:
        super().__init__()
        self.rows = rows


class RowError(Exception):
    """A row for which a formula has no value, or one that no column can hold."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def _hold(largest: int, column: Column) -> None:
    """Hold that the largest number, made of the largest of a column, is one that a column can hold."""
    if largest >= 2**63:
        raise RowError(int(column.array.argmax()))


class ColumnFormulas(Formulas):
    """The formulas of one method's counting over columns."""

    columns = True

    def holds(self, checked: Checked, values: Mapping[str, Any]) -> bool:
        """Whether a condition holds; for all rows or for none.

        Raises:
            PartedError: for some of them.
        """
        answer = self.value(checked, values)
        if not isinstance(answer, Column):
            return bool(answer)
        if answer.array.all():
            return True
        if answer.array.any():
            raise PartedError(answer.array)
        return False

    def _computed(self, checked: Checked, given: tuple[Any, ...]) -> Any:
        if not any(isinstance(value, Column) for value in given):
            return super()._computed(checked, given)
        named = dict(zip(checked.names, given, strict=True))
        types = checked.declared
        known = {n: conform(v, types[n].type) for n, v in named.items() if not isinstance(v, Column)}
        left = narrowed(checked, known, self.functions)
        columns = {name: named[name] for name in left.names if isinstance(named[name], Column)}
        if isinstance(left.node, Name) and left.result.type == checked.declared[left.node.name].type:
            return named[left.node.name]  # the same column, so that what is made of it is made once
        try:
            if not columns:
                return evaluate(left, known, self.functions)
            return Column(self._at_once(checked, left, columns, known))
        except (TargetError, EvaluationError):  # has no form for columns, or no value in some row
            return self._row_by_row(checked, given)

    def _at_once(
        self, checked: Checked, left: Checked, columns: Mapping[str, Column], known: Mapping[str, Any]
    ) -> Array:
        bounds = {
            name: (column.low, column.high)
            for name, column in columns.items()
            if column.array.dtype.kind in "iuf"
        }
        function = column_function(checked, left, self.functions, bounds, known)
        found: Array = function(*(columns[n].array if n in columns else known[n] for n in left.names))[0]
        return found

    def _row_by_row(self, checked: Checked, given: tuple[Any, ...]) -> Any:
        """Compute a formula for each row; what is no number everywhere has to be the same everywhere."""
        found = self._rows(checked, given)
        if not found:
            return Column(np.zeros(0))
        first = found[0]
        if isinstance(first, (int, float)) and all(isinstance(value, (int, float)) for value in found):
            return Column(_array(found))
        same = np.array([value == first for value in found])
        if same.all():
            return first
        raise PartedError(same)

    def _rows(self, checked: Checked, given: tuple[Any, ...]) -> list[Any]:
        computed = warming(checked, self.functions)
        rows = len(next(value for value in given if isinstance(value, Column)).array)
        lists = [v.array.tolist() if isinstance(v, Column) else [v] * rows for v in given]
        known: dict[tuple[Any, ...], Any] = {}
        varying = [place for place, value in enumerate(given) if isinstance(value, Column)]
        made: list[Any] = []
        for row, values in enumerate(zip(*lists, strict=True)):
            key = tuple(values[place] for place in varying)
            if key not in known:
                try:
                    known[key] = computed(values)
                except EvaluationError:
                    raise RowError(row) from None
            made.append(known[key])
        return made


def _array(values: list[Any]) -> Array:
    if all(type(value) is int for value in values):
        large = next((row for row, value in enumerate(values) if not -(2**63) <= value < 2**63), None)
        if large is not None:
            raise RowError(large)
    return np.array(values)


def product(number: Any, times: Any) -> Any:
    """Multiply numbers, either of which may be a column."""
    if not isinstance(times, Column):
        return number * times
    if not isinstance(number, Column):
        return times * number
    _hold(number.high * times.high, number)
    return Column(number.array * times.array)


def summed(parts: Iterable[tuple[int, Any]], rows: int) -> Array:
    """Add numbers and columns, each so many times; exact, in the integers that a column holds.

    Raises:
        RowError: a sum may leave them.
    """
    constant = 0
    times: dict[Column, int] = {}
    for count, value in parts:
        if isinstance(value, Column):
            times[value] = times.get(value, 0) + count
        else:
            constant += count * value
    largest = constant + sum(count * column.high for column, count in times.items())
    _hold(largest, max(times, key=lambda column: column.high, default=Column(np.zeros(rows))))
    total = np.zeros(rows, np.int64) + constant
    part = np.empty(min(rows, BLOCK), np.int64)
    for start in range(0, rows, BLOCK):  # in blocks that stay in the cache
        block = total[start : start + BLOCK]
        for column, count in times.items():
            block += np.multiply(column.array[start : start + BLOCK], count, out=part[: len(block)])
    return total
