"""Words of other languages, and what is written here instead."""

from __future__ import annotations

from keyword import kwlist
from typing import TYPE_CHECKING

from finetune_catalog.expression.cursor import RESERVED
from finetune_catalog.expression.tokens import fault

if TYPE_CHECKING:
    from finetune_catalog.expression.tokens import Token

_FOREIGN_WORDS = {
    "true": "True", "false": "False", "TRUE": "True", "FALSE": "False", "null": "None", "none": "None", "nil": "None",
    "NULL": "None", "undefined": "None", "AND": "and", "OR": "or", "NOT": "not", "IF": "… if … else …",
    "nan": "a finite number", "inf": "a finite number", "NaN": "a finite number", "Infinity": "a finite number",
}  # fmt: skip
_PYTHON_ONLY = frozenset(kwlist) - RESERVED


def refuse_foreign(token: Token, *, called: bool) -> None:
    """Raise where a word belongs to another language; a function may have such a name."""
    if token.text in _FOREIGN_WORDS and not called:
        meant = _FOREIGN_WORDS[token.text]
        raise fault(
            "FC307", f"`{token.text}` is not in the language", token.start, token.end, f"write `{meant}`"
        )
    if token.text in _PYTHON_ONLY:
        message = f"`{token.text}` is a word of Python's that formulas do not have"
        raise fault("FC311", message, token.start, token.end, "a formula is one expression")
