"""What is said where no module can be taken: what is wrong, and what the model does have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.counting.naming import ALL_LINEAR, last
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.text import nearest, quoted, word_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finetune_catalog.counting.wanted import Wanted
    from finetune_catalog.counting_records import Targets
    from finetune_catalog.models import Model

CONTAINER = "container"  #: the kind of a module that only holds others
BARE = "bare"  #: the kind of one that has no parameters, in itself or below
_KINDS = {CONTAINER: "holds other modules and has no weight", BARE: "has no parameters"}
_SHOWN = 12  #: names of modules in one message


def no_default(targets: Targets, model: Model, linear: Sequence[str]) -> RefusedError:
    """Say that no targets are given and none are known for the model's type."""
    kind = f"the model type {model.architecture}" if model.architecture else "a model of no known type"
    message = f"`{targets.modules}` is not given, and there is no default for {kind}"
    names = _last_names(linear)
    hint = f"name modules, for example {word_list(quoted(names[:3]))}" if names else "name modules"
    return RefusedError(Refusal("FC755", message, hint, targets.modules, tuple(names[:_SHOWN])))


def unsupported(targets: Targets, path: str, kind: str, *, pattern: bool) -> RefusedError:
    """Say that a module is of a kind that the method does not adapt; a `pattern` may match more than is meant."""
    assert targets.kinds is not None  # else it adapts every kind
    what = _KINDS.get(kind, f"is of the kind {kind}")
    message = f"`{path}` {what}; this method adapts {word_list(targets.kinds)}"
    hint = "narrow the pattern, or list the modules' names" if pattern else "name other modules"
    return RefusedError(Refusal("FC752", message, hint, targets.modules, targets.kinds))


def nothing(
    targets: Targets, wanted: Wanted, model: Model, linear: Sequence[str], *, excluded: bool
) -> RefusedError:
    """Say that nothing matches, and what the model has."""
    names = _last_names(linear)
    about, allowed = targets.modules, tuple(names[:_SHOWN])
    given = wanted.modules if wanted.modules is not None else ()
    if excluded and given:
        message = f"every module that `{about}` names is left out or trained whole"
        return RefusedError(Refusal("FC751", message, "name others, or leave out fewer", about, allowed))
    if isinstance(given, str):
        message = f"the pattern {given!r} matches no module of {model.name}"
        hint = "a pattern has to match the whole path; put names in a list to match their ends"
        return RefusedError(Refusal("FC751", message, hint, about, allowed))
    if not given and wanted.parameters:
        message = f"{model.name} has no parameter {word_list(quoted(wanted.parameters[:3]), 'or')}"
        hint = "parameters are named by the end of their path, `experts.down_proj`"
        return RefusedError(Refusal("FC751", message, hint, targets.parameters))
    if not given:
        message = f"`{about}` is an empty list, and nothing would be trained"
        if wanted.lost:
            message = (
                f"`{about}` is not given, and for {model.architecture} there is no default: "
                "the experts' names are rewritten first, and nothing is left"
            )
        hint = f"name some of these, or give `{ALL_LINEAR}`, which is every linear layer"
        return RefusedError(Refusal("FC751", message, hint, about, allowed))
    message = f"no module of {model.name} is called {word_list(quoted(given[:3]), 'or')}"
    if wanted.layers:
        message += f" in the layers {list(wanted.layers)[:5]}"
    near = nearest(last(given[0]), names)
    hint = f"did you mean `{near}`?" if near else "name modules that it has"
    return RefusedError(Refusal("FC751", message, hint, about, allowed))


def _last_names(paths: Sequence[str]) -> list[str]:
    return sorted({last(path) for path in paths})
