"""Options of a method: what is given of them, and what the others are."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from finetune_catalog.configure.parameters import REFUSED, UNREADABLE, Finding
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.structured import STRUCTURED, accept_option
from finetune_catalog.values import Refusal, widen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.records import Method, Parameter


class Options(NamedTuple):
    """Options: `given` as people see them, `seen` all of them, and the parameters, as formulas that count do."""

    given: Mapping[str, Any]
    seen: Mapping[str, Any]


def no_options(method: Method, seen: tuple[Any, ...]) -> Options:
    """Give the options of a configuration that gives none."""
    options, _ = resolve_options(method, seen, {})
    return options


def resolve_options(
    method: Method, seen: tuple[Any, ...], given: Mapping[str, Any]
) -> tuple[Options, tuple[Finding, ...]]:
    """Check the options that are given, and take defaults for the rest.

    Args:
        method: the method
        seen: its parameters as formulas see them
        given: options by name, all of which the method has
    """
    findings: list[Finding] = []
    known: dict[str, Any] = dict(zip(method.parameters, seen, strict=True))
    kept: dict[str, Any] = {}
    for name, option in method.options.items():
        if name in given and given[name] is UNREADABLE:
            continue
        value, refusal = (
            default_option(option, known) if name not in given else accept_option(option, given[name])
        )
        if refusal is not None:
            findings.append(_refused(option, refusal))
            continue
        if name in given and value is not None:
            kept[name] = value
        known[name] = widen(option.type, value)
    return Options(MappingProxyType(kept), MappingProxyType(known)), tuple(findings)


def default_option(option: Parameter, known: Mapping[str, Any]) -> tuple[Any, None] | tuple[None, Refusal]:
    """Give what an option is where it is not given, made of what is known, or why it is nothing."""
    formula = option.default_formula
    if formula is None:
        return option.default, None
    try:
        return evaluate(formula.checked, {name: known[name] for name in formula.checked.names}), None
    except (EvaluationError, KeyError) as error:
        return None, Refusal("type", f"its default has no value: {error}", (), "give it a value")


def _refused(option: Parameter, refusal: Refusal) -> Finding:
    allowed = refusal.allowed or ((STRUCTURED[option.type],) if option.type in STRUCTURED else ())
    return Finding(
        REFUSED[refusal.kind],
        f"`{option.id}`: {refusal}",
        option.id,
        "value",
        allowed=allowed,
        help=refusal.help,
    )
