"""Text to tokens: every character accounted for, every mistake named with what to write instead."""

from __future__ import annotations

import math
import re

from finetune_catalog.diagnostics import Problem
from finetune_catalog.expression import characters
from finetune_catalog.frozen import frozen

MOST_CHARACTERS = 2000
MOST_LETTERS = 80  # of a name, so that messages can repeat it
MOST_BITS = 128
MOST_PROBLEMS = 10  # of tokens; a text with more is no formula
_MOST_DIGITS = 39  # of 128 bits; longer ones are refused unread, because reading a long integer takes long

_SPACE = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_DIGITS = r"[0-9]+(?:_[0-9]+)*"
_NUMBER = re.compile(rf"(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?")
_RUN = re.compile(r"[\w.]*")
#: longest first, so that `==` is not read as two `=`
_SIGNS = re.compile(
    r"===|!==|=<|=>|&&|\|\||<>|\*\*|//|<=|>=|==|!=|[-+*/%<>()\[\],.=!^&|~?:;{}@$#\\`]"
)  # fmt: skip
_OPERATORS = frozenset(("**", "//", "<=", ">=", "==", "!=", *"+-*/%<>()[],."))

#: signs of other languages: what is written here, and for what where that is not plain
_FOREIGN = {
    "&&": "write `and`", "||": "write `or`", "&": "write `and`", "|": "write `or`", "!": "write `not`", "~": "write `not`",
    "^": "use `**` for power", "===": "write `==`", "!==": "write `!=`", "<>": "write `!=`", "=<": "write `<=`",
    "=>": "write `>=`", "=": "use `==` for equality", "`": "write `'`",
}  # fmt: skip
_NO_MAPPINGS = "a formula has no mappings or sets; lists are `[a, b]`"
_HINTS = {
    "?": "write `a if condition else b`",
    ":": "a formula has no slices, mappings or lambdas",
    ";": "a formula is one expression",
    "{": _NO_MAPPINGS,
    "}": _NO_MAPPINGS,
    "@": "a formula has no matrices",
    "$": "names are written bare: `rank`, not `$rank`",
    "#": "a formula has no comments; write them beside it, in the YAML",
    "\\": "a formula may run over several lines as it is",
}
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t"}
_ESCAPES_HINT = r"the escapes are \\ \' \" \n \t"
_NUMBER_HINT = "write a decimal number, such as 16, 0.5 or 2e-5; a product needs its `*`"


@frozen
class Token:
    """A token: `kind` is number, string, word, sign or end; `value` is what a number or string means."""

    kind: str
    text: str
    start: int
    end: int
    value: int | float | str | None = None


class Fault(Exception):  # noqa: N818 - control flow inside the parser, never seen outside
    """Stops reading: after a fault of syntax, or after all faults of single tokens."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


def fault(
    code: str, message: str, start: int, end: int, help_: str | None = None, notes: tuple[str, ...] = ()
) -> Fault:
    """Make a fault at characters `start` to `end`."""
    return Fault(Problem(code, message, start, end, help=help_, notes=notes))


def tokenize(text: str) -> list[Token]:
    """Split a formula into tokens, the last of kind end. Raises Fault with what fits nowhere."""
    if len(text) > MOST_CHARACTERS:
        message = f"a formula has at most {MOST_CHARACTERS:,} characters, this one has {len(text):,}"
        raise fault("FC308", message, 0, 1, "name its parts under `values:` and use the names")
    tokens: list[Token] = []
    problems: list[Problem] = []
    place = _skip(text, 0)
    while place < len(text) and len(problems) < MOST_PROBLEMS:
        try:
            token = _token(text, place, tokens)
        except Fault as found:
            problems += found.problems
            place = _skip(text, _after(text, place, found.problems[0]))
        else:
            tokens.append(token)
            place = _skip(text, token.end)
    if problems:
        raise Fault(*_once(problems))
    end = tokens[-1].end if tokens else 0
    tokens.append(Token("end", "", end, end))
    return tokens


def _after(text: str, place: int, problem: Problem) -> int:
    """Return where to read on behind a fault: behind the word, number or string that it is a part of."""
    if problem.code == "FC303":
        close = text.find(text[place], problem.end)
        return close + 1 if close >= 0 else len(text)
    run = _RUN.match(text, problem.end) if text[problem.start].isalnum() else None
    return run.end() if run else problem.end


def _once(problems: list[Problem]) -> list[Problem]:
    """Leave out what is said already: the `:` that belongs to a `?` or a `{`."""
    kept: list[Problem] = []
    hints = frozenset(_HINTS.values())
    for problem in problems:
        if problem.help not in hints or all(earlier.help not in hints for earlier in kept):
            kept.append(problem)
    return kept


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _token(text: str, place: int, before: list[Token]) -> Token:
    letter = text[place]
    if letter.isascii():
        if letter.isdigit() or _NUMBER.match(text, place):
            return _number(text, place)
        if word := _WORD.match(text, place):
            _ends_in_ascii(text, word.end())
            if len(word[0]) > MOST_LETTERS:
                message = f"a name has at most {MOST_LETTERS} characters, this one has {len(word[0]):,}"
                raise fault("FC308", message, place, word.end())
            return Token("word", word[0], place, word.end())
        if letter in "'\"":
            return _string(text, place)
        if sign := _SIGNS.match(text, place):
            if sign[0] in _OPERATORS:
                return Token("sign", sign[0], place, sign.end())
            raise _foreign(sign[0], place, before)
    raise _strange(text, place)


def _foreign(sign: str, place: int, before: list[Token]) -> Fault:
    """Refuse a sign of another language; a `=` behind an argument's name is a keyword argument."""
    if sign in _HINTS:
        return fault("FC301", f"unexpected `{sign}`", place, place + 1, _HINTS[sign])
    if sign == "=" and len(before) > 2 and before[-1].kind == "word" and before[-2].text in ("(", ","):
        hint = "give the value alone, in its place; equality is `==`"
        message = f"`{before[-1].text[:30]} =` names an argument, which formulas do not do"
        return fault("FC307", message, before[-1].start, place + 1, hint)
    return fault("FC307", f"`{sign}` is not in the language", place, place + len(sign), _FOREIGN[sign])


