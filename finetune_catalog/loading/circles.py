"""Formulas that use each other in a circle: what is said of them, and where."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic
from finetune_catalog.expression.nodes import Name
from finetune_catalog.expression.parser import parse
from finetune_catalog.expression.walk import walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.diagnostics import Span
    from finetune_catalog.loading.formulas import Site


def circle(names: tuple[str, ...], sites: Mapping[str, Site]) -> Diagnostic:
    """Name a circle at the first formula's use of the next, with the other uses beside it."""
    steps = [*names, names[0]]
    spans = [_use(sites[name], following) for name, following in pairwise(steps)]
    shown = " → ".join(f"`{name}`" for name in steps)
    message = (
        f"`{names[0]}` uses itself" if len(names) == 1 else f"formulas use each other in a circle: {shown}"
    )
    related = tuple(
        (span, f"`{name}` uses `{following}`")
        for span, name, following in zip(spans[1:], names[1:], steps[2:], strict=True)
    )
    help_ = "write one of them without the others"
    return Diagnostic("FC610", message, span=spans[0], help=help_, related=related)


def _use(site: Site, name: str) -> Span:
    node, _ = parse(site.text)
    uses = (n for n in walk(node) if isinstance(n, Name) and n.name == name) if node is not None else iter(())
    first = next(uses, None)
    return site.span(first.start, first.end) if first is not None else site.span(0, len(site.text))
