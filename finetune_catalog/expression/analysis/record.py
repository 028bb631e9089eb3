"""What a walk over one box saw; the records of several boxes merge into what holds for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from finetune_catalog.expression.analysis.values import Value, joined
from finetune_catalog.frozen import field, slotted

if TYPE_CHECKING:
    from finetune_catalog.expression.nodes import Node


class Question(NamedTuple):
    """One thing to be proved of one node."""

    code: str
    node: Node


@slotted
class Record:
    """What was seen: values of nodes, questions asked, and those left open.

    `doubts` maps an open question to whether it is certain that things go wrong (in this box, once the node is
    reached), and to a remark for the message. `deciding` holds for a min or max which arguments may decide it.
    """

    seen: dict[Node, Value] = field(default_factory=dict)
    asked: set[Question] = field(default_factory=set)
    doubts: dict[Question, tuple[bool, str]] = field(default_factory=dict)
    deciding: dict[Node, set[int]] = field(default_factory=dict)

    def see(self, node: Node, value: Value | None) -> None:
        """Note a value of a node."""
        if value is None:
            return
        known = self.seen.get(node)
        self.seen[node] = value if known is None else joined(known, value) or value

    def doubt(self, code: str, node: Node, *, certain: bool = False, remark: str = "") -> None:
        """Leave a question open."""
        question = Question(code, node)
        self.asked.add(question)
        known = self.doubts.get(question)
        self.doubts[question] = (certain or (known is not None and known[0]), remark)

    def merge(self, other: Record) -> None:
        """Add what was seen in another box."""
        for node, value in other.seen.items():
            self.see(node, value)
        self.asked |= other.asked
        for (code, node), (certain, remark) in other.doubts.items():
            self.doubt(code, node, certain=certain, remark=remark)
        for node, places in other.deciding.items():
            self.deciding.setdefault(node, set()).update(places)
