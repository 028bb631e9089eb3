"""Configurations that a configuration holds: what they count on the same model, and what formulas know of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.text import quoted, word_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.counting.counts import Counts
    from finetune_catalog.counting_records import Counting, Holds


def held_values(counting: Counting, held: Mapping[str, tuple[str, Counts]]) -> dict[str, Any]:
    """Give what formulas know: how many there are, of how many modules, and the numbers that they add.

    `numbered` are the numbers of those whose place among them is also a name of one.

    Raises:
        RefusedError: one is of another method, or takes a module where none may be taken.
    """
    rule = counting.holds
    if rule is None:
        return {}
    for name, (method, counts) in held.items():
        _hold(rule, name, method, counts)
    found = [counts for _, counts in held.values()]
    return {
        f"{rule.by}.count": len(found),
        f"{rule.by}.modules": len({path for counts in found for path in counts.paths}),
        f"{rule.by}.size": sum(counts.added for counts in found),
        f"{rule.by}.numbered": sum(counts.added for place, counts in enumerate(found) if str(place) in held),
    }


def _hold(rule: Holds, name: str, method: str, counts: Counts) -> None:
    if method not in rule.methods:
        message = (
            f"`{name}` is of the method {method}, and only {word_list(quoted(rule.methods))} can be held"
        )
        raise RefusedError(Refusal("FC752", message, "hold another one", rule.by))
    outside = next((p for p in counts.paths if rule.below and not p.startswith(f"{rule.below}.")), None)
    if outside is not None:
        message = f"`{name}` takes `{outside}`, which does not lie below `{rule.below}`"
        raise RefusedError(Refusal("FC752", message, "take other modules, or another model", rule.by))
