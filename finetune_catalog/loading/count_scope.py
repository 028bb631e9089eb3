"""The names that formulas which count may use beside parameters, for every level they are computed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.types import (
    BOOLEAN,
    INTEGER,
    STRING,
    Declaration,
    Interval,
    ListOf,
    Optional,
    Record,
)
from finetune_catalog.loading.raw import mapping, text_or

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: a size
SIZE = Declaration(INTEGER, interval=Interval(0, 2**48))
_FLAG = Declaration(BOOLEAN)
_WORD = Declaration(STRING)

#: what formulas know of a module, in the order of the record's fields
MODULE: Mapping[str, Declaration] = {
    "in_features": SIZE,
    "out_features": SIZE,
    "kernel_size": SIZE,  # the product of a convolution's kernel, else 1
    "kernel_side": SIZE,  # the first side of that kernel, else 1
    "groups": SIZE,
    "experts": SIZE,  # of a parameter that holds several matrices, else 1
    "weight": SIZE,  # numbers in its weight
    "size": SIZE,  # numbers in all its parameters
    "bias": _FLAG,
    "plain": _FLAG,  # whether it is of its kind's own class
    "kind": _WORD,
    "name": _WORD,  # the last part of its path
}
#: what they know of a model: a size that the model's configuration lacks refuses what needs it
SIZES = ("hidden_size", "num_layers", "num_attention_heads", "vocab_size")
#: sizes that may be missing
OPTIONAL_SIZES = ("num_key_value_heads", "head_dim")

_MODULES = Declaration(ListOf(Declaration(Record("module", tuple(MODULE.items())))))
_MODULE = {f"module.{name}": declared for name, declared in MODULE.items()}
_MODEL: Mapping[str, Declaration] = {
    **{f"model.{name}": SIZE for name in SIZES},
    **{
        f"model.{name}": Declaration(Optional(INTEGER), interval=Interval(0, 2**48))
        for name in OPTIONAL_SIZES
    },
    "model.architecture": _WORD,
    "model.submodules": SIZE,
    "model.layer_size": SIZE,  # numbers in one layer's parameters
    "model.embedding_size": SIZE,  # the width of the input embedding
    "model.sharing": SIZE,  # modules that share the input embedding's weight, where that is taken; else 0
    "model.cached": _FLAG,  # whether its config.json says that keys and values are kept
    "targets": _MODULES,
}
#: what they know of a group beside its first module
_GROUP: Mapping[str, Declaration] = {"group.count": SIZE, "members": _MODULES}

#: the names at every level, from the outside in; a value of an outer level is known at the inner ones
LEVELS: Mapping[str, Mapping[str, Declaration]] = {
    "configuration": {"model.architecture": _WORD},
    "model": _MODEL,
    "group": {**_MODEL, **_MODULE, **_GROUP},
    "module": {**_MODEL, **_MODULE},
    "parameter": {**_MODEL, **_MODULE},
}
#: what rules know, on a model, of an option that names modules
REACH: Mapping[str, Declaration] = {
    "count": SIZE,  # names in it; 1 for a pattern
    "unmatched": SIZE,  # of these, those that match nothing
    "missing": _WORD,  # those that match nothing, the first of them, as a message says them
    "near": _WORD,  # what the model has that is like the first of those
    "matched": SIZE,  # modules that match
    "size": SIZE,  # numbers in all their parameters
    "layers": SIZE,  # layers that they are in
    "targeted": SIZE,  # modules that match, of those that the targets name
    "tied": SIZE,  # modules that match, of those that share their weight with another
    "partial": SIZE,  # of these, those whose name only ends like the one given
    "partly": _WORD,  # the names of those, the first of them
}
#: what rules know, of a model or not, of the option that names the targets of a method that knows tasks
HEADS: Mapping[str, Declaration] = {
    "heads": SIZE,  # names of heads that the configuration's task has trained whole
    "headed": _WORD,  # these names, as a message says them
}
#: what they know of one that names modules or parameters, where a list has names and a text is a pattern
NAMES: Mapping[str, Declaration] = {
    "odd": SIZE,  # names of a list that no module can have
    "oddly": _WORD,  # those names, the first of them
    "plain": _FLAG,  # whether it is one text without anything of a pattern, and there is no model to hold it against
}
#: what they know of one that gives values by name
NUMBERS: Mapping[str, Declaration] = {
    "zeros": SIZE,  # values that are 0
    "zeroed": _WORD,  # the names of those, the first of them
}
#: what rules know of a model beside its sizes
RULED: Mapping[str, Declaration] = {
    "model.biases": SIZE,  # numbers in its biases
    "model.tied": _FLAG,  # whether a module shares the input embedding's weight
    "model.size": SIZE,  # numbers in all its parameters
    "model.tokens": SIZE,  # rows of its input embedding, 0 where it has none
}
MARKED = ("module",)  #: the levels at which a method's marks are known


def naming_options(counts: Mapping[str, object], *, keys: bool = True) -> Iterator[str]:
    """Yield the options of a method's `counts` that name modules or parameters, as its file has them.

    With `keys` those whose keys do as well.
    """
    targets = mapping(counts, "targets")
    for role in ("modules", "exclude", "parameters"):
        yield text_or(targets.get(role))
    yield text_or(counts.get("saves"))
    for part in ("varies", "marks") if keys else ("marks",):
        for entry in mapping(counts, part).values():
            yield text_or(mapping(entry).get("by"))


def sees(level: str, other: str) -> bool:
    """Whether a formula at a level may use a value that is made at another."""
    return other in (level, "configuration") or (other == "model" and level != "configuration")
