"""Characters that no formula has: named, with what was probably meant by them."""

from __future__ import annotations

import unicodedata

_ASCII_ONLY = "names and signs are written in ASCII"

#: signs of mathematics and of typography, and what is written here instead
_SIGNS = {
    "×": "*", "·": "*", "⋅": "*", "∗": "*", "•": "*", "÷": "/", "∕": "/", "⁄": "/", "−": "-", "–": "-", "—": "-", "‐": "-",
    "≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "≠": "!=", "≡": "==", "∧": "and", "∨": "or", "¬": "not", "∈": "in", "∉": "not in",
    "√": "sqrt(…)", "∑": "sum(… for x in …)", "Σ": "sum(… for x in …)", "π": "3.141592653589793", "∞": "a finite number", "∅": "None", "→": "if … else",
    "²": "** 2", "³": "** 3", "⁴": "** 4", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "´": "'",
    "¦": "or", "٫": ".", "‚": ",", "、": ",", "。": ".",
}  # fmt: skip

#: letters of other alphabets that a reader takes for a Latin one
_LOOK_ALIKE = dict(
    zip(
        "аеорсухіјѕԁԛԝһкмтпАВЕКМНОРСТУХЅІЈονρικυταΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսհոıɡɑ",
        "aeopcyxijsdqwhkmtnABEKMHOPCTYXSIJovpikutaABEZHIKMNOPTYXouhniga",
        strict=True,
    )
)


def described(letter: str) -> str:
    """Name a character in a message: as it looks where that can be seen, and by its Unicode name."""
    name = unicodedata.name(letter, f"character U+{ord(letter):04X}")
    return f"`{letter}` ({name})" if letter.isprintable() and letter != " " else name


def meant_sign(letter: str) -> str | None:
    """Return what is written instead of a sign of mathematics or typography, None where the character is none."""
    return _SIGNS.get(letter)


def hint(text: str, place: int) -> str:
    """Say what was probably meant by the character at a place, which fits nowhere."""
    letter = text[place]
    category = unicodedata.category(letter)
    if category == "Zs" or letter in "\v\f\x85\u2028\u2029":
        return "use an ordinary space"
    if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"):
        return "remove it: it cannot be seen" if category == "Cf" else f"remove it: {_ASCII_ONLY}"
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return f"it looks like `{digit}`: {_ASCII_ONLY}"
    number = unicodedata.numeric(letter, None)
    if number is not None:
        return f"write the number in ASCII digits, here {number:g}"
    if _alone(text, place) and (name := _greek(letter)):
        return f"write its name, `{name}`: {_ASCII_ONLY}"
    meant = _LOOK_ALIKE.get(letter) or unicodedata.normalize("NFKC", letter)
    if meant != letter and meant.isascii() and meant.isprintable():
        return f"it looks like `{meant}`: {_ASCII_ONLY}"
    return _ASCII_ONLY


def _alone(text: str, place: int) -> bool:
    """Whether a letter is a word by itself, as `α` is and the first letter of `rаnk` is not."""
    around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    return not any(letter.isalnum() for letter in around)


def _greek(letter: str) -> str | None:
    """Return the name of a Greek letter as people write it in ASCII."""
    words = unicodedata.name(letter, "").split()
    return words[-1].lower() if words[:1] == ["GREEK"] and words[-2:-1] == ["LETTER"] else None
