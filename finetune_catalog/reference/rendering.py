"""A template with its values makes a page."""

from __future__ import annotations

from typing import Any

from finetune_catalog.reference.environment import environment


def render(template: str, **context: Any) -> str:
    """Fill the template of this name."""
    return environment().get_template(f"{template}.md.j2").render(**context)
