"""A place in a list of tokens: looking, taking, and counting the nodes that are made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression import complaints
from finetune_catalog.expression.nodes import Aggregate
from finetune_catalog.expression.tokens import Token, fault, tokenize
from finetune_catalog.expression.walk import children

if TYPE_CHECKING:
    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.tokens import Fault

MOST_NODES = 500
MOST_HEIGHT = 100  # of the tree, so that 1 + 1 + … + 1 cannot exhaust the stack of who walks it
MOST_NESTED_LOOPS = 2

_SMALLER = "name some of its parts under `values:` and use the names"


class Cursor:
    """Reads tokens from the first to the last, counting the nodes made of them."""

    def __init__(self, text: str) -> None:
        self.tokens = tokenize(text)
        self.place = 0
        self.depth = 0
        self.heights: dict[Node, int] = {}
        self.loops: dict[Node, int] = {}

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.place]

    @property
    def last(self) -> Token:
        """The token taken last."""
        return self.tokens[self.place - 1]

    def at(self, *texts: str) -> bool:
        """Whether one of these words or signs comes next."""
        return self.token.kind in ("sign", "word") and self.token.text in texts

    def take(self, *texts: str) -> bool:
        """Take the next token if it is one of these words or signs."""
        found = self.at(*texts)
        self.place += found
        return found

    def close(self, closer: str, opener: Token) -> None:
        """Take the bracket that closes an opened one, or say what stands in its place."""
        if not self.take(closer):
            raise complaints.unclosed(self.tokens, self.place, closer, opener)

    def missing(self) -> Fault:
        """Say that a value should come next."""
        return complaints.missing(self.tokens, self.place)

    def unexpected(self) -> Fault:
        """Say that an operator or the end should come next."""
        return complaints.unexpected(self.tokens, self.place)

    def made(self, node: Node) -> Node:
        """Count a new node, its height and its loops: whoever walks the tree may do so by recursion."""
        below = children(node)
        if len(self.heights) >= MOST_NODES:
            message = f"a formula has at most {MOST_NODES} parts"
            raise fault("FC308", message, node.start, node.end, _SMALLER)
        self.heights[node] = height = 1 + max((self.heights[child] for child in below), default=0)
        if height > MOST_HEIGHT:
            message = f"a formula chains at most {MOST_HEIGHT} operations"
            raise fault("FC308", message, node.start, node.end, _SMALLER)
        inner = max((self.loops[child] for child in below), default=0)
        self.loops[node] = loops = inner + isinstance(node, Aggregate)
        if loops > MOST_NESTED_LOOPS:
            message = f"aggregates nest at most {MOST_NESTED_LOOPS} deep"
            raise fault("FC308", message, node.start, node.end, "name the inner one under `values:`")
        return node
