"""Schemas with their references written out: what a reference adds (its own description) then stands where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def inlined(documents: Mapping[str, Any], name: str) -> Any:
    """Give a schema file with every `$ref` replaced by its target, but for those inside their own target.

    Beside a `$ref` stand annotations only; they take the place of the target's own.
    """
    return _inlined(documents, name, documents[name], ())


def _inlined(documents: Mapping[str, Any], file: str, schema: Any, within: tuple[str, ...]) -> Any:
    if isinstance(schema, list):
        return [_inlined(documents, file, item, within) for item in schema]
    if not isinstance(schema, dict):
        return schema
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return {
            key: _inlined(documents, file, value, within) for key, value in schema.items() if key != "$defs"
        }
    target_file, _, pointer = reference.partition("#")
    target_file = target_file or file
    absolute = f"{target_file}#{pointer}"
    annotations = {key: value for key, value in schema.items() if key != "$ref"}
    if absolute in within:
        return {"$ref": absolute, **annotations}
    target = _inlined(documents, target_file, _at(documents[target_file], pointer), (*within, absolute))
    return {**target, **annotations}


def _at(document: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        document = document[step.replace("~1", "/").replace("~0", "~")]
    return document
