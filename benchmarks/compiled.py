"""Single metrics of the catalog as the functions that this project makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import finetune_catalog as fc
from finetune_catalog.configure.programs import needed
from finetune_catalog.expression.analysis import analyse
from finetune_catalog.expression.targets import python
from finetune_catalog.expression.types import Program, Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from finetune_catalog.records import Method


def method(name: str) -> Method:
    """Give a method of the bundled catalog."""
    return fc.load().data.methods[name]


def text(name: str, metric: str) -> str:
    """Give a metric's formula as the catalog writes it."""
    return method(name).metrics[metric].checked.text


def program(name: str, metric: str) -> Program:
    """Make a program of one metric alone."""
    entry = method(name)
    bindings = needed(entry, (metric,))
    analyses = {bound: analyse(checked, Scope(dict(checked.declared))) for bound, checked in bindings}
    return Program(tuple(entry.parameters), bindings, (metric,), analyses)


def single(name: str, metric: str) -> Callable[..., Any]:
    """Compile one metric to a function of the parameters, by position."""
    return python.function(program(name, metric), bare=True)


def column(name: str, metric: str) -> Callable[..., Any]:
    """Compile one metric to a function of columns."""
    from finetune_catalog.expression.targets import numpy_runtime

    return numpy_runtime.function(program(name, metric))
