"""Aggregates as loops that fill a variable, in every language with statements."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from finetune_catalog.expression.lowering import Operation, Variable
from finetune_catalog.expression.printer import ATOM, PRODUCT, Fragment, wrapped
from finetune_catalog.expression.types import FLOAT

if TYPE_CHECKING:
    from finetune_catalog.expression.targets.code import CodePrinter

LOOPS = frozenset({"sum", "min", "max", "any", "all", "len"})


def loop(printer: CodePrinter, operation: Operation) -> Fragment:
    """Print an aggregate before the expression that uses it, and return the variable that holds its value."""
    items, element, *condition = operation.operands
    assert isinstance(operation.data, Variable)
    source = printer.expression(items).text
    target = printer.fresh()
    printer.line(printer.assign.format(target, _start(printer, operation)))
    variable = printer.identifiers.of(operation.data, operation.data.name)
    with ExitStack() as blocks:
        blocks.enter_context(printer.block(printer.begin_loop.format(variable, source)))
        for test in condition:
            blocks.enter_context(printer.block(printer.begin_if.format(printer.expression(test).text)))
        _step(printer, operation.name, target, element)
    if operation.unproved:
        with printer.block(printer.begin_if.format(printer.nothing.format(target))):
            printer.line(printer.stop())
    return Fragment(target, simple=True)


def can_fail(operation: Operation) -> bool:
    """Tell whether evaluating an operation may end in an error."""
    return bool(operation.unproved) or any(can_fail(operand) for operand in operation.operands)


def _start(printer: CodePrinter, operation: Operation) -> str:
    zero = 0.0 if operation.type == FLOAT else 0
    starts = {"sum": zero, "len": 0, "any": False, "all": True}
    return printer.constant(starts.get(operation.name)).text


def _step(printer: CodePrinter, function: str, target: str, element: Operation) -> None:
    match function:
        case "sum":
            added = wrapped(printer.expression(element), PRODUCT)
            printer.line(printer.assign.format(target, f"{target} + {added}"))
        case "len":
            if can_fail(element):
                printer.line(printer.assign.format(printer.fresh(), printer.expression(element).text))
            printer.line(printer.assign.format(target, f"{target} + 1"))
        case "any" | "all":
            test = printer.expression(element)
            found = test.text if function == "any" else printer.negation.format(wrapped(test, ATOM))
            with printer.block(printer.begin_if.format(found)):
                printer.line(printer.assign.format(target, printer.constant(function == "any").text))
                printer.line(printer.leave)
        case _:
            item = printer.fresh()
            printer.line(printer.assign.format(item, printer.value(element).text))
            better = f"{item} {'<' if function == 'min' else '>'} {target}"
            with printer.block(
                printer.begin_if.format(printer.either.format(printer.nothing.format(target), better))
            ):
                printer.line(printer.assign.format(target, item))
