"""Aggregates over columns: the list is the same in all rows, its items' values are not."""

from __future__ import annotations

from contextlib import ExitStack

from finetune_catalog.expression.lowering import Operation, Variable
from finetune_catalog.expression.targets import branches
from finetune_catalog.expression.targets.code import refuse
from finetune_catalog.expression.targets.columns import Kernel, Value
from finetune_catalog.expression.targets.lanes import needs_select, touchy
from finetune_catalog.expression.targets.program import partial_sums
from finetune_catalog.expression.types import INTEGER
from finetune_catalog.expression.unparse import unparse
from finetune_catalog.frozen import replace

_STARTS = {"sum": "0", "any": "False", "all": "True"}


def loop(kernel: Kernel, operation: Operation, into: str | None) -> Value:
    """Print an aggregate: a loop over the list whose every step works on whole columns."""
    items, element, *conditions = operation.operands
    _refuse(kernel, operation)
    assert isinstance(operation.data, Variable)
    source = kernel.uniform(items).text
    variable = kernel.scalars.identifiers.of(operation.data, operation.data.name)
    out = into or kernel.take(kernel.kind(operation))
    first = kernel.scalars.fresh()
    kernel.line(
        f"np.copyto({out}, {_STARTS[operation.name]})" if operation.name in _STARTS else f"{first} = True"
    )
    kernel.loop_variables.add(operation.data)
    with ExitStack() as blocks:
        blocks.enter_context(kernel.block(f"for {variable} in {source}:"))
        for condition in conditions:
            blocks.enter_context(kernel.block(f"if {kernel.uniform(condition).text}:"))
        if operation.name in _STARTS:
            _add(kernel, operation.name, element, out)
        else:
            _choose(kernel, operation.name, element, out, first)
    if operation.unproved:
        _refuse_nothing(kernel, first)
    return Value(out, array=True)


def _refuse(kernel: Kernel, operation: Operation) -> None:
    """Refuse what whole columns cannot do."""
    items, _, *conditions = operation.operands
    text = unparse(operation.node)
    if kernel.depends(items) or any(map(kernel.depends, conditions)) or operation.name == "len":
        raise refuse(operation, f"`{text}` takes other items in other rows, which columns cannot do")
    if kernel.active and any(map(touchy, (items, *conditions))):
        raise refuse(operation, f"`{text}` may fail in rows that do not use it, which columns cannot tell")
    if operation.name == "sum" and operation.type == INTEGER:
        kernel.kind(replace(operation, interval=partial_sums(operation)))


def _add(kernel: Kernel, function: str, element: Operation, out: str) -> None:
    """Add an item to the sum, or its truth to the others'."""
    if function == "sum":
        value = kernel.operand(element)
        kernel.line(f"np.add({out}, {value.text}, out={out})")
    else:  # what comes after the deciding item is not evaluated
        with branches.lanes(kernel, Value(out, array=True), element, where=function == "all"):
            value = kernel.operand(element)
        kernel.line(f"np.logical_{'or' if function == 'any' else 'and'}({out}, {value.text}, out={out})")
    kernel.release(value)


def _choose(kernel: Kernel, function: str, element: Operation, out: str, first: str) -> None:
    """Keep the item in the lanes where it is the smallest or largest so far."""
    value = kernel.operand(element)
    with kernel.block(f"if {first}:"):
        kernel.line(f"np.copyto({out}, {value.text})")
        kernel.line(f"{first} = False")
    with kernel.block("else:"):
        if needs_select(element, element):
            mask = kernel.take("b")
            kernel.line(f"np.{'less' if function == 'min' else 'greater'}({value.text}, {out}, out={mask})")
            kernel.line(f"np.copyto({out}, {value.text}, where={mask})")
            kernel.release(mask)
        else:
            kernel.line(f"np.{function}imum({out}, {value.text}, out={out})")
    kernel.release(value)


def _refuse_nothing(kernel: Kernel, first: str) -> None:
    """Fail where the smallest or largest of nothing is asked for."""
    if kernel.active is None:
        with kernel.block(f"if {first}:"):
            kernel.line("raise RowFailure(start)")
    else:
        with kernel.block(f"if {first} and {kernel.active}.any():"):
            kernel.line(f"raise RowFailure(start + int({kernel.active}.argmax()))")


def contains(kernel: Kernel, operation: Operation, into: str | None) -> Value:
    """Print `x in list`."""
    items, sought = operation.operands
    if kernel.depends(items) and items.name != "list":
        raise refuse(
            operation, f"`{unparse(items.node)}` is another list in other rows, which columns cannot do"
        )
    value = kernel.keep(kernel.operand(sought))
    out = into or kernel.take("b")
    kernel.line(f"np.copyto({out}, False)")
    found = kernel.take("b")
    if items.name == "list":
        for item in items.operands:
            other = kernel.operand(item)
            _meet(kernel, value, other.text, found, out)
            kernel.release(other)
    else:
        variable = kernel.scalars.fresh()
        with kernel.block(f"for {variable} in {kernel.uniform(items).text}:"):
            _meet(kernel, value, variable, found, out)
    kernel.release(found)
    return Value(out, array=True)


def _meet(kernel: Kernel, value: Value, other: str, found: str, out: str) -> None:
    kernel.line(f"np.equal({value.text}, {other}, out={found})")
    kernel.line(f"np.logical_or({out}, {found}, out={out})")
