"""No two methods have the same tag, and none has another's id for a tag: a configuration could mean either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.checks.subject import Subject


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Look for tags that are taken."""
    first: dict[str, str] = {}
    methods = subject.data.methods
    for id_, method in methods.items():
        taken = (
            method.tag if method.tag in methods and method.tag != id_ else first.setdefault(method.tag, id_)
        )
        if taken == id_:
            continue
        other = subject.value(
            f"methods/{taken}.yaml", ("tag",) if first.get(method.tag) == taken else ("id",)
        )
        yield Diagnostic(
            "FC608",
            f"the tag `{method.tag}` already means the method `{taken}`",
            span=subject.value(f"methods/{id_}.yaml", ("tag",)),
            help="choose another tag: configurations name a method by it",
            related=((other, "taken here"),) if other else (),
        )
