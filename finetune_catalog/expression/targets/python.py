"""Formulas as one Python function: two-argument min and max become conditionals, and what is proved is not tested.

The source's one free name is `_failed`: where something can fail it is called with the function's name and arguments,
and says precisely why by asking the reference interpreter (or returns the results, should there be nothing wrong).
A program of which everything is proved needs it not. The values given must be of their declared types: a float
parameter is given a float.
"""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.printer import ATOM, SIGN, Fragment
from finetune_catalog.expression.targets.code import CodePrinter
from finetune_catalog.expression.targets.identifiers import Identifiers
from finetune_catalog.expression.targets.program import (
    lower_program,
    print_bindings,
    print_functions,
    reference_results,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from finetune_catalog.expression.lowering import Operation
    from finetune_catalog.expression.types import Program

_MATH = ("ceil", "exp", "floor", "gcd", "log", "log2", "sqrt")
RESERVED = frozenset({*keyword.kwlist, *_MATH, "abs", "float", "len", "round"})
_HELPERS = {
    "_stop": "def _stop():\n    raise ArithmeticError",
    "_item": "def _item(items, index):\n    if index < 0:\n        raise LookupError\n    return items[index]",
}
_FAILURES = "(ArithmeticError, LookupError, ValueError)"
_ARITHMETIC = frozenset({"add", "subtract", "multiply", "divide", "floor_divide", "modulo"})
_FUNCTIONS = frozenset({"square_root", "logarithm", "binary_logarithm", "exponential"})
_ORDERING = frozenset({"less", "less_equal", "greater", "greater_equal", "equal", "not_equal"})
_CHOOSING = frozenset({"minimum", "maximum", "conditional"})


def _real(fragment: Fragment) -> Fragment:
    """Convert an integer that stands where a float is meant."""
    return fragment if fragment.real else Fragment(f"float({fragment.text})")


class PythonPrinter(CodePrinter):
    """Python as it is written by hand, save that `float()` is left out where Python's own result is the same."""

    columns = ("python", "code")
    assign = define = "{} = {}"
    bind = "({} := {})"
    begin_if = "if {}:"
    begin_else = "else:"
    begin_loop = "for {} in {}:"
    leave = "break"
    end = None
    negation = "not {}"
    nothing = "{} is None"
    either = "{} or {}"

    def constant(self, value: Any) -> Fragment:
        """Print a literal; a float's text reads back as the same float."""
        text = repr(value)
        return Fragment(text, SIGN if text.startswith("-") else ATOM, simple=True)

    def stop(self) -> str:
        """Return a statement that ends in an error."""
        return "raise ArithmeticError"

    def value(self, operation: Operation) -> Fragment:
        """Print an operation so that its value really has its type at run time."""
        return _real(self.expression(operation))

    def meet(self, operation: Operation, operands: list[Fragment]) -> list[Fragment]:
        """Convert integers to floats where Python would not do so by itself, or not to the same number."""
        name = operation.name
        if name == "widen" or name in _FUNCTIONS or all(operand.real for operand in operands):
            return operands
        if name in _ARITHMETIC:  # one float is enough for Python to convert the other as we would
            exact = name == "divide" and all(operand.exact for operand in operands)
            if exact or any(operand.real for operand in operands):
                return operands
            return [_real(operands[0]), *operands[1:]]
        if name in _ORDERING or name in _CHOOSING:  # exact, so comparing as integers says the same
            return [operand if operand.exact else _real(operand) for operand in operands]
        return [_real(operand) for operand in operands]

    def result(self, operation: Operation, made: Fragment, operands: list[Fragment]) -> Fragment:
        """Note where the text's value may be an integer although a float is meant."""
        if operation.name == "widen":
            inner = operands[0]
            return inner._replace(real=False, exact=operation.operands[0].exact)
        if operation.name in _CHOOSING and not all(operand.real for operand in operands):
            return made._replace(real=False, exact=True)
        return made


def source(program: Program, name: str, *, bare: bool = False) -> str:
    """Print a program as a Python function.

    Args:
        program: the expressions, with what is proved of them
        name: the function's name
        bare: return the one result itself, not a tuple of results
    """
    identifiers = Identifiers(RESERVED | {name})
    parameters = [identifiers.of(parameter, parameter) for parameter in program.parameters]
    lowered = lower_program(program)
    printer = PythonPrinter(identifiers)
    printer.depth = 2 if lowered.fallible else 1
    results = print_bindings(printer, lowered, program)
    returned = results[0] if bare else _tuple(results)
    body = [*printer.lines, "    " * printer.depth + f"return {returned}"]
    if lowered.fallible:
        failed = f"_failed({name!r}, {_tuple(parameters)})" + ("[0]" if bare else "")
        body = ["    try:", *body, f"    except {_FAILURES}:", f"        return {failed}"]
    printer.depth = 1
    helpers = [define(*function, printer.lines) for function in print_functions(printer, lowered)]
    main = "\n".join([f"def {name}({', '.join(parameters)}):", *body])
    return "\n\n\n".join([*preamble(printer.used), *helpers, main]) + "\n"


def function(program: Program, *, bare: bool = False) -> Callable[..., Any]:
    """Compile a program to a function of its parameters, positionally, that returns its results as a tuple.

    Raises:
        EvaluationError: from the function: a formula has no value for these arguments.
    """
    namespace: dict[str, Any] = {"_failed": lambda _name, arguments: reference_results(program, arguments)}
    exec(compile(source(program, "formula", bare=bare), "<formula>", "exec"), namespace)
    made: Callable[..., Any] = namespace["formula"]
    return made


def _tuple(parts: Sequence[str]) -> str:
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


def preamble(used: set[str]) -> list[str]:
    """Return the imports and helpers that the text needs."""
    imports = [f"from math import {', '.join(n for n in _MATH if n in used)}"] if used & set(_MATH) else []
    if "_divisors" in used:
        imports.append("from finetune_catalog.expression.arithmetic import divisors as _divisors")
    parts = ["\n".join(imports)] if imports else []
    return parts + [text for helper, text in _HELPERS.items() if helper in used]


def define(name: str, parameters: Sequence[str], value: str, statements: Sequence[str]) -> str:
    """Return the text of a function."""
    return "\n".join([f"def {name}({', '.join(parameters)}):", *statements, f"    return {value}"])
