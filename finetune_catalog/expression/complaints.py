"""What is said where a token fits nowhere: what stands there, after what, and what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression import words
from finetune_catalog.expression.functions import AGGREGATES
from finetune_catalog.expression.tokens import Fault, Token, fault

if TYPE_CHECKING:
    from collections.abc import Sequence

CONDITIONAL = "write `a if condition else b`"
_STRING_PREFIXES = frozenset(("f", "r", "b", "u", "fr", "rf", "br", "rb"))
_THOUSANDS = 3  # digits of a group


def shown(token: Token) -> str:
    """Name a token in a message."""
    if token.kind == "end":
        return "the end"
    return f"`{token.text if len(token.text) <= 30 else token.text[:27] + '…'}`"


def missing(tokens: Sequence[Token], place: int) -> Fault:
    """Say that a value should stand here, and after what."""
    token = tokens[place]
    before = f" after {shown(tokens[place - 1])}" if place else ""
    if token.kind != "end":
        message = f"expected a value{before}, found {shown(token)}"
        return fault("FC304", message, token.start, token.end, _missing_hint(tokens, place))
    hint = "a percentage is written as a fraction: 5 % is 0.05" if tokens[place - 1].text == "%" else None
    opened = _open(tokens)
    notes = tuple(f"the `{o.text}` at character {o.start + 1} is still open" for o in opened[-1:])
    return fault("FC304", f"a value is missing{before}", token.start, token.start + 1, hint, notes)


def _missing_hint(tokens: Sequence[Token], place: int) -> str | None:
    token, before = tokens[place], tokens[place - 1] if place else None
    match token.text:
        case "if" | "else":
            return CONDITIONAL
        case "*" | "**" if before is not None and before.text in ("(", ","):
            return "write the arguments one by one"
        case "*" | "**" if before is not None and before.text == "*":
            return "a power is written `**`, without a space"
        case "=" | "<" | ">" if before is not None and before.text in ("<", ">", "=="):
            return "write the comparison without a space"
    return None


def _open(tokens: Sequence[Token]) -> list[Token]:
    """Return the brackets that are not closed, outermost first."""
    opened: list[Token] = []
    for token in tokens:
        if token.kind == "sign" and token.text in ("(", "["):
            opened.append(token)
        elif token.kind == "sign" and token.text in (")", "]") and opened:
            opened.pop()
    return opened


def unclosed(tokens: Sequence[Token], place: int, closer: str, opener: Token) -> Fault:
    """Say that a bracket should be closed here."""
    token = tokens[place]
    if token.kind == "end":
        message = f"this `{opener.text}` is never closed"
        return fault("FC306", message, opener.start, opener.end, f"add a `{closer}`")
    if not (token.kind == "sign" and token.text in (")", "]", ",")):
        return unexpected(tokens, place)
    note = f"it would close the `{opener.text}` at character {opener.start + 1}"
    message = f"expected `{closer}`, found {shown(token)}"
    return fault("FC306", message, token.start, token.end, None, (note,))


def unexpected(tokens: Sequence[Token], place: int) -> Fault:
    """Say what stands where an operator or the end should."""
    token, before = tokens[place], tokens[place - 1]
    what = shown(token)
    if token.kind == "sign" and token.text in (")", "]"):
        hint = "remove it, or open it earlier"
        return fault("FC306", f"{what} closes nothing", token.start, token.end, hint)
    if token.kind == "word" and token.text == "for":
        hint = "aggregates are `sum(x for m in items)`: " + ", ".join(sorted(AGGREGATES))
        return fault("FC311", "`for` stands only inside an aggregate", token.start, token.end, hint)
    message = f"unexpected {what} after {shown(before)}"
    return fault("FC305", message, token.start, token.end, _unexpected_hint(tokens, place))


def _unexpected_hint(tokens: Sequence[Token], place: int) -> str | None:
    token, before = tokens[place], tokens[place - 1]
    group = tokens[place + (token.text == ",")] if token.kind != "end" else token
    if before.kind == group.kind == "number" and len(group.text) == _THOUSANDS and group.text.isdigit():
        return f"thousands are grouped with `_`: {before.text}_{group.text}"
    match token.kind, token.text:
        case "sign", ",":
            return "a list is written `[a, b]`"
        case "sign", "(" if before.kind == "number":
            return "a product needs its `*`"
        case "sign", "(":
            return "only a function is called: `max(a, b)`"
        case "word", "else":
            return CONDITIONAL
        case "word", "not":
            return "write `a not in b`, or `a and not b`"
        case "number", text if text.startswith(".") and before.kind == "word":
            return (
                f"an item of a list is written `{before.text[:30]}[{text[1:] if text[1:].isdigit() else 0}]`"
            )
        case "string", _ if before.text in _STRING_PREFIXES:
            return "a string has no prefix"
        case "word", text if text in words.FOREIGN_OPERATORS:
            return f"write `{words.FOREIGN_OPERATORS[text]}`"
    if before.kind == "number" or before.text == ")":
        return "a product needs its `*`"
    return "a comma or an operator is missing" if _listing(tokens, place) else "an operator is missing"


def _listing(tokens: Sequence[Token], place: int) -> bool:
    """Whether a place is inside a list or the arguments of a call."""
    opened = _open(tokens[:place])
    if not opened:
        return False
    at = tokens.index(opened[-1])
    return opened[-1].text == "[" or (at > 0 and tokens[at - 1].kind == "word")
