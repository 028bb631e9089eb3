"""The fields of a config.json as an architecture takes them: each of its type and within its bounds, or defaulted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.loading.config_fields import LABELS, holds
from finetune_catalog.models.config import ABSENT, LABEL_NAMES, Unfit
from finetune_catalog.text import word_list
from finetune_catalog.wording import found, range_text, shown, with_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.architecture import Architecture, ConfigField
    from finetune_catalog.diagnostics import Diagnostic
    from finetune_catalog.expression.types import Checked, Function
    from finetune_catalog.models.config import Config

_WORDS: Mapping[str, str] = {
    "integer": "integer",
    "float": "number",
    "boolean": "boolean",
    "string": "text",
    "characters": "text",
    "integers": "list of integers",
    "floats": "list of numbers",
    "booleans": "list of booleans",
    "strings": "list of texts",
}


def read_fields(
    architecture: Architecture, config: Config, functions: Mapping[str, Function]
) -> tuple[dict[str, Any] | None, list[Diagnostic]]:
    """Read the fields that shape a model; None with every finding where one cannot be taken.

    A field's default may be a formula over fields before it; where one of those is at fault, only that one is reported.
    """
    other = {target: alias for alias, target in architecture.aliases.items() if _given(config, alias)}
    values: dict[str, Any] = {}
    findings: list[Diagnostic] = []
    for field in architecture.fields.values():
        name = other.get(field.id, field.id)
        try:
            values[field.id] = _value(field, config, name, values, functions)
        except Unfit as unfit:
            findings.append(config.finding(unfit.code, unfit.message, unfit.field or name, unfit.help))
        except KeyError:
            continue  # its default needs a field that is at fault
    if not findings:
        findings += _disagreements(architecture, config, values, functions)
    return (None if findings else values), findings


def _given(config: Config, name: str) -> bool:
    try:
        return config.get(name) is not ABSENT
    except Unfit:
        return False  # the field itself is looked up in the same object, and says so


def _value(
    field: ConfigField,
    config: Config,
    name: str,
    values: Mapping[str, Any],
    functions: Mapping[str, Function],
) -> Any:
    given = config.get(name)
    if field.id == LABELS:
        given = _labels(config, given)
    if field.type == "given":
        return given is not ABSENT and given is not None
    if given is None and field.null != "refused":
        if field.null == "value":
            if field.if_null is None:
                return None
            return _made_of(field, "null, and its stand-in", field.if_null, values, functions)
        given = ABSENT
    if given is ABSENT or (isinstance(given, str) and given in field.absent):
        return _default(field, values, functions)
    value = _accepted(field, name, given)
    if field.length is not None:
        length = _computed(field.length, values, functions)
        if len(value) != length:
            raise Unfit("FC745", f"`{name}` has {len(value)} items; with these fields it has {length}", name)
    return value


def _labels(config: Config, given: Any) -> Any:
    """Count the classes: those that have names count, whatever their stated number."""
    names = config.get(LABEL_NAMES)
    if names is ABSENT or names is None:
        return ABSENT if given is None else given
    if not hasattr(names, "keys"):
        raise Unfit("FC743", f"`{LABEL_NAMES}` takes an object, not {found(names)}", LABEL_NAMES)
    return len(names)


def _default(field: ConfigField, values: Mapping[str, Any], functions: Mapping[str, Function]) -> Any:
    if field.required:
        raise Unfit("FC741", f"`{field.id}` is missing", None, "add it: nothing else says what it is")
    if field.formula is None:
        return field.default if field.default is None else _made(field, field.default)
    return _made_of(field, "not given, and its default", field.formula, values, functions)


def _made_of(
    field: ConfigField,
    why: str,
    formula: Checked,
    values: Mapping[str, Any],
    functions: Mapping[str, Function],
) -> Any:
    """Compute a field's value of the fields before it, and see that it may have it."""
    if any(name not in values for name in formula.names):
        raise KeyError(field.id)
    value = _computed(formula, values, functions)
    outside = _outside(field, value)
    if outside is not None:
        why = f"`{field.id}` is {why} `{formula.text}` is {shown(value)}"
        raise Unfit("FC744", f"{why}, not {outside}", formula.names[0])
    return value


def _computed(formula: Checked, values: Mapping[str, Any], functions: Mapping[str, Function]) -> Any:
    try:
        return evaluate(formula, values, functions)
    except EvaluationError as error:
        raise Unfit("FC745", error.problem.message, formula.names[0] if formula.names else None) from None


def _accepted(field: ConfigField, name: str, given: Any) -> Any:
    """Take a value as it stands in config.json, or say why not."""
    if not holds(field.type, given, field.spread):
        wanted = with_article(_WORDS[field.type])
        whole = isinstance(given, float) and field.type == "integer" and given.is_integer()
        help_ = f"write {int(given)}" if whole else None
        raise Unfit("FC743", f"`{name}` takes {wanted}, not {found(given)}", name, help_)
    value = _made(field, given)
    for item in value if isinstance(value, tuple) and field.type != "characters" else (value,):
        outside = _outside(field, item)
        if outside is not None:
            raise Unfit("FC744", f"`{name}` is {shown(item)}, not {outside}", name)
    return value


def _made(field: ConfigField, value: Any) -> Any:
    """Give a value as formulas see it."""
    if field.spread is not None and not isinstance(value, (list, tuple)):
        return (value,) * field.spread
    if isinstance(value, (list, tuple)) or field.type == "characters":
        return tuple(value)
    return float(value) if field.type == "float" else value


def _outside(field: ConfigField, value: Any) -> str | None:
    """Say what a value should be, where it is not within the field's bounds."""
    if isinstance(value, str):
        if field.choices is None or value in field.choices:
            return None
        return word_list([shown(choice) for choice in field.choices], "or", 8)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return "a finite number"
    low, high = field.minimum, field.maximum
    if (low is None or value >= low) and (high is None or value <= high):
        return None
    return range_text(low, high)


def _disagreements(
    architecture: Architecture, config: Config, values: Mapping[str, Any], functions: Mapping[str, Function]
) -> Iterator[Diagnostic]:
    """Check what fields must agree on; the values of those that a broken condition uses are told."""
    for required in architecture.requires:
        try:
            if _computed(required.holds, values, functions):
                continue
        except Unfit as unfit:
            yield config.finding(unfit.code, unfit.message, required.field)
            continue
        used = [name for name in required.holds.names if not isinstance(values.get(name), tuple)]
        told = ", ".join(f"{name} = {shown(values[name])}" for name in used if name in values)
        message = f"`{required.field}` {required.message}" + (f" ({told})" if told else "")
        yield config.finding("FC745", message, required.field)
