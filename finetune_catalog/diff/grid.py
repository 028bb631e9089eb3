"""Points to compare numbers at: for each parameter the typical value, the ends of the common range and of the bounds, and some between."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Any

from finetune_catalog.values import coerce

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from finetune_catalog.records import Parameter

BETWEEN = 5  #: points between the ends of the common range
MOST = 600  #: points of one method


def grid(parameters: Mapping[str, Iterable[Parameter]], used: Collection[str]) -> list[dict[str, Any]]:
    """Make points of all parameters, the typical one first, that vary in those used.

    Each parameter has one form or several (an old and a new one); its values are those that every form accepts. All
    combinations where they are few, else each parameter in turn with the others typical.
    """
    axes = {id_: axis(list(forms)) for id_, forms in parameters.items()}
    if not all(axes.values()):
        return []
    axes = {id_: values if id_ in used else values[:1] for id_, values in axes.items()}
    if math.prod(map(len, axes.values())) <= MOST:
        return [dict(zip(axes, point, strict=True)) for point in product(*axes.values())]
    typical = {id_: values[0] for id_, values in axes.items()}
    points = [typical, *({**typical, id_: value} for id_, values in axes.items() for value in values[1:])]
    return points[:MOST]


def axis(forms: list[Parameter]) -> list[Any]:
    """List values of a parameter to try, the typical one first."""
    found: dict[tuple[type, Any], Any] = {}
    for value in (value for form in forms for value in _candidates(form)):
        taken = [coerce(form.type, form.minimum, form.maximum, form.choices, value) for form in forms]
        if all(refusal is None for _, refusal in taken):
            held = taken[-1][0]
            found.setdefault((type(held), held), held)
    return list(found.values())


def _candidates(parameter: Parameter) -> Iterator[Any]:
    if parameter.typical is not None:
        yield parameter.typical
    if parameter.default is not None:
        yield parameter.default
    if parameter.type == "boolean":
        yield from (False, True)
    elif parameter.type == "string":
        yield from parameter.choices or ()
    else:
        yield from _numbers(parameter)


def _numbers(parameter: Parameter) -> Iterator[Any]:
    whole = parameter.type == "integer"
    low, high = parameter.common or (parameter.minimum, parameter.maximum)
    if low is not None and high is not None:
        yield from (low, high)
        for step in range(1, BETWEEN + 1):
            value = float(f"{_between(float(low), float(high), step / (BETWEEN + 1)):.3g}")
            yield round(value) if whole else value
    for end in (parameter.minimum, parameter.maximum):
        if end is not None:
            yield end
    if low is None or high is None:
        yield from (0, 1, 2) if whole else (0.0, 0.5, 1.0)


def _between(low: float, high: float, share: float) -> float:
    """Go a share of the way from one end to the other, in equal ratios where both are positive."""
    if low > 0 and high > 0:
        return math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
    return low * (1 - share) + high * share
