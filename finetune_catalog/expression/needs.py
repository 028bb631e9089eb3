"""Which of several formulas are needed, each after those that it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from finetune_catalog.expression.types import Checked


def needed(formulas: Mapping[str, Checked], wanted: Iterable[str]) -> Iterator[tuple[str, Checked]]:
    """Yield the formulas of these names and of those they use, each after what it uses itself.

    Names that have no formula are passed over; no formula uses itself.
    """
    done: set[str] = set()

    def visit(name: str) -> Iterator[tuple[str, Checked]]:
        if name in formulas and name not in done:
            done.add(name)
            for used in formulas[name].names:
                yield from visit(used)
            yield name, formulas[name]

    for name in wanted:
        yield from visit(name)
