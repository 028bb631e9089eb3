"""Which of the modules taken an option marks: those that it names, or else those that a table does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.counting import naming
from finetune_catalog.counting.refusal import Refusal, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.counting_records import Naming
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData

_SHOWN = 12  #: names in one message


def marked(
    data: CatalogData, rule: Naming, values: Mapping[str, Any], model: Model
) -> tuple[naming.Matcher, bool]:
    """Give the test of a path, whether it is marked; and whether that tells no index from another.

    Raises:
        RefusedError: nothing names modules, or one is named that is not among those it has to be.
    """
    names = values.get(rule.by)
    if names is not None:
        hold_among(rule, names, values.get(rule.among or ""))
    elif rule.table is not None:
        names = data.targets[rule.table].rows.get(model.architecture)
        if names is None:
            kind = model.architecture or "of this model"
            message = f"`{rule.by}` is not given, and there is no default for the model type {kind}"
            raise RefusedError(Refusal("FC755", message, "name modules, or give an empty list", rule.by))
    names = names if names is not None else ()
    return naming.MATCHERS[rule.match](names, rule.by), naming.blind(names)


def hold_among(rule: Naming, names: Any, others: Any) -> None:
    """Hold that all names are among the others, where both are lists.

    Raises:
        RefusedError: one is not.
    """
    if isinstance(names, str) or not isinstance(others, tuple):
        return
    known = frozenset(others)
    missing = next((name for name in names if name not in known), None)
    if missing is not None:
        message = f"`{missing}` is in `{rule.by}`, and not in `{rule.among}`"
        raise RefusedError(
            Refusal("FC751", message, f"name it in `{rule.among}` as well", rule.by, others[:_SHOWN])
        )
