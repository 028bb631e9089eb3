"""What of a set of numbers can stand beside another in a comparison."""

from __future__ import annotations

import math

from finetune_catalog.expression.intervals import EXACT, LARGEST, Numbers, floats, integers, meet, negate


def allowed(own: Numbers, sign: str, other: Numbers) -> Numbers | None:
    """Return what of `own` can stand left of a sign with something of `other` on its right."""
    if sign == "==":
        if bool(own.step) is bool(other.step):
            return meet(own, other)
        above = allowed(own, ">=", other)
        return None if above is None else allowed(above, "<=", other)
    if sign == "!=":
        return _without(own, other) if other.constant else own
    if sign in ("<", "<="):
        return _capped(own, other, strict=sign == "<")
    flipped = _capped(negate(own), negate(other), strict=sign == ">")
    return None if flipped is None else negate(flipped)


def _capped(own: Numbers, other: Numbers, *, strict: bool) -> Numbers | None:
    """Cut `own` from above, at the largest of `other`; an integer beside a float is compared as binary64."""
    top = other.high
    if own.step and other.step:
        high = top - 1 if strict else top
    elif own.step:
        high = _whole_below(float(top), strict=strict)
    else:
        high = float(top)
        if strict:
            high = math.nextafter(high, -math.inf)
    if high >= own.high:
        return own
    if own.step:
        return integers(own.low, high, own.step, own.residue, punctured=own.punctured)
    return floats(own.low, high, punctured=own.punctured)


def _whole_below(top: float, *, strict: bool) -> int:
    """Return the largest integer that is, as binary64, at most (or below) a number, or one above it."""
    if abs(top) < EXACT:
        floor = math.floor(top)
        return floor - 1 if strict and floor == top else floor
    return math.floor(min(math.nextafter(top, math.inf), LARGEST))


def _without(own: Numbers, other: Numbers) -> Numbers | None:
    """Take one number out of a set: at an end, or zero from the middle."""
    gone = other.low
    if own.step:
        if not other.step and abs(gone) >= EXACT:
            return own
        low = own.low + (own.low == gone)
        high = own.high - (own.high == gone)
        return integers(low, high, own.step, own.residue, punctured=own.punctured or gone == 0)
    gone = float(gone)
    low = math.nextafter(own.low, math.inf) if own.low == gone else own.low
    high = math.nextafter(own.high, -math.inf) if own.high == gone else own.high
    return floats(low, high, punctured=own.punctured or gone == 0)
