"""Formulas as one JavaScript function without dependencies, for browsers and node.

JavaScript has one kind of number, binary64, in which integers are exact up to 2**53. A formula with an integer that is
not proved to stay there is refused: BigInt would be exact, but does not mix with numbers, and is many times slower.
Integers are kept from being -0, which no integer is in the language but which JavaScript's `0 * -1` gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.lowering.operations import EXACT, within
from finetune_catalog.expression.printer import ATOM, PRODUCT, SIGN, Fragment, Template
from finetune_catalog.expression.targets.code import CodePrinter, refuse
from finetune_catalog.expression.targets.identifiers import Identifiers
from finetune_catalog.expression.targets.javascript_helpers import HELPERS
from finetune_catalog.expression.targets.program import (
    lower_program,
    partial_sums,
    print_bindings,
    print_functions,
)
from finetune_catalog.expression.types import INTEGER
from finetune_catalog.expression.unparse import unparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finetune_catalog.expression.lowering import Operation
    from finetune_catalog.expression.types import Program

_RESERVED = frozenset(
    [
        "arguments",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "eval",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "function",
        "if",
        "implements",
        "import",
        "in",
        "instanceof",
        "interface",
        "let",
        "new",
        "null",
        "package",
        "private",
        "protected",
        "public",
        "return",
        "static",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "undefined",
        "var",
        "void",
        "while",
        "with",
        "yield",
        "Infinity",
        "Math",
        "NaN",
        "Number",
        "Object",
        "RangeError",
        "isFinite",
    ]
)
_CONVERSIONS = frozenset({"widen", "widen_some", "widen_all"})
_MULTIPLY = Template("@0 * @1", PRODUCT, (PRODUCT, SIGN))


class _Printer(CodePrinter):
    """JavaScript as it is written by hand."""

    columns = ("javascript", "code")
    assign = "{} = {};"
    define = "const {} = {};"
    bind = "({} = {})"
    begin_if = "if ({}) {{"
    begin_else = "} else {"
    begin_loop = "for (const {} of {}) {{"
    leave = "break;"
    end = "}"
    negation = "!{}"
    nothing = "{} === null"
    either = "{} || {}"

    def constant(self, value: Any) -> Fragment:
        if isinstance(value, str):
            from json import dumps

            return Fragment(dumps(value), simple=True)
        words = {None: "null", True: "true", False: "false"}
        text = words[value] if value is None or isinstance(value, bool) else repr(value)
        return Fragment(text, SIGN if text.startswith("-") else ATOM, simple=True)

    def stop(self) -> str:
        return 'throw new RangeError("the list is empty");'

    def template(self, operation: Operation) -> Template:
        if operation.name == "multiply" and all(within(o.interval, 0, EXACT) for o in operation.operands):
            return _MULTIPLY  # of integers that are not negative none gives -0
        return super().template(operation)

    def expression(self, operation: Operation) -> Fragment:
        if operation.type == INTEGER and operation.name != "len":
            known = partial_sums(operation) if operation.name == "sum" else operation.interval
            if not within(known, -EXACT, EXACT):
                shown = unparse(operation.node)
                reason = (
                    f"`{shown}` is not proved to stay within ±2**53, where JavaScript's integers are exact"
                )
                raise refuse(operation, reason, "declare bounds of the names it uses")
        if operation.name in _CONVERSIONS:  # one kind of number: nothing to do
            return self.expression(operation.operands[0])
        return super().expression(operation)


def source(program: Program, name: str) -> str:
    """Print a program as a JavaScript function of its parameters that returns an array of its results.

    Where a formula has no value the function throws a RangeError.

    Raises:
        TargetError: an integer may pass 2**53.
    """
    identifiers = Identifiers(_RESERVED | {name})
    parameters = [identifiers.of(parameter, parameter) for parameter in program.parameters]
    lowered = lower_program(program)
    printer = _Printer(identifiers)
    printer.depth = 1
    results = print_bindings(printer, lowered, program)
    body = _function(name, parameters, printer, f"[{', '.join(results)}]")
    helpers = [_function(n, p, printer, value) for n, p, value in print_functions(printer, lowered)]
    helpers = [list(text) for helper, text in HELPERS.items() if helper in printer.used] + helpers
    if not helpers:
        return "\n".join(body) + "\n"
    inside = [line for helper in helpers for line in helper] + ["return " + body[0], *body[1:-1], "};"]
    return "\n".join([f"const {name} = (() => {{", *(f"    {line}" for line in inside), "})();"]) + "\n"


def _function(name: str, parameters: Sequence[str], printer: _Printer, value: str) -> list[str]:
    declared = [f"    let {', '.join(printer.temporaries)};"] if printer.temporaries else []
    opening = f"function {name}({', '.join(parameters)}) {{"
    return [opening, *declared, *printer.lines, f"    return {value};", "}"]
