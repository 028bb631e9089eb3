"""The Jinja environment of the reference pages."""

from __future__ import annotations

from functools import cache

import jinja2

from finetune_catalog.reference import words


def _cell(value: object) -> str:
    """Make text safe inside a Markdown table: a bar would end the cell, a newline the row."""
    return " ".join(str(value).replace("|", "\\|").split())


def _anchor(value: object) -> str:
    """Return the anchor that a code host gives a heading of this text."""
    kept = (letter for letter in str(value).lower() if letter.isalnum() or letter in " -_")
    return "".join(kept).replace(" ", "-")


@cache
def environment() -> jinja2.Environment:
    """Return the environment: undefined names are errors, blocks leave no blank lines."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("finetune_catalog.reference"),
        undefined=jinja2.StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith(".svg.j2"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["cell"] = _cell
    made.filters["anchor"] = _anchor
    made.filters["prose"] = words.prose
    return made
