"""Dotted paths of modules: put together, compared, and written without their indices."""

from __future__ import annotations

#: what formulas call the index of the first `*` of a path, and of the second
INDICES = ("layer", "position")


def joined(base: str, path: str) -> str:
    """Put a path of the base model into a class that has it at `base`."""
    return f"{base}.{path}" if base and path else base or path


def masked(path: str) -> str:
    """Write a path with `*` in place of every index."""
    return ".".join(["*" if step.isdecimal() else step for step in path.split(".")])


def within(path: str, ancestor: str) -> bool:
    """Whether a path is another or lies below it."""
    return path == ancestor or path.startswith(f"{ancestor}.")
