"""Words that cannot be names: the language's own, Python's others, and those of other languages."""

from __future__ import annotations

from keyword import kwlist
from typing import TYPE_CHECKING

from finetune_catalog.expression.tokens import fault

if TYPE_CHECKING:
    from finetune_catalog.expression.tokens import Token

RESERVED = frozenset(("and", "or", "not", "in", "is", "if", "else", "for", "True", "False", "None"))

#: values as other languages write them
_FOREIGN_VALUES = {
    "true": "True", "false": "False", "TRUE": "True", "FALSE": "False", "null": "None", "none": "None", "nil": "None",
    "NULL": "None", "undefined": "None", "NOT": "not", "IF": "… if … else …",
    "nan": "a finite number", "inf": "a finite number", "NaN": "a finite number", "Infinity": "a finite number",
}  # fmt: skip
#: operators as other languages write them
FOREIGN_OPERATORS = {
    "AND": "and", "OR": "or", "IS": "is", "IN": "in", "NOT": "not in", "mod": "%", "MOD": "%", "div": "//", "DIV": "//",
    "xor": "!=", "XOR": "!=", "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "x": "*", "times": "*",
    "then": "a if condition else b", "elif": "a if condition else b", "where": "a if condition else b",
    "IF": "if", "ELSE": "else", "as": "a value as it is: nothing is converted",
}  # fmt: skip
#: functions as other languages name them, and what is written here
FOREIGN_FUNCTIONS = {
    **dict.fromkeys(("int", "trunc", "fix"), "`floor(x)`, `ceil(x)` or `round(x)`"),
    **dict.fromkeys(("float", "double", "Decimal"), "the number alone: an integer widens by itself"),
    **dict.fromkeys(("pow", "power", "POW"), "`x ** n`"),
    **dict.fromkeys(("ln", "LN"), "`log(x)`, which is the natural logarithm"),
    **dict.fromkeys(("log10", "lg"), "`log(x) / log(10)`"),
    **dict.fromkeys(("mean", "average", "avg"), "`sum(list) / len(list)`"),
    **dict.fromkeys(("count", "length", "size"), "`len(list)`"),
    **dict.fromkeys(("IF", "iif", "where", "select"), "`a if condition else b`"),
    **dict.fromkeys(("mod", "fmod", "MOD"), "`a % b`"),
    "div": "`a // b`",
    "square": "`x ** 2`",
    "isinstance": "a comparison: types are known before a formula runs",
    **dict.fromkeys(("bool", "str", "list"), "a comparison or the value itself: nothing converts"),
    **dict.fromkeys(("eval", "exec", "open", "__import__", "getattr"), "a calculation: a formula can do nothing else"),
}  # fmt: skip
_PYTHON_ONLY = frozenset(kwlist) - RESERVED


def refuse_foreign(token: Token, *, called: bool = False) -> None:
    """Raise where a word of another language stands for a value; a function may have such a name."""
    if token.text in _FOREIGN_VALUES and not called:
        message = f"`{token.text}` is not in the language"
        raise fault("FC307", message, token.start, token.end, f"write `{_FOREIGN_VALUES[token.text]}`")
    refuse_keyword(token)


def refuse_keyword(token: Token) -> None:
    """Raise where a word is one of Python's: a formula pasted into Python would not be read."""
    if token.text in _PYTHON_ONLY:
        message = f"`{token.text}` is a word of Python's that formulas do not have"
        raise fault("FC311", message, token.start, token.end, "a formula is one expression")
