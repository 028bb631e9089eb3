"""Several formulas that become one function: lowered together, and evaluated by the reference interpreter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.lowering import Operation, Variable, lower, lower_function, widen
from finetune_catalog.expression.nodes import Name
from finetune_catalog.expression.targets.loops import can_fail
from finetune_catalog.expression.types import FLOAT, INTEGER, Interval, ListOf
from finetune_catalog.expression.walk import walk
from finetune_catalog.expression.widening import conform
from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from finetune_catalog.expression.targets.code import CodePrinter
    from finetune_catalog.expression.types import Program


@frozen(eq=False)
class Lowered:
    """A program as operations: its bindings, and the catalog functions they call, callees first."""

    bindings: Mapping[str, Operation]
    functions: Mapping[str, tuple[tuple[Variable, ...], Operation]]

    @property
    def fallible(self) -> bool:
        """Whether anything in it may end in an error."""
        bodies = (body for _, body in self.functions.values())
        return any(can_fail(operation) for operation in (*self.bindings.values(), *bodies))


def operations(operation: Operation) -> Iterator[Operation]:
    """Yield an operation and everything below it, parents first."""
    yield operation
    for operand in operation.operands:
        yield from operations(operand)


def partial_sums(operation: Operation) -> Interval | None:
    """Return where a sum lies at every step, which is not where it ends when items of both signs cancel."""
    items, element = operation.operands[:2]
    total, each = operation.interval, element.interval
    if total is None or each is None or not isinstance(items.type, ListOf):
        return None
    if each.low >= 0 or each.high <= 0:
        return Interval(min(total.low, 0), max(total.high, 0))
    most = items.type.maximum_length
    return None if most is None else Interval(most * each.low, most * each.high)


def lower_program(program: Program) -> Lowered:
    """Lower every binding, and every function that one calls."""
    floats = _float_bindings(program)
    bindings: dict[str, Operation] = {}
    for name, checked in program.bindings:
        analysis = program.analyses.get(name)
        made = lower(checked, analysis, program.functions, frozenset(bindings))
        bindings[name] = widen(made, FLOAT) if name in floats else made
    functions: dict[str, tuple[tuple[Variable, ...], Operation]] = {}
    for operation in bindings.values():
        _add_functions(operation, program, functions)
    return Lowered(bindings, functions)


def _float_bindings(program: Program) -> frozenset[str]:
    """Return the bindings whose formula gives an integer and which others take as the float they are declared."""
    integers = {name for name, checked in program.bindings if checked.result.type == INTEGER}
    return frozenset(
        node.name
        for _, checked in program.bindings
        for node in walk(checked.node)
        if isinstance(node, Name) and node.name in integers and checked.types[node].type == FLOAT
    )


def _add_functions(
    operation: Operation, program: Program, found: dict[str, tuple[tuple[Variable, ...], Operation]]
) -> None:
    for called in operations(operation):
        name = str(called.data)
        if called.name == "call" and name not in found:
            function = program.functions[name]
            lowered = lower_function(function, program.analyses.get(f"{name}()"), program.functions)
            _add_functions(lowered[1], program, found)
            found[name] = lowered


def print_bindings(printer: CodePrinter, lowered: Lowered, program: Program) -> list[str]:
    """Print a program's bindings as statements; return the text of each result.

    A binding that is one result and nothing else stands in the result itself.
    """
    used = [str(o.data) for root in lowered.bindings.values() for o in operations(root) if o.name == "name"]
    alone = {name for name in program.results if name not in used and program.results.count(name) == 1}
    texts: dict[str, str] = {}
    for name, operation in lowered.bindings.items():
        text = printer.value(operation).text
        if name in alone:
            texts[name] = text
        else:
            texts[name] = printer.identifiers.of(name, name)
            printer.line(printer.define.format(texts[name], text))
    return [texts[name] if name in texts else printer.identifiers.of(name, name) for name in program.results]


def print_functions(printer: CodePrinter, lowered: Lowered) -> Iterator[tuple[str, list[str], str]]:
    """Print catalog functions: name, parameters, and the text of the value, its statements being in `printer.lines`."""
    for name, (parameters, body) in lowered.functions.items():
        printer.lines, printer.temporaries = [], []
        given = [printer.identifiers.of(parameter, parameter.name) for parameter in parameters]
        yield printer.identifiers.of(f"{name}()", name), given, printer.value(body).text


def reference_results(program: Program, arguments: Sequence[Any]) -> tuple[Any, ...]:
    """Evaluate a program by the reference interpreter.

    Raises:
        EvaluationError: a formula has no value; the message names the sub-expression and the values.
    """
    floats = _float_bindings(program)
    values = dict(zip(program.parameters, arguments, strict=True))
    for name, checked in program.bindings:
        value = evaluate(checked, values, program.functions)
        values[name] = conform(value, FLOAT) if name in floats else value
    return tuple(values[name] for name in program.results)
