"""The kinds of modules: which keys each takes, and the shapes of its weight and bias."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen
class ModuleKind:
    """A kind of module.

    `inputs` and `outputs` are the keys that state its sizes, `needs` the keys that have to be there. `weight` names
    the sizes of its weight in order, empty where the kind has none of its own; its bias, if it may have one, is as
    long as its outputs. `kernel` is how many sizes the kernel of a convolution has.
    """

    inputs: str = ""
    outputs: str = ""
    needs: tuple[str, ...] = ()
    weight: tuple[str, ...] = ()
    biased: bool = False  #: whether it may have a bias
    bias: bool = False  #: whether it has one where nothing is said
    kernel: int = 0

    @property
    def keys(self) -> frozenset[str]:
        """The keys that mean something for it, beside those that every kind has."""
        found = {self.inputs, self.outputs} - {""}
        if self.weight:
            found.add("weight")
        if self.biased:
            found.add("bias")
        return frozenset(found | ({"kernel", "groups"} if self.kernel else set()))


def _convolution(kernel: int) -> ModuleKind:
    return ModuleKind("in", "out", ("in", "out", "kernel"), ("out", "in"), biased=True, kernel=kernel)


MODULE_KINDS: Mapping[str, ModuleKind] = MappingProxyType(
    {
        "linear": ModuleKind("in", "out", ("in", "out"), ("out", "in"), biased=True),
        "hf_conv1d": ModuleKind("in", "out", ("in", "out"), ("in", "out"), biased=True, bias=True),
        "conv1d": _convolution(1),
        "conv2d": _convolution(2),
        "conv3d": _convolution(3),
        "embedding": ModuleKind("entries", "size", ("entries", "size"), ("entries", "size")),
        "norm": ModuleKind("size", "size", (), ("size",), biased=True),
        "experts": ModuleKind(needs=("parameters",)),
        "multihead_attention": ModuleKind("size", "size", ("parameters",)),
        "other": ModuleKind(needs=("parameters",)),
    }
)
#: keys that a module of any kind may have
COMMON_KEYS = frozenset({"kind", "parameters", "when", "tied", "first"})
