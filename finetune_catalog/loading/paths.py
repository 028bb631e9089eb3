"""Dotted paths of modules: put together, and compared."""

from __future__ import annotations

#: what formulas call the index of the first `*` of a path, and of the second
INDICES = ("layer", "position")


def joined(base: str, path: str) -> str:
    """Put a path of the base model into a class that has it at `base`."""
    return f"{base}.{path}" if base and path else base or path


def within(path: str, ancestor: str) -> bool:
    """Whether a path is another or lies below it."""
    return path == ancestor or path.startswith(f"{ancestor}.")