def _strange(text: str, place: int) -> Fault:
    """Say which character it is, and what was probably meant."""
    letter = text[place]
    if meant := characters.meant_sign(letter):
        message = f"`{letter}` is not in the language"
        return fault("FC307", message, place, place + 1, f"write `{meant}`")
    message = f"unexpected {characters.described(letter)}"
    return fault("FC301", message, place, place + 1, characters.hint(text, place))


def _ends_in_ascii(text: str, end: int) -> None:
    """Refuse a word or number that goes on in letters that only look like ASCII: `rаnk` with a Cyrillic а."""
    following = text[end : end + 1]
    if following and not following.isascii() and not following.isspace():
        raise _strange(text, end)


def _number(text: str, place: int) -> Token:
    found = _NUMBER.match(text, place)
    assert found is not None  # a digit, or a point and a digit
    written, end = found[0], found.end()
    _ends_in_ascii(text, end)
    run = _RUN.match(text, place)
    if run is not None and run.end() > end:
        raise _malformed(run[0], place, run.end())
    digits = written.replace("_", "")
    if not any(mark in digits for mark in ".eE"):
        return _integer(digits, written, place, end)
    value = float(digits)
    if math.isinf(value):
        raise fault("FC309", "this number is beyond binary64", place, end, "the largest is about 1.8e308")
    return Token("number", written, place, end, value)


def _integer(digits: str, written: str, place: int, end: int) -> Token:
    if digits[0] == "0" and digits.strip("0"):
        shown = _shortened(written)
        hint = f"write {digits.lstrip('0')}" if shown == written else None
        raise fault("FC302", f"`{shown}` begins with a zero", place, end, hint)
    if len(digits) > _MOST_DIGITS or int(digits) >> MOST_BITS:
        message = f"this integer has more than {MOST_BITS} bits"
        raise fault("FC309", message, place, end, "write it as a float, such as 1e40")
    return Token("number", written, place, end, int(digits))


def _malformed(run: str, place: int, end: int) -> Fault:
    shown = _shortened(run)
    hint = _NUMBER_HINT
    if re.fullmatch(r"0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+", run) and shown == run:
        hint = f"write it in decimal: {int(run, 0)}"
    elif run.endswith("_") or "__" in run:
        hint = "a digit stands on both sides of each `_`"
    return fault("FC302", f"`{shown}` is no number", place, end, hint)


def _shortened(written: str) -> str:
    return written if len(written) <= 40 else written[:37] + "…"


def _string(text: str, place: int) -> Token:
    quote, at, value = text[place], place + 1, []
    while at < len(text) and text[at] not in (quote, "\n"):
        if text[at] == "\\":
            value.append(_escape(text, at))
            at += 2
        elif text[at].isprintable() or text[at] == "\t":
            value.append(text[at])
            at += 1
        else:
            message = f"unexpected {characters.described(text[at])} in a string"
            raise fault("FC303", message, at, at + 1, "remove it: a string holds only what can be seen")
    if text[at : at + 1] != quote:
        raise fault("FC303", "this string has no end", place, at, f"close it with {quote}")
    return Token("string", text[place : at + 1], place, at + 1, "".join(value))


def _escape(text: str, at: int) -> str:
    """Return what an escape in a string stands for."""
    letter = text[at + 1 : at + 2]
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if not letter:
        raise fault("FC303", "this string has no end", at, at + 1, "a backslash alone is written `\\\\`")
    shown = f"`\\{letter}`" if letter.isprintable() else f"`\\` before {characters.described(letter)}"
    raise fault("FC303", f"unknown escape {shown}", at, at + 2, _ESCAPES_HINT)
