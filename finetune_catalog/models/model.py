"""A model as an inventory of modules: what it is made of, with every shape, and nothing of its weights."""

from __future__ import annotations

from collections import Counter
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.frozen import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen(eq=False)
class ModuleShape:
    """What the modules of one pattern and one shape have in common; `pattern` has `*` for every index.

    `in_features` and `out_features` are those of a linear layer, the channels of a convolution, the entries and the
    size of an embedding, both the size of a norm; 0 where a kind has none. `kernel` is empty where there is none.
    `parameters` are (name, shape) in the library's order and orientation; `buffers` numbers are saved beside them.
    `plain` says whether the modules are of the kind's own class, not of one derived from it.
    """

    pattern: str
    kind: str
    in_features: int = 0
    out_features: int = 0
    kernel: tuple[int, ...] = ()
    groups: int = 1
    parameters: tuple[tuple[str, tuple[int, ...]], ...] = ()
    buffers: int = 0
    plain: bool = True

    @property
    def size(self) -> int:
        """The number of weights in all parameters of one module."""
        return sum(prod(shape) for _, shape in self.parameters)

    @property
    def bias(self) -> bool:
        """Whether it has a parameter called bias."""
        return any(name == "bias" for name, _ in self.parameters)


@frozen(eq=False)
class Module:
    """One module: its dotted path, its shape, and which of its parameters are another one's.

    `tied` maps a parameter's name to the full name of the first parameter that it shares its weights with.
    """

    path: str
    shape: ModuleShape
    tied: tuple[tuple[str, str], ...] = ()


@frozen(eq=False)
class Model:
    """A model: the modules that own parameters, in the library's order.

    `architecture` is the model_type, empty where only the checkpoint's headers are known. `fields` are the fields of
    its config.json with defaults filled in; `dimensions` what formulas read as `model.…`, None where it has none.
    """

    name: str
    architecture: str
    class_name: str
    modules: tuple[Module, ...]
    input_embedding: str | None = None
    output_embedding: str | None = None
    layers: str | None = None  #: the module list of the layers, `model.layers`
    tasks: tuple[str, ...] = ()
    dimensions: Mapping[str, int | None] = field(default_factory=lambda: MappingProxyType({}))
    fields: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    containers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))  #: lists of modules
    #: what programs take for tied to the input embedding; None: what is
    said_tied: tuple[str, ...] | None = None
    cached: bool = False  #: whether its config.json says that keys and values are kept
    #: modules without parameters: pattern, and what is beside it
    bare: tuple[tuple[str, str | None], ...] = ()
    library: bool = True  #: whether the library's own model class holds it, whose output embedding is known

    @property
    def parameters(self) -> int:
        """The number of its weights, shared ones once."""
        counted = Counter(module.shape for module in self.modules)
        whole = sum(shape.size * count for shape, count in counted.items())
        return whole - sum(
            prod(shape)
            for module in self.modules
            if module.tied
            for name, shape in module.shape.parameters
            if name in dict(module.tied)
        )
