"""The names that formulas which count may use beside parameters, for every level they are computed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.types import (
    INTEGER,
    Declaration,
    ListOf,
    Optional,
    Record,
)
from finetune_catalog.frozen import replace
from finetune_catalog.loading.declarations import SIZE, TRUTH, WORD

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "bias": TRUTH,
    "plain": TRUTH,  # whether it is of its kind's own class
    "kind": WORD,
    "name": WORD,  # the last part of its path
}
#: what they know of a model: a size that the model's configuration lacks refuses what needs it
SIZES = ("hidden_size", "num_layers", "num_attention_heads", "vocab_size")
#: sizes that a config.json mostly calls otherwise
WRITTEN: Mapping[str, str] = {"num_layers": "num_hidden_layers"}
#: sizes that may be missing
OPTIONAL_SIZES = ("num_key_value_heads", "head_dim")

_MODULES = Declaration(ListOf(Declaration(Record("module", tuple(MODULE.items())))))
_MODULE = {f"module.{name}": declared for name, declared in MODULE.items()}
_MODEL: Mapping[str, Declaration] = {
    **{f"model.{name}": SIZE for name in SIZES},
    **{f"model.{name}": replace(SIZE, type=Optional(INTEGER)) for name in OPTIONAL_SIZES},
    "model.architecture": WORD,
    "model.submodules": SIZE,
    "model.layer_size": SIZE,  # numbers in one layer's parameters
    "model.embedding_size": SIZE,  # the width of the input embedding
    "model.sharing": SIZE,  # modules that share the input embedding's weight, where that is taken; else 0
    "model.cached": TRUTH,  # whether its config.json says that keys and values are kept
    "targets": _MODULES,
}
#: what they know of a group beside its first module
_GROUP: Mapping[str, Declaration] = {"group.count": SIZE, "members": _MODULES}

#: what they know of a parameter taken by name, beside what they know of a module
_PARAMETER: Mapping[str, Declaration] = {"parameter.module": WORD}  # the last part of its module's path

#: the names at every level, from the outside in; a value of an outer level is known at the inner ones
LEVELS: Mapping[str, Mapping[str, Declaration]] = {
    "configuration": {"model.architecture": WORD},
    "model": _MODEL,
    "group": {**_MODEL, **_MODULE, **_GROUP},
    "module": {**_MODEL, **_MODULE},
    "parameter": {**_MODEL, **_MODULE, **_PARAMETER},
}
MARKED = ("module",)  #: the levels at which a method's marks are known


def sees(level: str, other: str) -> bool:
    """Whether a formula at a level may use a value that is made at another."""
    return other in (level, "configuration") or (other == "model" and level != "configuration")
