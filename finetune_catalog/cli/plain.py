"""Entries of the catalog as plain data, for JSON and for cards."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from typing import Any

from finetune_catalog.expression.types import Checked

_INNER = frozenset(
    {"span", "checked"}
)  #: where a thing stands and what was made of it are no part of what it says


def plain(value: Any) -> Any:
    """Return an entry as dicts, lists and scalars, without what is empty and bounds that are not there; a formula's text stands under `formula`."""
    if isinstance(value, Checked):
        return value.text
    if is_dataclass(value) and not isinstance(value, type):
        return {
            ("formula" if name == "text" else name): plain(inner)
            for name, inner in (
                (f.name, getattr(value, f.name)) for f in fields(value) if f.name not in _INNER
            )
            if inner is not None and inner not in ((), {}, math.inf, -math.inf)
        }
    if hasattr(value, "items"):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(inner) for inner in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
