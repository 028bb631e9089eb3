"""What a configuration trains on a model, tensor by tensor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from finetune_catalog.counting_records import Tensor

WIDTH = 4  #: bytes of a number that is saved, where nothing else is said


class Line(NamedTuple):
    """Tensors of one name and size: `modules` of them, `size` numbers each.

    `where` is the path of the modules with `*` for indices; empty for a tensor of the whole model. `added` says whether
    they come beside the model's parameters, `trained` whether they are trained. `stored` numbers of each are saved, of
    `width` bytes.
    """

    tensor: str
    where: str
    modules: int
    size: int
    trained: bool = True
    added: bool = True
    stored: int = 0
    width: int = WIDTH

    @property
    def numbers(self) -> int:
        """All numbers in these tensors."""
        return self.modules * self.size

    @property
    def stored_bytes(self) -> int:
        """Bytes of what is saved of these tensors."""
        return self.modules * self.stored * self.width


@frozen
class Counts:
    """The counts of one configuration on one model; `paths` are those of the modules and parameters the method took."""

    base: int
    lines: tuple[Line, ...]
    paths: tuple[str, ...] = ()

    @property
    def modules(self) -> int:
        """How many modules and parameters the method took."""
        return len(self.paths)

    @property
    def trained(self) -> int:
        """Parameters that are trained."""
        return sum([line.modules * line.size for line in self.lines if line.trained])

    @property
    def added(self) -> int:
        """Parameters that come beside the model's own."""
        return sum([line.modules * line.size for line in self.lines if line.added])

    @property
    def total(self) -> int:
        """The model's own parameters and the added ones."""
        return self.base + self.added

    @property
    def stored_bytes(self) -> int:
        """Bytes of what is saved."""
        return sum([line.stored_bytes for line in self.lines])


def line_of(
    tensor: Tensor, where: str, modules: int, size: Any, stored: Any, trained: Any, width: Any
) -> Line:
    """Make a tensor's line of the values of its parts, None of one that has no formula."""
    counted = tensor.counted
    return Line(
        tensor.id,
        where,
        modules,
        size,
        counted and (True if trained is None else trained),
        counted,
        (size if counted else 0) if stored is None else stored,
        WIDTH if width is None else width,
    )
