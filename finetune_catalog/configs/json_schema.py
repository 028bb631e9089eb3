"""A JSON Schema of configurations, made from the catalog, so that any editor can check and complete them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.configs.dialect_schema import dialect_forms
from finetune_catalog.configs.shapes import METHOD_KEY
from finetune_catalog.configure.parameters import allowed
from finetune_catalog.values import shortest_binary32, to_binary32

if TYPE_CHECKING:
    from finetune_catalog.records import CatalogData, Method, Parameter

_TYPES = {
    "integer": "integer",
    "float32": "number",
    "float64": "number",
    "boolean": "boolean",
    "string": "string",
}
#: what a value with parts looks like
_PARTS: dict[str, dict[str, Any]] = {
    "names": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    "integers": {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]},
    "ranks": {"type": "object", "additionalProperties": {"type": "number"}},
    "spans": {
        "type": "array",
        "items": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
    },
    "tokens": {
        "anyOf": [
            {"type": "array", "items": {"type": "integer"}},
            {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "integer"}}},
        ]
    },
    "configurations": {"type": "object", "additionalProperties": {"type": ["object", "string"]}},
}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(data: CatalogData) -> dict[str, Any]:
    """Make the JSON Schema (2020-12) of a document that holds one configuration or a list of them."""
    forms = {f"method.{method.id}": _method(method) for method in data.methods.values()}
    forms |= dialect_forms(data)
    return {
        "$schema": _DIALECT,
        "title": "Fine-tuning configurations",
        "description": (
            f"One configuration or a list of them, as {data.manifest.name} {data.manifest.version} knows them. "
            "Generated from the catalog; not to be edited."
        ),
        "oneOf": [
            {"$ref": "#/$defs/configuration"},
            {
                "description": "Several configurations.",
                "type": "array",
                "items": {"$ref": "#/$defs/configuration"},
                "minItems": 1,
            },
        ],
        "$defs": {
            "configuration": {
                "description": "One configuration: a method with its parameters.",
                "oneOf": [{"$ref": f"#/$defs/{name}"} for name in forms],
            },
            **forms,
            **{
                f"parameters.{method.id}": _parameters(method)
                for method in data.methods.values()
                if method.parameters or method.options
            },
        },
    }


def _method(method: Method) -> dict[str, Any]:
    """Make the schema of a method's forms: by tag with its parameters or values, bare, and flat."""
    tagged: list[dict[str, Any]] = []
    needs = [name for name, parameter in method.parameters.items() if parameter.required]
    if method.parameters or method.options:
        tagged = [{"$ref": f"#/$defs/parameters.{method.id}"}]
    if method.parameters:
        tagged.append(_values(method))
    if not needs:
        tagged.append({"description": "Nothing but defaults.", "type": "null"})
    forms: list[dict[str, Any]] = [
        {
            "description": method.summary,
            "type": "object",
            "properties": {
                method.tag: {"title": method.title, "description": method.summary, "oneOf": tagged}
            },
            "required": [method.tag],
            "additionalProperties": False,
        },
        {
            "description": f"{method.title}, with its parameters beside its id.",
            "type": "object",
            "properties": {
                METHOD_KEY: {
                    "description": method.summary,
                    "enum": list(dict.fromkeys((method.id, method.tag))),
                },
                **_references(method),
            },
            "required": [METHOD_KEY, *needs],
            "additionalProperties": False,
        },
    ]
    if not needs:
        forms.insert(0, {"description": method.summary, "const": method.tag})
    return {"title": method.title, "description": method.summary, "oneOf": forms}


def _parameters(method: Method) -> dict[str, Any]:
    return {
        "title": f"Parameters of {method.tag}",
        "description": f"The parameters of {method.tag} by name.",
        "type": "object",
        "properties": _properties(method),
        "required": [name for name, parameter in method.parameters.items() if parameter.required],
        "additionalProperties": False,
    }


def _values(method: Method) -> dict[str, Any]:
    count = len(method.parameters)
    return {
        "description": f"All parameters of {method.tag} in order: {', '.join(method.parameters)}.",
        "type": "array",
        "prefixItems": [
            {"$ref": f"#/$defs/parameters.{method.id}/properties/{name}"} for name in method.parameters
        ],
        "minItems": count,
        "maxItems": count,
    }


def _properties(method: Method) -> dict[str, Any]:
    known = method.declared
    return {name: parameter_schema(parameter) for name, parameter in known.items()}


def _references(method: Method) -> dict[str, Any]:
    names = (*method.parameters, *method.options)
    return {name: {"$ref": f"#/$defs/parameters.{method.id}/properties/{name}"} for name in names}


def parameter_schema(parameter: Parameter) -> dict[str, Any]:
    """Make the schema of a parameter's or an option's values."""
    if parameter.type in _PARTS:
        return _with_parts(parameter)
    kind = _TYPES[parameter.type]
    may_be_null = not parameter.required and parameter.default is None and parameter.default_formula is None
    made: dict[str, Any] = {
        "title": parameter.title,
        "description": _described(parameter),
        "type": [kind, "null"] if may_be_null else kind,
    }
    for key, bound in (("minimum", parameter.minimum), ("maximum", parameter.maximum)):
        if bound is not None and kind in ("integer", "number"):
            made[key] = _bound(parameter, bound)
    if parameter.choices:
        listed = {"enum": [*parameter.choices, *([None] if may_be_null else [])]}
        pattern = {"type": "string", "pattern": f"^(?:{parameter.pattern})$"}
        made |= listed if parameter.pattern is None else {"anyOf": [listed, pattern]}
    if not parameter.required and parameter.default_formula is None:
        made["default"] = parameter.default
    if parameter.typical is not None:
        made["examples"] = [parameter.typical]
    return made


def _with_parts(parameter: Parameter) -> dict[str, Any]:
    made = {"title": parameter.title, "description": parameter.doc, "default": parameter.default}
    parts = _PARTS[parameter.type]
    if parameter.required or parameter.default is not None:
        return made | parts
    return made | {"anyOf": [{"type": "null"}, parts]}


def _bound(parameter: Parameter, bound: float) -> float:
    """Give a bound as people write it: the shortest decimal of the largest binary32 lies above its exact value."""
    return shortest_binary32(to_binary32(bound)) if parameter.type == "float32" else bound


def _described(parameter: Parameter) -> str:
    parts = [parameter.doc, f"Allowed: {allowed(parameter)}."]
    if parameter.default_formula is not None:
        parts.append(f"Default: {parameter.default_formula.text}.")
    return " ".join(part for part in parts if part)
