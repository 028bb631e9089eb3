"""Tokens to tree: a Pratt parser over Python's precedences. Its surface is a subset of Python's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.functions import AGGREGATES
from finetune_catalog.expression.nodes import (
    Aggregate,
    Binary,
    Boolean,
    Call,
    Comparison,
    Conditional,
    ListLiteral,
    Logical,
    Name,
    Nothing,
    Number,
    String,
    Subscript,
    Unary,
)
from finetune_catalog.expression.tokens import Fault, Token, fault, tokenize
from finetune_catalog.expression.walk import children

if TYPE_CHECKING:
    from finetune_catalog.diagnostics import Problem
    from finetune_catalog.expression.nodes import Node

MOST_NODES = 500
MOST_DEPTH = 40  # of parentheses, calls and right operands
MOST_HEIGHT = 100  # of the tree, so that 1 + 1 + … + 1 cannot exhaust the stack of who walks it
MOST_EXPONENT = 4
MOST_NESTED_LOOPS = 2

# binding powers, loosest first, as in Python
_CONDITIONAL, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _POWER, _POSTFIX = range(1, 11)
_BINARY = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "//": _PRODUCT, "%": _PRODUCT}
_COMPARISONS = frozenset(("<", "<=", ">", ">=", "==", "!=", "in", "not", "is"))
_POWERS = {
    **_BINARY,
    "**": _POWER,
    "[": _POSTFIX,
    "(": _POSTFIX,
    ".": _POSTFIX,
    "if": _CONDITIONAL,
    "or": _OR,
    "and": _AND,
}
_RESERVED = frozenset(("and", "or", "not", "in", "is", "if", "else", "for", "True", "False", "None"))
_FOREIGN_WORDS = {
    "true": "True", "false": "False", "TRUE": "True", "FALSE": "False", "null": "None", "none": "None", "nil": "None",
    "NULL": "None", "undefined": "None", "AND": "and", "OR": "or", "NOT": "not", "IF": "… if … else …",
    "nan": "a finite number", "inf": "a finite number", "NaN": "a finite number", "Infinity": "a finite number",
}  # fmt: skip
_PYTHON_ONLY = frozenset(
    [
        "lambda",
        "def",
        "class",
        "return",
        "import",
        "from",
        "while",
        "with",
        "yield",
        "await",
        "async",
        "del",
        "pass",
        "raise",
        "try",
        "global",
        "assert",
        "elif",
        "except",
    ]
)


def parse(text: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read a formula; returns its tree, or None with what is wrong. Never raises."""
    try:
        return _Parser(text).formula(), ()
    except Fault as found:
        return None, (found.problem,)


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = tokenize(text)
        self.place = 0
        self.heights: dict[Node, int] = {}
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    @property
    def last(self) -> Token:
        return self.tokens[self.place - 1]

    def at(self, *texts: str) -> bool:
        return self.token.kind in ("sign", "word") and self.token.text in texts

    def take(self, *texts: str) -> bool:
        found = self.at(*texts)
        self.place += found
        return found

    def formula(self) -> Node:
        if self.token.kind == "end":
            raise fault("FC312", "this formula is empty", 0, 1, "write a number or an expression")
        node = self.expression(_CONDITIONAL)
        if self.token.kind != "end":
            raise self.unexpected()
        return node

    def unexpected(self) -> Fault:
        """Say what stands where an operator or the end should."""
        token = self.token
        what = _shown(token)
        if token.kind == "sign" and token.text in ")]":
            return fault(
                "FC306", f"{what} closes nothing", token.start, token.end, "remove it, or open it earlier"
            )
        if self.at("for"):
            hint = "aggregates are `sum(x for m in items)`: " + ", ".join(sorted(AGGREGATES))
            return fault("FC311", "`for` stands only inside an aggregate", token.start, token.end, hint)
        if token.kind in ("number", "string", "word") and not self.at(*_RESERVED):
            hint = (
                "a product needs its `*`"
                if self.last.kind == "number" or self.last.text == ")"
                else "an operator is missing"
            )
            return fault(
                "FC305", f"unexpected {what} after {_shown(self.last)}", token.start, token.end, hint
            )
        return fault("FC305", f"unexpected {what}", token.start, token.end)

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

    def expression(self, least: int) -> Node:
        """Read an expression whose operators bind at least as tightly as `least`."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            message = f"a formula nests at most {MOST_DEPTH} deep"
            hint = "name the inner parts under `values:` and use the names"
            raise fault("FC308", message, self.token.start, self.token.end, hint)
        left = self.operand(least)
        while True:
            token = self.token
            if token.kind not in ("sign", "word"):
                break
            if token.text in _COMPARISONS and not (token.text == "not" and not self._not_in()):
                if least > _COMPARISON:
                    break
                left = self.comparison(left)
                continue
            power = _POWERS.get(token.text)
            if power is None or power < least or (token.text == "(" and not isinstance(left, Name)):
                break
            self.place += 1
            left = self.infix(token, power, left)
        self.depth -= 1
        return left

    def _not_in(self) -> bool:
        following = self.tokens[self.place + 1]
        return following.kind == "word" and following.text == "in"

    def operand(self, least: int) -> Node:
        token = self.token
        if self.take("not"):
            if least > _NOT:
                hint = "put it in parentheses"
                raise fault(
                    "FC305",
                    "`not` binds more loosely than what stands before it",
                    token.start,
                    token.end,
                    hint,
                )
            inner = self.expression(_NOT)
            return self.made(Unary("not", inner, token.start, inner.end))
        if self.take("-", "+"):
            inner = self.expression(_SIGN)
            return self.made(Unary(token.text, inner, token.start, inner.end))
        return self.atom()

    def infix(self, token: Token, power: int, left: Node) -> Node:
        match token.text:
            case "if":
                return self.conditional(left)
            case "and" | "or":
                return self.logical(token.text, power, left)
            case "[":
                key = self.expression(_CONDITIONAL)
                self.close("]", token)
                return self.made(Subscript(left, key, left.start, self.last.end))
            case ".":
                hint = "fields belong to names: `m.in_features`"
                raise fault("FC311", "only a name has fields", token.start, token.end, hint)
            case "(":
                hint = "functions have plain names: `max(a, b)`"
                raise fault("FC311", "only a function is called", token.start, token.end, hint)
            case "**":
                exponent = self.expression(_SIGN)
                self.check_exponent(exponent)
                return self.made(Binary("**", left, exponent, left.start, exponent.end))
            case _:
                right = self.expression(power + 1)
                return self.made(Binary(token.text, left, right, left.start, right.end))

    def check_exponent(self, node: Node) -> None:
        """An exponent is a literal, so that a power's cost and units are known before it is computed."""
        if isinstance(node, Number) and isinstance(node.value, int) and node.value <= MOST_EXPONENT:
            return
        message = f"an exponent is a literal integer from 0 to {MOST_EXPONENT}"
        hint = "write `exp(y * log(x))` for a power that is no literal"
        if isinstance(node, Number) and node.value == 0.5:
            hint = "write `sqrt(x)`"
        elif isinstance(node, Unary):
            hint = "write `1 / x ** n` for a negative power"
        raise fault("FC310", message, node.start, node.end, hint)

    def comparison(self, first: Node) -> Node:
        operands, operators = [first], []
        while self.at(*_COMPARISONS):
            sign = self.token.text
            if sign == "not" and not self._not_in():
                break
            self.place += 1
            if sign == "not":
                self.place += 1
                sign = "not in"
            elif sign == "is" and self.take("not"):
                sign = "is not"
            operators.append(sign)
            operands.append(self.expression(_SUM))
        return self.made(Comparison(tuple(operands), tuple(operators), first.start, operands[-1].end))

    def logical(self, word: str, power: int, first: Node) -> Node:
        operands = [first, self.expression(power + 1)]
        while self.take(word):
            operands.append(self.expression(power + 1))
        return self.made(Logical(word, tuple(operands), first.start, operands[-1].end))

    def conditional(self, then: Node) -> Node:
        word = self.last
        test = self.expression(_OR)
        if not self.take("else"):
            hint = "write `a if condition else b`"
            raise fault("FC305", "this `if` has no `else`", word.start, word.end, hint)
        otherwise = self.expression(_CONDITIONAL)
        return self.made(Conditional(test, then, otherwise, then.start, otherwise.end))

    def atom(self) -> Node:
        token = self.token
        self.place += 1
        if token.kind == "number" and isinstance(token.value, int | float):
            return self.made(Number(token.value, token.text, token.start, token.end))
        if token.kind == "string" and isinstance(token.value, str):
            if self.token.kind == "string":
                hint = "strings are not joined; write one"
                raise fault("FC305", "two strings in a row", token.start, self.token.end, hint)
            return self.made(String(token.value, token.start, token.end))
        if token.kind == "sign" and token.text == "(":
            return self.parenthesised(token)
        if token.kind == "sign" and token.text == "[":
            items = self.arguments("]", token)
            return self.made(ListLiteral(tuple(items), token.start, self.last.end))
        if token.kind == "word":
            return self.word(token)
        self.place -= 1
        raise self.missing(token)

    def missing(self, token: Token) -> Fault:
        """Say that a value should stand here, and after what."""
        before = f" after {_shown(self.last)}" if self.place else ""
        if token.kind == "end":
            return fault("FC304", f"a value is missing{before}", token.start, token.start + 1)
        hint = "a power is written `**`" if token.text == "**" else None
        return fault(
            "FC304", f"expected a value{before}, found {_shown(token)}", token.start, token.end, hint
        )

    def parenthesised(self, opener: Token) -> Node:
        if self.at(")"):
            raise fault("FC304", "nothing stands in these parentheses", opener.start, self.token.end)
        inner = self.expression(_CONDITIONAL)
        if self.at(","):
            hint = "a list is written `[a, b]`"
            raise fault("FC311", "parentheses hold one value", opener.start, self.token.end, hint)
        self.close(")", opener)
        return inner

    def close(self, closer: str, opener: Token) -> None:
        if self.take(closer):
            return
        token = self.token
        if token.kind == "end":
            message = f"this `{opener.text}` is never closed"
            raise fault("FC306", message, opener.start, opener.end, f"add a `{closer}`")
        if (token.kind == "sign" and token.text == "=") or self.at("for"):
            raise self.unexpected()
        shown = _shown(token)
        note = f"it would close the `{opener.text}` at character {opener.start + 1}"
        raise fault("FC306", f"expected `{closer}`, found {shown}", token.start, token.end, None, (note,))

    def word(self, token: Token) -> Node:
        match token.text:
            case "True" | "False":
                return self.made(Boolean(token.text == "True", token.start, token.end))
            case "None":
                return self.made(Nothing(token.start, token.end))
        if token.text in _RESERVED:
            self.place -= 1
            raise self.missing(token)
        if token.text in _FOREIGN_WORDS and not self.at("("):
            meant = _FOREIGN_WORDS[token.text]
            raise fault(
                "FC307", f"`{token.text}` is not in the language", token.start, token.end, f"write `{meant}`"
            )
        if token.text in _PYTHON_ONLY:
            message = f"`{token.text}` is a word of Python's that formulas do not have"
            raise fault("FC311", message, token.start, token.end, "a formula is one expression")
        if self.take("("):
            return self.call(token)
        return self.name(token)

    def name(self, token: Token) -> Node:
        parts = [token.text]
        while self.at("."):
            point = self.token
            self.place += 1
            field = self.token
            if field.kind != "word" or field.text in _RESERVED:
                raise fault("FC304", "a field's name is missing after `.`", point.start, point.end)
            parts.append(field.text)
            self.place += 1
        if self.at("(") and len(parts) > 1:
            hint = f"functions have plain names: `{parts[-1]}(…)`"
            raise fault("FC311", "values have no methods", token.start, self.token.end, hint)
        return self.made(Name(".".join(parts), token.start, self.last.end))

    def call(self, function: Token) -> Node:
        opener = self.last
        arguments = self.arguments(")", opener, function)
        if len(arguments) == 1 and isinstance(arguments[0], Aggregate):
            loop = arguments[0]
            if loop.function == "" and loop.start == function.start:
                return self.made(
                    Aggregate(
                        function.text,
                        loop.element,
                        loop.variable,
                        loop.items,
                        loop.condition,
                        function.start,
                        self.last.end,
                    )
                )
        return self.made(Call(function.text, tuple(arguments), function.start, self.last.end))

    def arguments(self, closer: str, opener: Token, function: Token | None = None) -> list[Node]:
        found: list[Node] = []
        while not self.at(closer):
            found.append(self.expression(_CONDITIONAL))
            if function is not None and len(found) == 1 and self.at("for"):
                found[0] = self.loop(function, found[0])
                break
            if not self.take(","):
                break
        self.close(closer, opener)
        return found

    def loop(self, function: Token, element: Node) -> Node:
        """Read `for variable in items if condition`; the caller gives it its function and its end."""
        if self.nested_loops(element) >= MOST_NESTED_LOOPS:
            message = f"aggregates nest at most {MOST_NESTED_LOOPS} deep"
            raise fault(
                "FC308", message, self.token.start, self.token.end, "name the inner one under `values:`"
            )
        self.place += 1
        variable = self.token
        if variable.kind != "word" or variable.text in _RESERVED:
            raise fault("FC304", "a variable's name is missing after `for`", self.last.start, self.last.end)
        self.place += 1
        if not self.take("in"):
            message = f"expected `in` after `for {variable.text}`, found {_shown(self.token)}"
            raise fault("FC305", message, self.token.start, self.token.end)
        items = self.expression(_OR)
        condition = self.expression(_OR) if self.take("if") else None
        if self.at("for"):
            hint = "put an aggregate inside the other: `sum(sum(… for b in …) for a in …)`"
            raise fault("FC311", "one `for` an aggregate", self.token.start, self.token.end, hint)
        return Aggregate("", element, variable.text, items, condition, function.start, self.last.end)

    def nested_loops(self, node: Node) -> int:
        inner = max((self.nested_loops(child) for child in children(node)), default=0)
        return inner + isinstance(node, Aggregate)


def _shown(token: Token) -> str:
    if token.kind == "end":
        return "the end"
    text = token.text if len(token.text) <= 30 else token.text[:27] + "…"
    return f"`{text}`"
