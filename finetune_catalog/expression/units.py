"""Arithmetic of units: what products, quotients and roots of quantities are measured in, and which may meet.

Dimensionless units (counts, ratios, percentages) meet plain numbers and each other; every other unit meets only itself.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from finetune_catalog.expression.types import PLAIN, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.records import UnitEntry

_FACTOR = re.compile(r"\s*(?P<sign>[*/]?)\s*(?P<name>[^\s*/^]+)(?:\^(?P<power>-?\d+))?\s*")


def unit_of(entries: Mapping[str, UnitEntry], text: str) -> Unit:
    """Read a unit: an id of units.yaml, or a product and quotient of ids such as `byte/token` or `byte*token^2`.

    Raises KeyError with the unknown id, ValueError where the text is no product of ids.
    """
    if text in entries:
        return _entry(entries, text)
    unit, place = PLAIN, 0
    while place < len(text):
        factor = _FACTOR.match(text, place)
        if factor is None or bool(factor["sign"]) is (place == 0):
            raise ValueError(text)
        power = Fraction(factor["power"] or 1) * (-1 if factor["sign"] == "/" else 1)
        unit = multiplied(unit, raised(_entry(entries, factor["name"]), power))
        place = factor.end()
    return _named(unit.powers, unit.scale, text)


def _entry(entries: Mapping[str, UnitEntry], name: str) -> Unit:
    entry = entries[name]
    scale = Fraction(entry.scale) if entry.scale else Fraction(1)
    if entry.dimensionless:
        return Unit((), scale, name)
    if entry.base is None:
        return Unit(((name, Fraction(1)),), scale, name)
    base = _entry(entries, entry.base)
    return Unit(base.powers, base.scale * scale, name)


def same(left: Unit, right: Unit) -> bool:
    """Whether two quantities may be added and compared: equal units, or both dimensionless."""
    return left.powers == right.powers and (left.plain or left.scale == right.scale)


def common(left: Unit, right: Unit) -> Unit:
    """Return the unit of a sum of two quantities whose units are the same."""
    return left if left == right else (PLAIN if left.plain else left)


def multiplied(left: Unit, right: Unit) -> Unit:
    """Return the unit of a product; a dimensionless factor leaves the other's unit as it is."""
    if right.plain:
        return left
    if left.plain:
        return right
    powers = dict(left.powers)
    for base, power in right.powers:
        powers[base] = powers.get(base, Fraction(0)) + power
    return _named(_sorted(powers), left.scale * right.scale)


def divided(left: Unit, right: Unit) -> Unit:
    """Return the unit of a quotient."""
    return left if right.plain else multiplied(PLAIN if left.plain else left, raised(right, Fraction(-1)))


def raised(unit: Unit, power: Fraction) -> Unit:
    """Return the unit of a power or a root; a root of a scaled unit keeps its scale only where that is exact."""
    if unit.plain or power == 1:
        return unit
    scale = unit.scale**power if power.denominator == 1 else Fraction(float(unit.scale) ** float(power))
    return _named(_sorted({base: exponent * power for base, exponent in unit.powers}), Fraction(scale))


def _sorted(powers: Mapping[str, Fraction]) -> tuple[tuple[str, Fraction], ...]:
    return tuple(sorted((base, power) for base, power in powers.items() if power))


def _named(powers: tuple[tuple[str, Fraction], ...], scale: Fraction, name: str | None = None) -> Unit:
    if not powers:
        return Unit((), scale, name) if name else PLAIN
    if name is None:
        above = "*".join(_factor(base, power) for base, power in powers if power > 0)
        below = "".join("/" + _factor(base, -power) for base, power in powers if power < 0)
        name = (f"{scale} " if scale != 1 else "") + (above or "1") + below
    return Unit(powers, scale, name)


def _factor(base: str, power: Fraction) -> str:
    return base if power == 1 else f"{base}^{power}"
