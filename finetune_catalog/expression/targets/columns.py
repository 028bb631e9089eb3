"""Printing operations as NumPy calls over blocks of columns: registers, branches, and the lanes that count.

What depends on no column is uniform: it is printed as plain Python and computed once, before the blocks. Every array
operation writes into a register (a buffer of a block's length) or into the result's own block. Where a branch is not
taken its lanes are computed all the same and dropped; `active` says which lanes count, and only there is a failure one.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from finetune_catalog.expression.lowering.operations import NOT_FINITE, within
from finetune_catalog.expression.targets.code import refuse
from finetune_catalog.expression.targets.lanes import needs_select, test_of, touchy
from finetune_catalog.expression.targets.loops import LOOPS
from finetune_catalog.expression.targets.program import operations
from finetune_catalog.expression.targets.table import cell
from finetune_catalog.expression.types import BOOLEAN, FLOAT, INTEGER, STRING
from finetune_catalog.expression.unparse import unparse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.expression.lowering import Operation, Variable
    from finetune_catalog.expression.targets.python import PythonPrinter
    from finetune_catalog.expression.types import Type

WIDEST = 2**63 - 1
_KINDS: dict[Type, str] = {FLOAT: "f", INTEGER: "i", BOOLEAN: "b"}
_ROUNDING = frozenset({"ceiling", "floor", "round"})


class Value(NamedTuple):
    """Printed text of a value: an array's name, or a scalar."""

    text: str
    array: bool
    literal: float | int | bool | None = None


