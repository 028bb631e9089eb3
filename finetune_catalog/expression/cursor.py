"""A place in a list of tokens: looking, taking, and saying what stands where something else should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.functions import AGGREGATES
from finetune_catalog.expression.tokens import Fault, Token, fault, tokenize
from finetune_catalog.expression.walk import children

if TYPE_CHECKING:
    from finetune_catalog.expression.nodes import Node

MOST_NODES = 500
MOST_HEIGHT = 100  # of the tree, so that 1 + 1 + … + 1 cannot exhaust the stack of who walks it

RESERVED = frozenset(("and", "or", "not", "in", "is", "if", "else", "for", "True", "False", "None"))


class Cursor:
    """Reads tokens from the first to the last, counting the nodes made of them."""

    def __init__(self, text: str) -> None:
        self.tokens = tokenize(text)
        self.place = 0
        self.heights: dict[Node, int] = {}
        self.depth = 0

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
        if self.take(closer):
            return
        token = self.token
        if token.kind == "end":
            message = f"this `{opener.text}` is never closed"
            raise fault("FC306", message, opener.start, opener.end, f"add a `{closer}`")
        if (token.kind == "sign" and token.text == "=") or self.at("for"):
            raise self.unexpected()
        note = f"it would close the `{opener.text}` at character {opener.start + 1}"
        raise fault(
            "FC306", f"expected `{closer}`, found {shown(token)}", token.start, token.end, None, (note,)
        )

    def made(self, node: Node) -> Node:
        """Count a new node and its height: whoever walks the tree may do so by recursion."""
        hint = "name some of its parts under `values:` and use the names"
        if len(self.heights) >= MOST_NODES:
            raise fault("FC308", f"a formula has at most {MOST_NODES} parts", node.start, node.end, hint)
        self.heights[node] = height = 1 + max((self.heights[child] for child in children(node)), default=0)
        if height > MOST_HEIGHT:
            raise fault(
                "FC308", f"a formula chains at most {MOST_HEIGHT} operations", node.start, node.end, hint
            )
        return node

    def missing(self, token: Token) -> Fault:
        """Say that a value should stand here, and after what."""
        before = f" after {shown(self.last)}" if self.place else ""
        if token.kind == "end":
            return fault("FC304", f"a value is missing{before}", token.start, token.start + 1)
        hint = "a power is written `**`" if token.text == "**" else None
        return fault("FC304", f"expected a value{before}, found {shown(token)}", token.start, token.end, hint)

    def unexpected(self) -> Fault:
        """Say what stands where an operator or the end should."""
        token = self.token
        what = shown(token)
        if token.kind == "sign" and token.text in ")]":
            return fault(
                "FC306", f"{what} closes nothing", token.start, token.end, "remove it, or open it earlier"
            )
        if self.at("for"):
            hint = "aggregates are `sum(x for m in items)`: " + ", ".join(sorted(AGGREGATES))
            return fault("FC311", "`for` stands only inside an aggregate", token.start, token.end, hint)
        if token.kind in ("number", "string", "word") and not self.at(*RESERVED):
            hint = (
                "a product needs its `*`"
                if self.last.kind == "number" or self.last.text == ")"
                else "an operator is missing"
            )
            return fault("FC305", f"unexpected {what} after {shown(self.last)}", token.start, token.end, hint)
        return fault("FC305", f"unexpected {what}", token.start, token.end)


def shown(token: Token) -> str:
    """Name a token in a message."""
    if token.kind == "end":
        return "the end"
    text = token.text if len(token.text) <= 30 else token.text[:27] + "…"
    return f"`{text}`"
