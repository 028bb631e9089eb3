"""The configuration a page shows where the reader gives none: every parameter at its value in common use."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from finetune_catalog.configure import Configuration, configure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method, Parameter

_POINTS = 128


def given(method: Method) -> dict[str, Any]:
    """Return the parameters that must be given, each at its typical value (or its least, where none is stated)."""
    return {
        name: parameter.minimum if parameter.typical is None else parameter.typical
        for name, parameter in method.parameters.items()
        if parameter.required
    }


def given_all(method: Method) -> dict[str, Any]:
    """Return what a method is given to be counted: also the options without a value that have a typical one."""
    options = {
        name: option.typical
        for name, option in method.options.items()
        if option.typical is not None and option.default is None and option.default_formula is None
    }
    return given(method) | options


def given_on(method: Method, model: Model) -> dict[str, Any]:
    """Return what a method is given to be counted on a model, its task included."""
    values = given_all(method)
    task = method.counting.task if method.counting else None
    if task and model.tasks:
        values[task] = model.tasks[0]
    return values


def configured(data: CatalogData, method: Method, values: Mapping[str, Any] | None = None) -> Configuration:
    """Return a method with these parameters; the catalog's own checks have shown that they are valid."""
    made, report = configure(data, method.id, given(method) if values is None else values)
    if made is None:
        raise ValueError(f"{method.id}: {'; '.join(d.message for d in report.errors)}")
    return made


def points(parameter: Parameter) -> tuple[int | float, ...]:
    """Return the values a plot shows: those of `common`, all integers where they are few."""
    if parameter.common is None:
        return ()
    low, high = parameter.common
    whole = parameter.type == "integer"
    if whole and high - low <= _POINTS:
        return tuple(range(int(low), int(high) + 1))
    steps = (step / _POINTS for step in range(_POINTS + 1))
    if parameter.scale == "log" and low > 0:
        values = [low * math.pow(high / low, step) for step in steps]
    else:
        values = [low + (high - low) * step for step in steps]
    return tuple(dict.fromkeys(round(value) for value in values)) if whole else tuple(values)
