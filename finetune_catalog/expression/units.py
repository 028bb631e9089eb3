"""Arithmetic of units: what products, quotients and roots of quantities are measured in, and which may meet.

Dimensionless units (counts, ratios, percentages) meet plain numbers and each other; every other unit meets only itself.
GiB over byte is no plain number: it keeps its factor, which a quantity in byte/GiB takes away again.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING

from finetune_catalog.expression.types import PLAIN, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.records import UnitEntry

MOST_POWER = 9  # of a unit as it is written; more would be a mistake, and its scale a very long number

_FACTOR = re.compile(r"\s*(?P<sign>[*/]?)\s*(?P<name>[^\s*/^]+)(?:\^(?P<power>-?[0-9]{1,9}))?\s*")
_WRITTEN = re.compile(r"(?P<sign>[*/]?)(?P<name>[^*/^]+)(?:\^(?P<power>-?[0-9]+|\([0-9]+/[0-9]+\)))?")


def unit_of(entries: Mapping[str, UnitEntry], text: str) -> Unit:
    """Read a unit: an id of units.yaml, or a product and quotient of ids such as `byte/token` or `byte*token^2`.

    Raises KeyError with the unknown id, ValueError where the text is no product of ids.
    """
    if text in entries:
        return _entry(entries, text)
    unit, place = PLAIN, 0
    while place < len(text) or not text:
        factor = _FACTOR.match(text, place)
        if factor is None or bool(factor["sign"]) is (place == 0):
            raise ValueError(text)
        power = int(factor["power"] or 1) * (-1 if factor["sign"] == "/" else 1)
        if abs(power) > MOST_POWER:
            raise ValueError(text)
        unit = multiplied(unit, raised(_entry(entries, factor["name"]), power))
        place = factor.end()
    if not measurable(unit):
        raise ValueError(text)
    return Unit(unit.powers, unit.scale, text) if unit.plain else unit


def _entry(entries: Mapping[str, UnitEntry], name: str) -> Unit:
    entry = entries[name]
    if entry.dimensionless:  # whatever its scale: percentages mix with plain numbers by agreement
        return Unit((), Fraction(1), name)
    scale = Fraction(entry.scale) if entry.scale else Fraction(1)
    if entry.base is None:
        return Unit(((name, Fraction(1)),), scale, name)
    base = _entry(entries, entry.base)
    return Unit(base.powers, base.scale * scale, name)


def same(left: Unit, right: Unit) -> bool:
    """Whether two quantities may be added and compared: equal units, or both dimensionless."""
    return left.powers == right.powers and left.scale == right.scale


def common(left: Unit, right: Unit) -> Unit:
    """Return the unit of a sum of two quantities whose units are the same."""
    return left if left == right else (PLAIN if left.plain else left)


def factor_between(left: Unit, right: Unit) -> Fraction | None:
    """Return how many of the right unit make one of the left, None where they measure different things."""
    return left.scale / right.scale if left.powers == right.powers else None


def multiplied(left: Unit, right: Unit) -> Unit:
    """Return the unit of a product; a dimensionless factor leaves the other's unit as it is."""
    if right.plain:
        return left
    if left.plain:
        return right
    return _made(_merged(left.powers, right.powers), left.scale * right.scale, _named(left.name, right.name))


def divided(left: Unit, right: Unit) -> Unit:
    """Return the unit of a quotient."""
    return left if right.plain else multiplied(PLAIN if left.plain else left, raised(right, -1))


def raised(unit: Unit, power: int) -> Unit:
    """Return the unit of a power."""
    return _scaled(unit, Fraction(power), unit.scale**power)


def rooted(unit: Unit) -> Unit:
    """Return the unit of a square root; the root of a scale that is no square is rounded, to 128 bits."""
    top, bottom = unit.scale.numerator, unit.scale.denominator
    return _scaled(unit, Fraction(1, 2), Fraction(isqrt(top * bottom << 256), bottom << 128))


def _scaled(unit: Unit, power: Fraction, scale: Fraction) -> Unit:
    if unit.plain or power == 1:
        return unit
    powers = {base: exponent * power for base, exponent in unit.powers}
    name = _written({word: exponent * power for word, exponent in _factors(unit.name).items()})
    return _made(_sorted(powers), scale, name)


def measurable(unit: Unit) -> bool:
    """Whether anybody could measure in a unit: one with high powers is a mistake, and its scale a long number."""
    return all(abs(power) <= MOST_POWER for _, power in unit.powers)


def _made(powers: tuple[tuple[str, Fraction], ...], scale: Fraction, name: str) -> Unit:
    return Unit(powers, scale, name) if powers or scale != 1 else PLAIN


def _merged(
    left: tuple[tuple[str, Fraction], ...], right: tuple[tuple[str, Fraction], ...]
) -> tuple[tuple[str, Fraction], ...]:
    powers = dict(left)
    for base, power in right:
        powers[base] = powers.get(base, Fraction(0)) + power
    return _sorted(powers)


def _sorted(powers: Mapping[str, Fraction]) -> tuple[tuple[str, Fraction], ...]:
    return tuple(sorted((base, power) for base, power in powers.items() if power))


def _named(left: str, right: str) -> str:
    """Return the name of a product: the words of both, with what cancels left out."""
    words = _factors(left)
    for word, power in _factors(right).items():
        words[word] = words.get(word, Fraction(0)) + power
    return _written(words)


def _factors(name: str) -> dict[str, Fraction]:
    words: dict[str, Fraction] = {}
    for factor in _WRITTEN.finditer(name.replace(" ", "")):
        power = Fraction((factor["power"] or "1").strip("()")) * (-1 if factor["sign"] == "/" else 1)
        words[factor["name"]] = words.get(factor["name"], Fraction(0)) + power
    words.pop("1", None)
    return words


def _written(words: Mapping[str, Fraction]) -> str:
    above = "*".join(_factor(word, power) for word, power in words.items() if power > 0)
    below = "".join("/" + _factor(word, -power) for word, power in words.items() if power < 0)
    return (above or "1") + below


def _factor(word: str, power: Fraction) -> str:
    if power == 1:
        return word
    return f"{word}^{power}" if power.denominator == 1 else f"{word}^({power})"
