"""What rules know of single options without a model: odd names, heads among the targets, zeros among values by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.naming import last
from finetune_catalog.counting.tasks import task_of
from finetune_catalog.text import quoted, shorten, word_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finetune_catalog.records import CatalogData, Method

#: the facts, and for each the one whose names it is about
FACTS = {
    "heads": "heads",
    "headed": "heads",
    "odd": "odd",
    "oddly": "odd",
    "plain": "plain",
    "zeros": "zeros",
    "zeroed": "zeros",
}
_NAME = re.compile(r"[\w.-]*")  #: what names of modules and paths of them are made of
_PLAIN = re.compile(r"[\w, ]*")  #: a text that is one name, or several as if it were a list
_SHOWN = 3  #: names in one message


def option_facts(
    data: CatalogData, method: Method, values: Mapping[str, Any], option: str, *, on_model: bool
) -> tuple[dict[str, Any], dict[str, str | int]]:
    """Give the facts of an option by name, and where in it the first name stands that each kind is about."""
    given = values.get(option) or ()
    heads = _heads(data, method, values, option)
    named = () if isinstance(given, (str, Mapping)) else tuple(given)
    about: dict[str, dict[str | int, str]] = {
        "heads": {i: name for i, name in enumerate(named) if last(name) in heads},
        "odd": {i: name for i, name in enumerate(named) if not _NAME.fullmatch(name)},
        "zeros": {name: name for name, value in given.items() if value == 0}
        if isinstance(given, Mapping)
        else {},
    }
    known = {
        "heads": len(about["heads"]),
        "headed": _said(about["heads"].values()),
        "odd": len(about["odd"]),
        "oddly": _said(about["odd"].values()),
        "plain": not on_model and isinstance(given, str) and bool(_PLAIN.fullmatch(given)),
        "zeros": len(about["zeros"]),
        "zeroed": _said(about["zeros"].values()),
    }
    return known, {fact: next(iter(names)) for fact, names in about.items() if names}


def _heads(data: CatalogData, method: Method, values: Mapping[str, Any], option: str) -> tuple[str, ...]:
    counting = method.counting
    if counting is None or counting.targets is None or counting.targets.modules != option:
        return ()
    task = task_of(data, counting, values)
    return task.saves if task is not None and counting.saves is not None else ()


def _said(names: Iterable[str]) -> str:
    return word_list(quoted(shorten(name) for name in names), limit=_SHOWN)
