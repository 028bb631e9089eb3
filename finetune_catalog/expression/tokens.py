"""Text to tokens: every character accounted for, every mistake named with what to write instead."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from finetune_catalog.diagnostics import Problem

MOST_CHARACTERS = 2000
MOST_BITS = 128

_SPACE = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_NUMBER = re.compile(r"(?:\d+(?:_\d+)*)?(?:\.(?:\d+(?:_\d+)*)?)?(?:[eE][+-]?\d+(?:_\d+)*)?")
_RUN = re.compile(r"[\w.]*")
_OPERATORS = ("**", "//", "<=", ">=", "==", "!=", *"+-*/%<>()[],.")

#: what people write from other languages, and what it is here
_FOREIGN = {
    "&&": "and", "||": "or", "^": "**", "=": "==", "<>": "!=", "===": "==", "!==": "!=", "&": "and", "|": "or",
    "!": "not", "~": "not", "→": "if … else", "×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/", "⁄": "/",
    "−": "-", "–": "-", "—": "-", "≤": "<=", "≥": ">=", "≠": "!=", "∧": "and", "∨": "or", "¬": "not", "√": "sqrt(…)",
    "²": "** 2", "³": "** 3", "∈": "in", "∑": "sum(… for x in …)", "Σ": "sum(… for x in …)", "∞": "a finite number",
    "π": "3.141592653589793", "“": '"', "”": '"', "‘": "'", "’": "'", "`": "'",
}  # fmt: skip
#: longest first, so that `==` is not read as two `=`
_SIGNS = sorted(
    (*_OPERATORS, *(sign for sign in _FOREIGN if sign.isascii() and sign not in "\"'")), key=len, reverse=True
)
_HINTS = {
    "?": "write `a if condition else b`",
    ":": "a formula has no slices, mappings or lambdas",
    ";": "a formula is one expression",
    "{": "a formula has no mappings or sets; lists are `[a, b]`",
    "}": "a formula has no mappings or sets; lists are `[a, b]`",
    "@": "a formula has no matrices",
    "$": "names are written bare: `rank`, not `$rank`",
    "#": "a formula has no comments; write them beside it, in the YAML",
    "\\": "a formula may run over several lines as it is",
}
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t"}
_LOOKS_LIKE = {
    "а": "a", "в": "B", "с": "c", "е": "e", "о": "o", "р": "p", "х": "x", "у": "y", "і": "i", "ѕ": "s", "ԁ": "d", "к": "k",
    "А": "A", "В": "B", "С": "C", "Е": "E", "О": "O", "Р": "P", "Х": "X", "Н": "H", "К": "K", "М": "M", "Т": "T",
    "α": "a", "ο": "o", "ν": "v", "ρ": "p", "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M",
    "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X", "ı": "i", "ⅼ": "l",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A token: `kind` is number, string, word, sign or end; `value` is what a number or string means."""

    kind: str
    text: str
    start: int
    end: int
    value: int | float | str | None = None