class Kernel:
    """Prints what happens to one block; `prologue` is what happens once before."""

    def __init__(
        self,
        scalars: PythonPrinter,
        columns: Mapping[str, str],
        functions: Mapping[str, tuple[tuple[Variable, ...], Operation]],
        conversions: Mapping[str, int],
    ) -> None:
        self.scalars = scalars
        self.columns = columns
        self.functions = functions
        self.conversions = conversions  #: how often each integer parameter is used as a float
        self.prologue: list[str] = []
        self.lines: list[str] = []
        self.depth = 2
        self.registers: dict[str, str] = {}
        self.active: str | None = None
        self.guards = 0  #: conditions, the same in all rows, under which the block's text now stands
        self.values: dict[object, Value] = {}
        self.loop_variables: set[object] = set()
        self.called: set[str] = set()  #: catalog functions that uniform text calls
        self._free: dict[str, list[str]] = {"f": [], "i": [], "b": []}
        self._kept: set[str] = set()
        self._widened: dict[str, Value] = {}

    # lines and registers

    def line(self, text: str) -> None:
        """Append a statement to the block."""
        self.lines.append("    " * self.depth + text)

    @contextmanager
    def block(self, opening: str) -> Iterator[None]:
        """Append an indented block, whose conversions are unknown after it."""
        before = dict(self._widened)
        self.line(opening)
        self.depth += 1
        yield
        self.depth -= 1
        self._widened = before

    def take(self, kind: str) -> str:
        """Return a register that nothing uses."""
        if self._free[kind]:
            return self._free[kind].pop()
        name = f"_{kind}{sum(k == kind for k in self.registers.values()) + 1}"
        self.registers[name] = kind
        return name

    def release(self, *values: Value | str) -> None:
        """Give registers back, save those kept."""
        for value in values:
            name = value if isinstance(value, str) else value.text
            if name in self.registers and name not in self._kept:
                self._free[self.registers[name]].append(name)

    def keep(self, value: Value) -> Value:
        """Keep a value's register to the end of the block."""
        self._kept.add(value.text)
        return value

    def target(self, kind: str, into: str | None, *operands: Value) -> str:
        """Return where to write a result, giving back the operands' registers."""
        reusable = [
            o.text for o in operands if self.registers.get(o.text) == kind and o.text not in self._kept
        ]
        out = into or (reusable[0] if reusable else self.take(kind))
        self.release(*(o for o in operands if o.text != out))
        return out

    def call(self, function: str, kind: str, into: str | None, *operands: Value) -> Value:
        """Print a ufunc's call."""
        out = self.target(kind, into, *operands)
        self.line(f"np.{function}({', '.join(o.text for o in operands)}, out={out})")
        return Value(out, array=True)

    def copy(self, value: Value, kind: str, into: str | None) -> Value:
        """Copy a value, converting it to a register's kind."""
        out = self.target(kind, into, value)
        if out != value.text:
            self.line(f"np.copyto({out}, {value.text})")
        return Value(out, array=True)

    # values

    def kind(self, operation: Operation) -> str:
        """Return the kind of register an operation's value needs; refuse what no register holds."""
        if operation.type not in _KINDS:
            raise refuse(operation, f"`{unparse(operation.node)}` cannot be a column")
        if operation.type == INTEGER and not within(operation.interval, -WIDEST, WIDEST):
            reason = f"`{unparse(operation.node)}` is not proved to stay within ±2**63, which is all that columns hold"
            raise refuse(operation, reason, "declare bounds of the names it uses")
        return _KINDS[operation.type]

    def depends(self, operation: Operation) -> bool:
        """Tell whether an operation's value differs from row to row."""
        if operation.name in {"name", "local"}:
            return operation.data in self.columns or self._held(operation.data)
        return any(self.depends(operand) for operand in operation.operands)

    def _held(self, key: object) -> bool:
        return key in self.values and self.values[key].array

    def operand(self, operation: Operation, into: str | None = None) -> Value:
        """Print an operation that differs from row to row, or one that does not.

        Intermediate values are left in registers, which stay in the cache: only a last step writes `into` a result.
        """
        if self.depends(operation) or (self.active is not None and touchy(operation)):
            return self.column(operation, into)
        return self.uniform(operation)

    def uniform(self, operation: Operation) -> Value:
        """Print an operation that is the same in all rows: before the blocks, or where its loop is."""
        if operation.type == INTEGER:
            self.kind(operation)
        if operation.name == "constant":
            literal = operation.data if isinstance(operation.data, (int, float)) else None
            return Value(repr(operation.data), array=False, literal=literal)
        if operation.name in {"name", "local"} and operation.data in self.values:
            return self.values[operation.data]
        scalars = self.scalars
        self.called.update(str(o.data) for o in operations(operation) if o.name == "call")
        inside = self.guards > 0 or self._in_loop(operation)
        if inside:
            self.loop_variables.update(o.data for o in operations(operation) if o.name == "bind")
        scalars.lines, scalars.depth = (self.lines, self.depth) if inside else (self.prologue, 1)
        fragment = scalars.value(operation)
        if fragment.simple:
            return Value(fragment.text, array=False)
        name = scalars.fresh()
        scalars.line(f"{name} = {fragment.text}")
        return Value(name, array=False)

    def name_uniform(self, binding: str, value: Value) -> None:
        """Let later uniform text use a binding that is the same in all rows by name."""
        name = value.text
        if not name.isidentifier():
            name = self.scalars.fresh()
            self.prologue.append(f"    {name} = {value.text}")
        self.scalars.identifiers.assign(binding, name)

    def _in_loop(self, operation: Operation) -> bool:
        return operation.data in self.loop_variables or any(map(self._in_loop, operation.operands))

    def column(self, operation: Operation, into: str | None = None) -> Value:
        """Print an operation whose value is an array."""
        from finetune_catalog.expression.targets import branches, reductions

        name, data = operation.name, operation.data
        match name:
            case "name" | "local" if self._held(data):
                return self.values[data]
            case "name" if data in self.columns:
                if operation.type != STRING:
                    self.kind(operation)
                return Value(self.columns[str(data)], array=True)
            case "name" | "local" | "constant":
                return self.copy(self.uniform(operation), self.kind(operation), into)
            case "certain":
                value = self.uniform(operation.operands[0])
                safe = Value(f"0 if {value.text} is None else {value.text}", array=False)
                return self.copy(safe, self.kind(operation), into)
            case "widen":
                return self._widen(operation, into)
            case "finite":
                value = self.column(operation.operands[0], into)
                self.check(NOT_FINITE, value)
                return value
            case "let" | "bind":
                value = self.keep(self.operand(operation.operands[0]))
                self.values[data] = value
                return value if name == "bind" else self.column(operation.operands[1], into)
            case "call":
                return self._inlined(operation, into)
            case "and" | "or":
                return branches.joined(self, operation, into)
            case "conditional":
                return branches.conditional(self, operation, into)
            case "minimum" | "maximum" if needs_select(*operation.operands):
                return branches.chosen(self, operation, into)
            case "contains":
                return reductions.contains(self, operation, into)
            case _ if name in LOOPS:
                return reductions.loop(self, operation, into)
            case _:
                return self._ufunc(operation, into)

    def _inlined(self, operation: Operation, into: str | None) -> Value:
        """Print the body of a catalog function where it is called."""
        parameters, body = self.functions[str(operation.data)]
        given = [self.keep(self.operand(argument)) for argument in operation.operands]
        for parameter, value in zip(parameters, given, strict=True):
            self.values[parameter] = value
            if not value.array:
                self.scalars.identifiers.assign(parameter, value.text)
        return self.column(body, into)

    def _widen(self, operation: Operation, into: str | None) -> Value:
        """Convert integers to floats, a parameter's once a block."""
        inner = operation.operands[0]
        name = str(inner.data)
        if not (inner.name == "name" and name in self.columns and self.conversions[name] > 1):
            return self.copy(self.operand(inner), "f", into)
        if name not in self._widened:
            self._widened[name] = self.keep(self.copy(self.column(inner), "f", None))
        return self._widened[name]

    def _ufunc(self, operation: Operation, into: str | None) -> Value:
        template = cell(operation, "columns")
        if template is None:
            raise refuse(operation, f"`{unparse(operation.node)}` cannot be computed of columns")
        kind = self.kind(operation)
        values = [self.operand(operand) for operand in operation.operands]
        for failure in operation.unproved:
            self.check(failure, values[-1], operation.name)
        match operation.name:
            case "cube":
                square = Value(self.take(kind), array=True)
                self.line(f"np.square({values[0].text}, out={square.text})")
                return self.call("multiply", kind, into, square, values[0])
            case "fourth":
                square = self.call("square", kind, into, values[0])
                return self.call("square", kind, into, square)
            case name if name in _ROUNDING:
                whole = self.call(template.text, "f", None, *values)
                out = self.target("i", into, whole)
                self.line(f'np.copyto({out}, {whole.text}, casting="unsafe")')
                return Value(out, array=True)
            case _:
                return self.call(template.text, kind, into, *values)

    def check(self, failure: str, value: Value, function: str = "") -> None:
        """Print a test for lanes that count and have no value."""
        bad = self.take("b")
        for ufunc, operands in test_of(failure, function, value.text, bad):
            self.line(f"np.{ufunc}({operands}, out={bad})")
        if self.active is not None:
            self.line(f"np.logical_and({bad}, {self.active}, out={bad})")
        with self.block(f"if {bad}.any():"):
            self.line(f"raise RowFailure(start + int({bad}.argmax()))")
        self.release(bad)
