"""Values to try: from what a name can be to some things that it is."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.analysis.values import Fields, Items, Lookup, Maybe, Truth, Value, Words
from finetune_catalog.expression.intervals import TINIEST, Numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: at most so many points are tried at once
MOST = 96
#: so many names have all their corners tried
CORNERED = 4
_GOLDEN = 0.6180339887498949


def samples(value: Value | None) -> tuple[Any, ...]:
    """Return some of what a value can be, the simplest first."""
    match value:
        case Numbers():
            return _numbers(value)
        case Truth():
            return tuple(known for known, possible in ((True, value.true), (False, value.false)) if possible)
        case Words(words):
            return ("", "?") if words is None else tuple(sorted(words))
        case Maybe():
            return (*((None,) if value.nothing else ()), *samples(value.inner))
        case Items():
            return _lists(value)
        case Lookup():
            entries = samples(value.value)
            keys = sorted(value.keys or ())
            return tuple(dict.fromkeys(keys, entry) for entry in entries) or ({},)
        case Fields(fields):
            each = [samples(inner) for _, inner in fields]
            most = max((len(options) for options in each), default=1)
            return tuple(tuple(o[min(i, len(o) - 1)] for o in each) for i in range(most)) if all(each) else ()
        case _:
            return ()


def _numbers(value: Numbers) -> tuple[int | float, ...]:
    low, high, step = value.low, value.high, value.step
    candidates: list[int | float] = [0, low, high, 1, -1]
    if step:
        middle = (int(low) + int(high)) // 2
        candidates += [low + 1, high - 1, middle, math.isqrt(max(int(low), 1) * max(int(high), 1))]
        if step > 1:
            candidates += [low + (value.residue - low) % step]
    else:
        candidates = [float(c) for c in candidates]
        candidates += [low / 2 + high / 2, low * 0.75 + high * 0.25, low * 0.25 + high * 0.75, TINIEST]
        if low > 0:
            candidates.append(math.sqrt(low) * math.sqrt(high))
    return tuple(dict.fromkeys(c for c in candidates if c in value))


def _lists(value: Items) -> tuple[Any, ...]:
    if value.each is not None:
        options = [samples(item)[:1] for item in value.each]
        return (tuple(option[0] for option in options),) if all(options) else ()
    items = samples(value.item)
    lengths = dict.fromkeys((value.shortest, min(max(value.shortest, 1), value.longest)))
    if min(value.longest, max(value.shortest, 2)) <= 64:
        lengths[min(value.longest, max(value.shortest, 2))] = None
    made = [(item,) * length for length in lengths if length <= 64 for item in items or ((),)]
    if not items:
        return ((),) if value.shortest == 0 else ()
    return tuple(dict.fromkeys(made)) if _hashable(made) else tuple(made)


def _hashable(values: list[Any]) -> bool:
    try:
        hash(tuple(values))
    except TypeError:
        return False
    return True


def points(names: Mapping[str, Value | None], most: int = MOST) -> Iterator[dict[str, Any]]:
    """Yield points of a box, the telling ones first: corners, then one extreme at a time, then a spread."""
    options = {name: samples(value) for name, value in names.items()}
    if not all(options.values()):
        return
    seen = itertools.islice(_combined(options), most)
    yield from seen


def _combined(options: Mapping[str, tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    keys = tuple(options)
    width = 4 if len(keys) <= 2 else 3 if len(keys) == CORNERED - 1 else 2
    if len(keys) <= CORNERED:
        for chosen in itertools.product(*(options[key][:width] for key in keys)):
            yield dict(zip(keys, chosen, strict=True))
    for place in range(3):
        yield {key: own[min(place, len(own) - 1)] for key, own in options.items()}
    for key, own in options.items():
        for value in own[1:]:
            yield {**{k: o[0] for k, o in options.items()}, key: value}
    # the golden ratio's multiples spread evenly over the choices, each name at a pace of its own
    for turn in range(MOST):
        yield {
            key: own[int(len(own) * ((turn + 1) * _GOLDEN * (place + 1) % 1.0))]
            for place, (key, own) in enumerate(options.items())
        }
