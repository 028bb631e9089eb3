"""What every operation is printed as: one row an operation, one cell a target.

Rows are looked up from the special to the general: `divide!` where a failure is not ruled out, `multiply.integer` for a
type, then `multiply`. Targets: `python`, `javascript`, `columns` (the name of NumPy's ufunc).  Python and JavaScript share the cell `code` where they write the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.printer import (
    AND,
    ATOM,
    COMPARISON,
    CONDITIONAL,
    LOWEST,
    NOT,
    OR,
    POWER,
    PRODUCT,
    SIGN,
    SUM,
    Template,
    calling,
    infix,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.expression.lowering import Operation

_MULTIPLY = infix("*", PRODUCT)


def _math(function: str) -> Template:
    return calling(function, function)


def _helper(name: str) -> Template:
    return calling(name, name)


def _not_negative_zero(text: str, *uses: str) -> Template:
    """Add 0, which turns JavaScript's -0 into the 0 that an integer has."""
    return Template(f"{text} + 0", SUM, uses=uses)


TABLE: Mapping[str, Mapping[str, Template]] = {
    # arithmetic
    "add": {"code": infix("+", SUM), "columns": Template("add")},
    "subtract": {"code": infix("-", SUM), "columns": Template("subtract")},
    "multiply": {"code": _MULTIPLY, "columns": Template("multiply")},
    "multiply.integer": {"javascript": Template("@0 * @1 + 0", SUM, (PRODUCT, SIGN))},
    "divide": {"code": infix("/", PRODUCT), "columns": Template("divide")},
    "divide!": {"javascript": _helper("_divide")},
    "floor_divide": {
        "python": infix("//", PRODUCT),
        "javascript": _helper("_floor_divide"),
        "columns": Template("floor_divide"),
    },
    "floor_divide.integer": {"javascript": Template("Math.floor(@0 / @1) + 0", SUM, (PRODUCT, SIGN))},
    "floor_divide.integer!": {"javascript": _not_negative_zero("Math.floor(_divide(@0, @1))", "_divide")},
    "floor_divide!": {"javascript": _helper("_floor_divide")},
    "modulo": {
        "python": infix("%", PRODUCT),
        "javascript": _helper("_modulo"),
        "columns": Template("remainder"),
    },
    "modulo.integer": {"javascript": _not_negative_zero("_modulo(@0, @1)", "_modulo")},
    "negate": {
        "python": Template("-@0", SIGN, (SIGN,)),
        "javascript": Template("-@0", SIGN, (POWER,)),  # `--x` would be a decrement
        "columns": Template("negative"),
    },
    "negate.integer": {"javascript": Template("0 - @0", SUM, (PRODUCT,))},
    "square": {"code": Template("@0= * @0", PRODUCT, (SIGN,)), "columns": Template("square")},
    "square.integer": {"javascript": Template("@0= * @0", PRODUCT, (SIGN,))},
    "cube": {"code": Template("@0= * @0 * @0", PRODUCT, (SIGN,)), "columns": Template("multiply")},
    "cube.integer": {"javascript": Template("@0= * @0 * @0 + 0", SUM, (SIGN,))},
    "fourth": {
        "python": Template("(@0= * @0) * (@0 * @0)", PRODUCT, (SIGN,)),
        "javascript": Template("(@0= * @0) * (@0 * @0)", PRODUCT, (SIGN,)),
        "columns": Template("square"),
    },
    "widen": {"python": calling("float")},
    "widen_some": {"python": Template("None if @0= is None else float(@0)", CONDITIONAL, (COMPARISON,))},
    "widen_all": {"python": Template("[float(item) for item in @0]", ATOM, (OR,))},
    "after": {"python": Template("(@0, @1)[1]"), "javascript": Template("(@0, @1)")},
    # tests that analysis could not make needless
    "finite": {
        "python": Template("@0 if @0= - @0 == 0.0 else _stop()", CONDITIONAL, (PRODUCT,), ("_stop",)),
        "javascript": _helper("_finite"),
    },
    "finite.other": {  # a float or None
        "python": Template(
            "@0 if @0= is None or @0 - @0 == 0.0 else _stop()", CONDITIONAL, (PRODUCT,), ("_stop",)
        ),
    },
    "bounded": {
        "python": Template("@0 if @0=.bit_length() <= 128 else _stop()", CONDITIONAL, (ATOM,), ("_stop",)),
    },
    # functions
    "minimum": {
        "python": Template("@1 if @1= < @0= else @0", CONDITIONAL, (SUM,)),
        "javascript": Template("@1= < @0= ? @1 : @0", CONDITIONAL, (SUM,)),
        "columns": Template("minimum"),
    },
    "maximum": {
        "python": Template("@1 if @1= > @0= else @0", CONDITIONAL, (SUM,)),
        "javascript": Template("@1= > @0= ? @1 : @0", CONDITIONAL, (SUM,)),
        "columns": Template("maximum"),
    },
    "absolute": {
        "python": calling("abs"),
        "javascript": calling("Math.abs"),
        "columns": Template("absolute"),
    },
    "ceiling": {
        "python": _math("ceil"),
        "javascript": _not_negative_zero("Math.ceil(@0)"),
        "columns": Template("ceil"),
    },
    "floor": {
        "python": _math("floor"),
        "javascript": _not_negative_zero("Math.floor(@0)"),
        "columns": Template("floor"),
    },
    "round": {"python": calling("round"), "javascript": _helper("_round"), "columns": Template("rint")},
    "square_root": {"python": _math("sqrt"), "javascript": calling("Math.sqrt"), "columns": Template("sqrt")},
    "square_root!": {"javascript": _helper("_square_root")},
    "logarithm": {"python": _math("log"), "javascript": calling("Math.log"), "columns": Template("log")},
    "logarithm!": {
        "javascript": Template("Math.log(_positive(@0))", uses=("_positive",)),
    },
    "binary_logarithm": {
        "python": _math("log2"),
        "javascript": calling("Math.log2"),
        "columns": Template("log2"),
    },
    "binary_logarithm!": {
        "javascript": Template("Math.log2(_positive(@0))", uses=("_positive",)),
    },
    "exponential": {"python": _math("exp"), "javascript": calling("Math.exp"), "columns": Template("exp")},
    "gcd": {"python": _math("gcd"), "javascript": _helper("_gcd"), "columns": Template("gcd")},
    "divisors": {"python": _helper("_divisors"), "javascript": _helper("_divisors")},
    "length": {"python": calling("len"), "javascript": Template("@0.length", ATOM, (ATOM,))},
    # logic
    "or": {"python": infix("or", OR), "javascript": infix("||", OR), "columns": Template("logical_or")},
    "and": {"python": infix("and", AND), "javascript": infix("&&", AND), "columns": Template("logical_and")},
    "not": {
        "python": Template("not @0", NOT, (NOT,)),
        "javascript": Template("!@0", SIGN, (SIGN,)),
        "columns": Template("logical_not"),
    },
    "less": {"code": infix("<", COMPARISON, comparison=True), "columns": Template("less")},
    "less_equal": {"code": infix("<=", COMPARISON, comparison=True), "columns": Template("less_equal")},
    "greater": {"code": infix(">", COMPARISON, comparison=True), "columns": Template("greater")},
    "greater_equal": {"code": infix(">=", COMPARISON, comparison=True), "columns": Template("greater_equal")},
    "equal": {
        "python": infix("==", COMPARISON, comparison=True),
        "javascript": infix("===", COMPARISON, comparison=True),
        "columns": Template("equal"),
    },
    "not_equal": {
        "python": infix("!=", COMPARISON, comparison=True),
        "javascript": infix("!==", COMPARISON, comparison=True),
        "columns": Template("not_equal"),
    },
    "is_none": {
        "python": Template("@0 is None", COMPARISON, (SUM,)),
        "javascript": Template("@0 === null", COMPARISON, (SUM,)),
    },
    "is_some": {
        "python": Template("@0 is not None", COMPARISON, (SUM,)),
        "javascript": Template("@0 !== null", COMPARISON, (SUM,)),
    },
    "conditional": {
        "python": Template("@1 if @0 else @2", CONDITIONAL, (OR, OR, CONDITIONAL)),
        "javascript": Template("@0 ? @1 : @2", CONDITIONAL, (OR, OR, CONDITIONAL)),
        "columns": Template("where"),
    },
    # lists, tables, records
    "contains": {
        "python": Template("@1 in @0", COMPARISON, (SUM,)),
        "javascript": Template("@0.includes(@1)", ATOM, (ATOM, LOWEST)),
    },
    "has_key": {
        "python": Template("@1 in @0", COMPARISON, (SUM,)),
        "javascript": Template("Object.hasOwn(@0, @1)"),
    },
    "list": {"python": Template("[@*]"), "javascript": Template("[@*]")},
    "item": {"code": Template("@0[@1]", ATOM, (ATOM, LOWEST))},
    "item!": {"code": _helper("_item")},
    "entry": {"code": Template("@0[@1]", ATOM, (ATOM, LOWEST))},
    "entry!": {"javascript": _helper("_entry")},
}


def cell(operation: Operation, *targets: str) -> Template | None:
    """Return the template of an operation for the first of some targets that has one; None where none has."""
    row, mark = operation.row, "!" if operation.unproved else ""
    for key in dict.fromkeys((row + mark, operation.name + mark, row, operation.name)):
        for target in targets:
            template = TABLE.get(key, {}).get(target)
            if template is not None:
                return template
    return None
