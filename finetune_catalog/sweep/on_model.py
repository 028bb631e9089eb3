"""Counts on a model over columns of parameters: modules chosen once, every formula computed for all rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from finetune_catalog.configure import ConfigurationError, configure
from finetune_catalog.configure.on_model import COUNTED
from finetune_catalog.configure.options import default_option
from finetune_catalog.counting.choosing import choosing_names
from finetune_catalog.counting.columns import Column, ColumnFormulas, PartedError, RowError, product, summed
from finetune_catalog.counting.count import counted
from finetune_catalog.counting.refusal import RefusedError
from finetune_catalog.diagnostics.model import Diagnostic, Report
from finetune_catalog.frozen import replace
from finetune_catalog.models.opening import for_task
from finetune_catalog.structured import accept_option
from finetune_catalog.sweep.checking import column, refuse
from finetune_catalog.values import widen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.configure.plan import Plan
    from finetune_catalog.counting import Counts
    from finetune_catalog.counting_records import Counting
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method, Parameter
    from finetune_catalog.values import Refusal

    Array = np.ndarray[Any, Any]

MOST_CASES = 10_000  #: rows that differ in what no column can hold, each of which is counted by itself


class RowsOnModel:
    """Rows of a method's parameters and options on a model.

    `given` is what people gave, columns among it, and `seen` all of it as formulas see it.
    """

    def __init__(
        self,
        data: CatalogData,
        method: Method,
        model: Model,
        given: Mapping[str, Any],
        seen: Mapping[str, Any],
        rows: int,
    ) -> None:
        self._data = data
        self._method = method
        self._model = model
        self._given = given
        self._single = {name: value for name, value in seen.items() if not isinstance(value, np.ndarray)}
        self._columns = {name: value for name, value in seen.items() if isinstance(value, np.ndarray)}
        self._rows = rows
        self._found = {name: np.zeros(rows, np.int64) for name in COUNTED}
        self._failed: list[int] = []

    def counts(self, counting: Counting) -> dict[str, Array]:
        """Give what is counted of each row, by the words that metrics have for it.

        Raises:
            ConfigurationError: for the first row that is refused, saying why.
        """
        for rows, single in self._cases(counting):
            self._count(counting, rows, single)
        if self._failed:
            self.refuse(min(self._failed))
        return self._found

    def refuse(self, row: int) -> NoReturn:
        """Say why a row is refused, as a configuration of its values would be."""
        values = {n: v[row].item() if isinstance(v, np.ndarray) else v for n, v in self._given.items()}
        made, report = configure(self._data, self._method.id, values, self._model)
        if made is not None:
            message = f"what is counted in row {row} is above what columns can hold, 2**63 - 1"
            hint = "count it by itself: a single configuration has integers of any size"
            report = Report.of([Diagnostic("FC731", message, subject=self._method.id, help=hint)])
        elif self._columns:
            first, *rest = report
            report = Report.of([replace(first, notes=(*first.notes, f"in row {row}")), *rest])
        raise ConfigurationError(report)

    def _cases(self, counting: Counting) -> Iterator[tuple[Array, dict[str, Any]]]:
        """Yield rows that agree in truths, in words, and in what chooses modules, with their values of these."""
        used = {name.removesuffix(".given").removesuffix(".pattern") for name in counting.names}
        choosing = choosing_names(counting)
        words = {name for name, column in self._columns.items() if column.dtype.kind in "bU"}
        names = [name for name in self._columns if name in choosing or (name in used and name in words)]
        unused = (
            {name: self._columns[name][0].item() for name in words.difference(names)} if self._rows else {}
        )
        every = np.arange(self._rows)
        if not names or not self._rows:
            yield every, unused
            return
        keys = list(zip(*(self._columns[name].tolist() for name in names), strict=True))
        numbers = {case: number for number, case in enumerate(dict.fromkeys(keys))}
        if len(numbers) > MOST_CASES:
            message = f"{len(numbers):,} different values of `{names[0]}`, each of which is counted by itself"
            found = Diagnostic(
                "FC731", message, subject=self._method.id, help=f"give at most {MOST_CASES:,} different ones"
            )
            raise ConfigurationError(Report.of([found]))
        of_row = np.fromiter((numbers[key] for key in keys), np.int64, self._rows)
        for case, number in numbers.items():
            yield every[of_row == number], {**unused, **dict(zip(names, case, strict=True))}

    def _count(self, counting: Counting, rows: Array, single: Mapping[str, Any]) -> None:
        """Count rows, in parts where something holds for some of them only."""
        if not len(rows):
            return
        every = len(rows) == self._rows
        columns = {n: Column(c if every else c[rows]) for n, c in self._columns.items() if n not in single}
        values = {**self._single, **columns, **single}
        try:
            model = for_task(self._data, self._model, values.get(counting.task or ""))
            counts = counted(self._data, self._method, values, model, {}, ColumnFormulas)
            self._keep(slice(None) if every else rows, counts, len(rows))
        except PartedError as parted:
            self._count(counting, rows[parted.rows], single)
            self._count(counting, rows[~parted.rows], single)
        except RefusedError:
            self._failed.append(int(rows[0]))
        except RowError as failed:
            self._failed.append(int(rows[failed.row]))

    def _keep(self, where: Any, counts: Counts, rows: int) -> None:
        """Sum up the lines of these rows; what is trained, added and saved is often the same."""
        lines = counts.lines
        trained = summed(((line.modules, line.size) for line in lines if line.trained), rows)
        added = trained
        if any(line.trained != line.added for line in lines):
            added = summed(((line.modules, line.size) for line in lines if line.added), rows)
        widths = {line.width for line in lines}
        if len(widths) == 1 and all(line.trained and line.stored is line.size for line in lines):
            stored = product(Column(trained), *widths).array
        else:
            stored = summed(((x.modules, product(x.stored, x.width)) for x in lines), rows)
        total = summed(((1, Column(added)), (1, counts.base)), rows)
        found = {"trained": trained, "added": added, "total": total, "stored_bytes": stored}
        for name, numbers in found.items():
            if rows == self._rows:
                self._found[name] = numbers
            else:
                self._found[name][where] = numbers
        self._found["base"][where] = counts.base


def metrics_on_model(
    plan: Plan, model: Model, given: Mapping[str, Any], taken: Mapping[str, Any], rows: int
) -> tuple[dict[str, Any], dict[str, Array]]:
    """Give the options that are columns, and every metric that is a count or made of counts.

    Args:
        plan: the method's
        model: what is counted on
        given: parameters and options, flat columns among them
        taken: the parameters, checked and with defaults
        rows: how many rows there are

    Raises:
        ConfigurationError: an option is none, or some row is refused; the first one is named.
    """
    data, method = plan.data, plan.method
    seen = {n: v if np.ndim(v) else widen(method.parameters[n].type, v) for n, v in taken.items()}
    options = {name: given[name] for name in method.options if name in given}
    columns = {
        name: column(method, method.options[name], np.asarray(value))
        for name, value in options.items()
        if isinstance(value, np.ndarray)
    }
    singles = {name: value for name, value in options.items() if name not in columns}
    on = RowsOnModel(data, method, model, given, {**seen, **_options(plan, seen, columns, singles)}, rows)
    if method.counting is None:
        on.refuse(0)
    found = on.counts(method.counting)
    values = {m.id: found[m.counted] for m in data.metrics.values() if m.counted}
    formulas = ColumnFormulas(data, method.counting)
    for metric in data.metrics.values():
        if metric.on_model and metric.formula is not None:
            checked = metric.formula.checked
            named = {name: Column(values[name]) for name in checked.names}
            try:
                value = formulas.value(checked, named)
            except RowError as failed:
                on.refuse(failed.row)
            values[metric.id] = value.array if isinstance(value, Column) else np.repeat(value, rows)
    return columns, {id_: values[id_] for id_ in data.metrics if id_ in values}


def _options(
    plan: Plan, seen: Mapping[str, Any], columns: Mapping[str, Array], singles: Mapping[str, Any]
) -> dict[str, Any]:
    """Check the options that are single values, and take defaults for the rest; those of columns are columns."""
    method = plan.method
    known: dict[str, Any] = {n: Column(v) if _numbers(v) else v for n, v in seen.items()}
    found: dict[str, Any] = {}
    for name, option in method.options.items():
        value: Any = columns.get(name)
        if value is None:
            value, refusal = (
                accept_option(option, singles[name]) if name in singles else _default(plan, option, known)
            )
            if refusal is not None:
                refuse("FC731", f"`{name}`: {refusal}", method, refusal.allowed, refusal.help)
            value = value.array if isinstance(value, Column) else widen(option.type, value)
        found[name] = value
        known[name] = Column(value) if _numbers(value) else value
    return found


def _default(plan: Plan, option: Parameter, known: Mapping[str, Any]) -> tuple[Any, Refusal | None]:
    """Take an option's default, computed over columns where it is made of some."""
    formula, counting = option.default_formula, plan.method.counting
    if (
        formula is None
        or counting is None
        or not any(isinstance(known.get(n), Column) for n in formula.checked.names)
    ):
        return default_option(option, known)
    return ColumnFormulas(plan.data, counting).value(formula.checked, known), None


def _numbers(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "iuf"
