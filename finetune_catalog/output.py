"""What `eval` prints, from plain data and without imports: the quick path answers before json could be imported.

`json_text` gives byte for byte what `json.dumps(value, ensure_ascii=False, separators=(",", ":"))` does,
except that a lone surrogate (an argument that was no UTF-8) is written as its escape, so that the text is always UTF-8.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing.TYPE_CHECKING without importing typing
if TYPE_CHECKING:
    from collections.abc import Mapping

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def eval_json(
    *,
    method: str,
    parameters: Mapping[str, object],
    display: str,
    config: object,
    metrics: Mapping[str, object],
    catalog: tuple[str, str],
    **more: object,
) -> str:
    """Write one configuration and its metrics as one line of JSON, without the newline.

    `catalog` is its name and version; `more` what a result on a model says beside.
    """
    name, version = catalog
    return json_text(
        {
            "method": method,
            "parameters": parameters,
            "display": display,
            "config": config,
            "metrics": metrics,
            "catalog": {"name": name, "version": version},
            **more,
        }
    )


def json_text(value: object) -> str:
    """Write plain data (str, int, finite float, bool, None, list, tuple, any mapping with string keys) as compact JSON."""
    if isinstance(value, str):
        return _string(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        if value - value != 0.0:
            message = f"JSON has no {value!r}"
            raise ValueError(message)
        return float.__repr__(value)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join([json_text(item) for item in value]) + "]"
    items = value.items()  # type: ignore[attr-defined]  # a mapping; naming its class would import collections.abc
    return "{" + ",".join([f"{_string(key)}:{json_text(item)}" for key, item in items]) + "}"


def _string(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join([_ESCAPES.get(char) or _character(char) for char in text]) + '"'


def _character(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x20 or 0xD800 <= code <= 0xDFFF else char
