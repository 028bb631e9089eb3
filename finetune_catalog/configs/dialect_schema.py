"""The JSON Schema of other programs' configurations: each of their fields by what it is here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.dialect_records import FieldMapping, Framework
    from finetune_catalog.records import CatalogData, Method


def dialect_forms(data: CatalogData) -> dict[str, Any]:
    """Make a schema of every method that another program writes in its own way, by `framework.method`."""
    return {
        f"{framework.id}.{method.id}": _form(framework, method)
        for framework in data.frameworks.values()
        for method in data.methods.values()
        if framework.id in method.dialects
    }


def _form(framework: Framework, method: Method) -> dict[str, Any]:
    dialect = method.dialects[framework.id]
    had = {name: field for name, field in framework.fields.items() if field.to in method.options}
    rest = (*framework.ignored, *dialect.ignored, *(name for name in framework.fields if name not in had))
    return {
        "title": f"{method.title}, {framework.title}",
        "description": method.summary,
        "type": "object",
        "properties": {
            framework.method_key: {"description": method.summary, "const": dialect.name},
            **{name: {"description": "Has no bearing on what is known here."} for name in rest},
            **_fields(framework, {**had, **dialect.fields}, method),
        },
        "required": [framework.method_key],
        "additionalProperties": False,
    }


def _fields(framework: Framework, fields: Mapping[str, FieldMapping], method: Method) -> dict[str, Any]:
    return {name: _field(framework, name, field, method) for name, field in fields.items()}


def _field(framework: Framework, name: str, field: FieldMapping, method: Method) -> dict[str, Any]:
    """Make the schema of a field: its own values, or those of the parameter that it is."""
    described = f"{name} of {method.title}."
    declared = method.declared.get(field.to or "")
    if declared is not None:
        described = declared.doc or described
    if field.fields is not None:
        inner = {
            "description": described,
            "type": "object",
            "properties": _fields(framework, field.fields, method),
            "additionalProperties": True,
        }
        return {"description": described, "anyOf": [inner, {"enum": [None, False]}]}
    if declared is None or field.present or field.filled:
        return {"description": described}
    if field.listed:
        return {"description": described, "type": ["string", "null"]}
    ours: dict[str, Any] = {"$ref": f"#/$defs/parameters.{method.id}/properties/{declared.id}"}
    choices = [{"allOf": [ours, {"not": {"enum": list(field.foreign)}}]} if field.foreign else ours]
    if field.values:
        choices.append({"enum": [theirs for theirs, _ in field.values]})
    if field.values and declared.type in ("ranks", "tokens"):
        choices.append({"type": "object"})
    if field.whole:
        choices.append({"type": "number"})
    if framework.null_is_false and declared.type == "boolean" and not field.refuses_null:
        choices.append({"type": "null"})
    return {"description": described, "anyOf": choices} if len(choices) > 1 else choices[0]
