"""What rules know of single options without a model: odd names, heads among the targets, zeros among values by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting.naming import last
from finetune_catalog.counting.tasks import task_of
from finetune_catalog.loading.rule_scope import HEADS, ODD, PLAIN, ZEROS
from finetune_catalog.text import quoted, shorten, word_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finetune_catalog.loading.rule_scope import Singled
    from finetune_catalog.records import CatalogData, Method

_NAME = re.compile(r"[\w.-]*")  #: what names of modules and paths of them are made of
_PLAIN = re.compile(r"[\w, ]*")  #: a text that is one name, or several as if it were a list
_SHOWN = 3  #: names in one message


def option_facts(
    data: CatalogData, method: Method, values: Mapping[str, Any], option: str, *, on_model: bool
) -> tuple[dict[str, Any], dict[str, str | int]]:
    """Give the facts of an option by name, and for those that are about names in it where the first of these stands."""
    given = values.get(option) or ()
    heads = _heads(data, method, values, option)
    named = () if isinstance(given, (str, Mapping)) else tuple(given)
    found: dict[Singled, dict[str | int, str]] = {
        HEADS: {i: name for i, name in enumerate(named) if last(name) in heads},
        ODD: {i: name for i, name in enumerate(named) if not _NAME.fullmatch(name)},
        ZEROS: {name: name for name, value in given.items() if value == 0}
        if isinstance(given, Mapping)
        else {},
    }
    known: dict[str, Any] = {PLAIN: not on_model and isinstance(given, str) and bool(_PLAIN.fullmatch(given))}
    places: dict[str, str | int] = {}
    for singled, names in found.items():
        known |= {singled.many: len(names), singled.which: _said(names.values())}
        if names:
            places |= dict.fromkeys(singled.facts, next(iter(names)))
    return known, places


def _heads(data: CatalogData, method: Method, values: Mapping[str, Any], option: str) -> tuple[str, ...]:
    counting = method.counting
    if counting is None or counting.targets is None or counting.targets.modules != option:
        return ()
    task = task_of(data, counting, values)
    return task.saves if task is not None and counting.saves is not None else ()


def _said(names: Iterable[str]) -> str:
    return word_list(quoted(shorten(name) for name in names), limit=_SHOWN)
