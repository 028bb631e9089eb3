"""What rules know of single options without a model: heads among the targets, zeros among values by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.tasks import task_of
from finetune_catalog.text import quoted, shorten, word_list

if TYPE_CHECKING:
    from finetune_catalog.records import CatalogData, Method

_SHOWN = 3  #: names in one message
#: the facts that stand at a name of the option, and which of its names that is
PLACED = {"heads": "heads", "headed": "heads", "zeros": "zeros", "zeroed": "zeros"}


def option_facts(
    data: CatalogData, method: Method, values: Mapping[str, Any], option: str
) -> tuple[dict[str, Any], dict[str, str | int]]:
    """Give the facts of an option by name, and where in it the first name stands that each kind is about."""
    given = values.get(option)
    heads = _heads(data, method, values, option)
    named = () if isinstance(given, str) or not given else tuple(given)
    headed = [place for place, name in enumerate(named) if name.rpartition(".")[2] in heads]
    zeroed = [name for name, value in given.items() if value == 0] if isinstance(given, Mapping) else []
    known = {
        "heads": len(headed),
        "headed": _said(named[place] for place in headed),
        "zeros": len(zeroed),
        "zeroed": _said(zeroed),
    }
    places: dict[str, str | int] = {}
    if headed:
        places["heads"] = headed[0]
    if zeroed:
        places["zeros"] = zeroed[0]
    return known, places


def _heads(data: CatalogData, method: Method, values: Mapping[str, Any], option: str) -> tuple[str, ...]:
    counting = method.counting
    if counting is None or counting.targets is None or counting.targets.modules != option:
        return ()
    task = task_of(data, counting, values)
    return task.saves if task is not None and counting.saves is not None else ()


def _said(names: Any) -> str:
    return word_list(quoted(shorten(name) for name in names), limit=_SHOWN)
