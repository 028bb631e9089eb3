"""Tokens to tree: a Pratt parser over Python's precedences. Its surface is a subset of Python's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.expression.complaints import CONDITIONAL, shown
from finetune_catalog.expression.cursor import Cursor
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
from finetune_catalog.expression.tokens import Fault, Token, fault
from finetune_catalog.expression.words import RESERVED, refuse_foreign, refuse_keyword

if TYPE_CHECKING:
    from finetune_catalog.diagnostics import Problem
    from finetune_catalog.expression.nodes import Node

MOST_DEPTH = 40  # of parentheses, calls and right operands
MOST_EXPONENT = 4

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


def parse(text: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read a formula; returns its tree, or None with what is wrong. Never raises."""
    try:
        return _Parser(text).formula(), ()
    except Fault as found:
        return None, found.problems


class _Parser(Cursor):
    def formula(self) -> Node:
        if self.token.kind == "end":
            raise fault("FC312", "this formula is empty", 0, 1, "write a number or an expression")
        node = self.expression(_CONDITIONAL)
        if self.token.kind != "end":
            raise self.unexpected()
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
        elif isinstance(node, Unary) and node.operator == "-":
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
            filters = self.at("for")
            hint = "a filter stands last: `… for x in items if condition`" if filters else CONDITIONAL
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
        raise self.missing()

    def parenthesised(self, opener: Token) -> Node:
        if self.at(")"):
            raise fault("FC304", "nothing stands in these parentheses", opener.start, self.token.end)
        inner = self.expression(_CONDITIONAL)
        if self.at(","):
            hint = "a list is written `[a, b]`"
            raise fault("FC311", "parentheses hold one value", opener.start, self.token.end, hint)
        self.close(")", opener)
        return inner

    def word(self, token: Token) -> Node:
        match token.text:
            case "True" | "False":
                return self.made(Boolean(token.text == "True", token.start, token.end))
            case "None":
                return self.made(Nothing(token.start, token.end))
        if token.text in RESERVED:
            self.place -= 1
            raise self.missing()
        refuse_foreign(token, called=self.at("("))
        if self.take("("):
            return self.call(token)
        return self.name(token)

    def name(self, token: Token) -> Node:
        parts = [token.text]
        while self.at("."):
            point = self.token
            self.place += 1
            field = self.token
            if field.kind != "word" or field.text in RESERVED:
                raise fault("FC304", "a field's name is missing after `.`", point.start, point.end)
            refuse_keyword(field)
            parts.append(field.text)
            self.place += 1
        if self.at("(") and len(parts) > 1:
            hint = f"functions have plain names: `{parts[-1]}(…)`"
            raise fault("FC311", "values have no methods", token.start, self.token.end, hint)
        return self.made(Name(".".join(parts), token.start, self.last.end))

    def call(self, function: Token) -> Node:
        opener = self.last
        if self.take(")"):
            return self.made(Call(function.text, (), function.start, self.last.end))
        first = self.expression(_CONDITIONAL)
        if self.at("for"):
            return self.aggregate(function, opener, first)
        arguments = [first]
        if self.take(","):
            arguments += self.arguments(")", opener)
        else:
            self.close(")", opener)
        return self.made(Call(function.text, tuple(arguments), function.start, self.last.end))

    def arguments(self, closer: str, opener: Token) -> list[Node]:
        """Read expressions with commas between, one after the last allowed, and the closing bracket."""
        found: list[Node] = []
        while not self.at(closer):
            found.append(self.expression(_CONDITIONAL))
            if not self.take(","):
                break
        self.close(closer, opener)
        return found

    def aggregate(self, function: Token, opener: Token, element: Node) -> Node:
        """Read `for variable in items if condition)` behind an element."""
        self.place += 1
        variable = self.token
        if variable.kind != "word" or variable.text in RESERVED:
            raise fault("FC304", "a variable's name is missing after `for`", self.last.start, self.last.end)
        refuse_foreign(variable)
        self.place += 1
        if not self.take("in"):
            message = f"expected `in` after `for {variable.text}`, found {shown(self.token)}"
            hint = "an aggregate has one variable" if self.at(",") else None
            raise fault("FC305", message, self.token.start, self.token.end, hint)
        items = self.expression(_OR)
        condition = self.expression(_OR) if self.take("if") else None
        if self.at("for", "if"):
            hint = "put an aggregate inside the other: `sum(sum(… for b in …) for a in …)`"
            if self.at("if"):
                hint = "join the conditions with `and`"
            message = f"one `{self.token.text}` an aggregate"
            raise fault("FC311", message, self.token.start, self.token.end, hint)
        self.close(")", opener)
        ends = function.start, self.last.end, variable.start
        return self.made(Aggregate(function.text, element, variable.text, items, condition, *ends))