class Fault(Exception):  # noqa: N818 - control flow inside the parser, never seen outside
    """Stops reading at the first fault of syntax; what follows it would only be guessed at."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def fault(
    code: str, message: str, start: int, end: int, help_: str | None = None, notes: tuple[str, ...] = ()
) -> Fault:
    """Make a fault at characters `start` to `end`."""
    return Fault(Problem(code, message, start, end, help=help_, notes=notes))


def tokenize(text: str) -> list[Token]:
    """Split a formula into tokens, the last of kind end. Raises Fault at the first character that fits nowhere."""
    if len(text) > MOST_CHARACTERS:
        message = f"a formula has at most {MOST_CHARACTERS:,} characters, this one has {len(text):,}"
        raise fault("FC308", message, 0, 1, "name its parts under `values:` and use the names")
    tokens: list[Token] = []
    place = _skip(text, 0)
    while place < len(text):
        token = _token(text, place)
        tokens.append(token)
        place = _skip(text, token.end)
    tokens.append(Token("end", "", len(text.rstrip()), len(text.rstrip())))
    return tokens


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _token(text: str, place: int) -> Token:
    letter = text[place]
    if letter.isascii():
        if letter.isdigit() or (letter == "." and text[place + 1 : place + 2].isdigit()):
            return _number(text, place)
        if word := _WORD.match(text, place):
            _no_strange_letters(text, word.end())
            return Token("word", word[0], place, word.end())
        if letter in "'\"":
            return _string(text, place)
        for sign in ("===", "!==", "&&", "||", "<>", "=", "!", "^", "&", "|", "~", "`"):
            if text.startswith(sign, place) and not text.startswith(("==", "!="), place) | (
                sign in ("===", "!==")
            ):
                raise _foreign(sign, place)
        for sign in ("===", "!=="):
            if text.startswith(sign, place):
                raise _foreign(sign, place)
        for sign in _OPERATORS:
            if text.startswith(sign, place):
                return Token("sign", sign, place, place + len(sign))
    raise _strange(text, place)


def _foreign(sign: str, place: int) -> Fault:
    meant = _FOREIGN[sign]
    what = {"^": "power", "=": "equality"}.get(sign)
    hint = f"use `{meant}` for {what}" if what else f"write `{meant}`"
    return fault("FC307", f"`{sign}` is not in the language", place, place + len(sign), hint)


def _strange(text: str, place: int) -> Fault:
    """Say which character it is, and what was probably meant."""
    letter = text[place]
    if letter in _FOREIGN:
        return _foreign(letter, place)
    if letter in _HINTS:
        return fault("FC301", f"unexpected `{letter}`", place, place + 1, _HINTS[letter])
    name = unicodedata.name(letter, f"character U+{ord(letter):04X}")
    meant = _LOOKS_LIKE.get(letter) or unicodedata.normalize("NFKC", letter)
    if letter.isspace() or unicodedata.category(letter) in ("Zs", "Cf"):
        return fault("FC301", f"unexpected {name}", place, place + 1, "use an ordinary space")
    if meant != letter and meant.isascii() and meant.isprintable():
        hint = f"it looks like `{meant}`: names and signs are written in ASCII"
    else:
        hint = "names and signs are written in ASCII"
    shown = f"`{letter}` ({name})" if letter.isprintable() else name
    return fault("FC301", f"unexpected {shown}", place, place + 1, hint)


def _no_strange_letters(text: str, end: int) -> None:
    """Refuse a word that goes on in letters that only look like ASCII: `rаnk` with a Cyrillic а."""
    if (
        end < len(text)
        and not text[end].isascii()
        and (text[end].isalnum() or unicodedata.combining(text[end]))
    ):
        raise _strange(text, end)


def _number(text: str, place: int) -> Token:
    found = _NUMBER.match(text, place)
    run = _RUN.match(text, place)
    assert found is not None
    assert run is not None
    end = max(found.end(), run.end())
    written = text[place : found.end()]
    if end > found.end():
        raise _malformed(text[place:end], place, end)
    digits = written.replace("_", "")
    if not any(mark in digits for mark in ".eE"):
        return _integer(digits, written, place, found.end())
    value = float(digits)
    if math.isinf(value):
        raise fault("FC309", "this number is beyond binary64", place, end, "the largest is about 1.8e308")
    return Token("number", written, place, found.end(), value)


def _integer(digits: str, written: str, place: int, end: int) -> Token:
    if digits[0] == "0" and digits.strip("0"):
        raise fault("FC302", f"`{written}` begins with a zero", place, end, f"write {digits.lstrip('0')}")
    # 128 bits are at most 39 digits; the check comes first because reading a long integer takes long
    if len(digits) > 39 or int(digits) >> MOST_BITS:
        message = f"this integer has more than {MOST_BITS} bits"
        raise fault("FC309", message, place, end, "write it as a float, such as 1e40")
    return Token("number", written, place, end, int(digits))


def _malformed(run: str, place: int, end: int) -> Fault:
    shown = run if len(run) <= 40 else run[:37] + "…"
    hint = "write a decimal number, such as 16, 0.5 or 2e-5; a product needs its `*`"
    if re.fullmatch(r"0[xXoObB]\w+", run):
        try:
            hint = f"write it in decimal: {int(run, 0)}" if len(run) < 40 else hint
        except ValueError:
            hint = "write a decimal number"
    elif run.endswith("_") or "__" in run:
        hint = "a digit stands on both sides of each `_`"
    return fault("FC302", f"`{shown}` is no number", place, end, hint)


def _string(text: str, place: int) -> Token:
    quote, at, value = text[place], place + 1, []
    while at < len(text) and text[at] not in (quote, "\n"):
        if text[at] == "\\":
            escape = text[at + 1 : at + 2]
            if escape not in _ESCAPES or not escape:
                hint = r"the escapes are \\ \' \" \n \t"
                raise fault("FC303", f"unknown escape `\\{escape}`", at, min(at + 2, len(text)), hint)
            value.append(_ESCAPES[escape])
            at += 2
        elif text[at] < " " and text[at] != "\t":
            message = f"unexpected character U+{ord(text[at]):04X} in a string"
            raise fault("FC303", message, at, at + 1, r"the escapes are \\ \' \" \n \t")
        else:
            value.append(text[at])
            at += 1
    if text[at : at + 1] != quote:
        raise fault("FC303", "this string has no end", place, at, f"close it with {quote}")
    return Token("string", text[place : at + 1], place, at + 1, "".join(value))
