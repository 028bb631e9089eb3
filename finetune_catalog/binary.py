"""Floating-point numbers exactly: rounding to binary32, shortest decimals, decimals as Rust's Display prints them."""

from __future__ import annotations

from struct import Struct

LARGEST_BINARY32 = float.fromhex("0x1.fffffep+127")

_BINARY32 = Struct("<f")
_FEW_DIGITS = 6  # every decimal of so few digits is the only one of its length for its binary32
_EXACT_INTEGERS = float(1 << 24)  # up to here every integer is a binary32
_EXACT_IN_BINARY64 = 1 << 53
_NORMAL = 2.0**-126


def to_binary32(number: float) -> float:
    """Round to binary32, half to even, and widen back to binary64.

    An integer of 64 bits is rounded once, as Rust's `as f32` does; a larger one goes through binary64, as
    serde_json reads it. Raises OverflowError where the result would be infinite.
    """
    if isinstance(number, int) and not -_EXACT_IN_BINARY64 <= number <= _EXACT_IN_BINARY64:
        number = _once_rounded(number)
    result: float = _BINARY32.unpack(_BINARY32.pack(number))[0]
    return result


def _once_rounded(number: int) -> float:
    """Give a binary64 that rounds to the same binary32 as the integer: rounding to odd keeps a trace of the lost digits."""
    if not -(1 << 63) <= number < 1 << 64:
        return float(number)
    magnitude = abs(number)
    shift = magnitude.bit_length() - 50
    top = magnitude >> shift
    if top << shift != magnitude:
        top |= 1
    return float(top << shift) if number > 0 else -float(top << shift)


def shortest_binary32(number: float) -> float:
    """Give the binary64 whose repr is the shortest decimal that denotes this binary32 (0.10000000149011612 is 0.1).

    Among decimals equally short the nearest is taken, of two equally near the even one. `number` must be a finite binary32.
    """
    short = _few_digits(number)
    return _through_binary64(number, *_shortest(abs(number))) if short is None else short


def display_binary32(number: float) -> str:
    """Write a binary32 as Rust's Display does: shortest digits, of two equally near decimals the larger, no exponent."""
    return faces_binary32(number)[1]


def faces_binary32(number: float) -> tuple[str, str]:
    """Write a binary32 for JSON, as the repr of its `shortest_binary32`, and for people, as `display_binary32`."""
    short = _few_digits(number)
    if short is not None:
        text = repr(short)
        if "e" not in text:
            return text, text.removesuffix(".0")
        return text, display_binary64(short)
    decimal = _shortest(abs(number))
    shown = _positional(number, *_of_two_the_larger(abs(number), *decimal))
    return repr(_through_binary64(number, *decimal)), shown


def _few_digits(number: float) -> float | None:
    """Give the shortest decimal where it has so few digits that no other one can be in question."""
    if number == 0 or (-_EXACT_INTEGERS <= number <= _EXACT_INTEGERS and number == int(number)):
        return number
    short = float(f"{number:.{_FEW_DIGITS}g}")
    if not -_NORMAL < number < _NORMAL and _BINARY32.unpack(_BINARY32.pack(short))[0] == number:
        return short
    return None


def _through_binary64(number: float, digits: int, exponent: int) -> float:
    """Give the decimal as a binary64 that rounds to this binary32."""
    result = float(f"{digits}e{exponent}")
    if _BINARY32.unpack(_BINARY32.pack(result))[0] != abs(number):
        # Alone among all binary32 numbers 0x15ae43fd has a shortest decimal (7.038531e-26) that binary64 rounds
        # half-way to the neighbour; nine digits survive the way through binary64.
        result = float(f"{abs(number):.9g}")
    return result if number > 0 else -result


def display_binary64(number: float) -> str:
    """Write a binary64 as Rust's Display does: shortest digits, of two equally near decimals the larger, no exponent."""
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = fraction.rstrip("0")
    decimal = int(whole + fraction), int(exponent or "0") - len(fraction)
    return _positional(number, *_of_two_the_larger(abs(number), *decimal))


def _shortest(number: float) -> tuple[int, int]:
    """Find the fewest digits d and the exponent k such that d * 10**k denotes this positive binary32 and no other."""
    pattern: int = int.from_bytes(_BINARY32.pack(number), "little")
    field, fraction = divmod(pattern, 1 << 23)
    mantissa, power = (fraction, -149) if field == 0 else (fraction | 1 << 23, field - 150)
    # in units of 2 ** (power - 2) the number is 4 * mantissa, and every decimal from low to high denotes it
    low = 4 * mantissa - (1 if fraction == 0 and field > 1 else 2)
    high = 4 * mantissa + 2
    even = mantissa % 2 == 0
    leading = int(f"{number:.16e}".partition("e")[2])
    for length in range(1 if field == 0 else _FEW_DIGITS, 10):
        exponent = leading - length + 1
        decimal_unit = 10 ** max(exponent, 0) << max(2 - power, 0)
        binary_unit = 10 ** max(-exponent, 0) << max(power - 2, 0)
        target = 4 * mantissa * binary_unit
        nearest = [
            (abs(digits * decimal_unit - target), digits % 2, digits)
            for digits in (target // decimal_unit, target // decimal_unit + 1)
            if low * binary_unit < digits * decimal_unit + even
            and digits * decimal_unit < high * binary_unit + even
        ]
        if nearest:
            return _without_zeros(min(nearest)[2], exponent)
    message = f"{number!r} is no binary32"
    raise ValueError(message)


def _without_zeros(digits: int, exponent: int) -> tuple[int, int]:
    while digits % 10 == 0:
        digits, exponent = digits // 10, exponent + 1
    return digits, exponent


def _of_two_the_larger(number: float, digits: int, exponent: int) -> tuple[int, int]:
    """Take the next decimal where the number lies exactly half-way to it: Python rounds half to even there, Rust up."""
    numerator, denominator = number.as_integer_ratio()
    if exponent < 0 and 2 * numerator * 10**-exponent == (2 * digits + 1) * denominator:
        return _without_zeros(digits + 1, exponent)
    return digits, exponent


def _positional(signed: float, digits: int, exponent: int) -> str:
    """Write digits * 10**exponent without an exponent, with the sign of `signed` (which -0.0 has too)."""
    text = str(digits)
    sign = "-" if str(signed).startswith("-") else ""
    if exponent >= 0:
        return sign + text + "0" * exponent
    text = text.zfill(1 - exponent)
    return f"{sign}{text[:exponent]}.{text[exponent:]}"
