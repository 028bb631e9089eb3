"""Witnesses: values for which something happens, each confirmed by the reference interpreter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.expression.analysis import codes
from finetune_catalog.expression.analysis.narrow import narrow
from finetune_catalog.expression.analysis.record import Question
from finetune_catalog.expression.analysis.samples import MOST, points, samples
from finetune_catalog.expression.analysis.state import initial
from finetune_catalog.expression.analysis.tree import Walk
from finetune_catalog.expression.analysis.values import Value, constant
from finetune_catalog.expression.errors import EvaluationError
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.intervals import EXACT, Numbers, of_value
from finetune_catalog.expression.nodes import Binary, Call
from finetune_catalog.expression.walk import names as names_in
from finetune_catalog.expression.walk import walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finetune_catalog.expression.analysis.tree import Context
    from finetune_catalog.expression.nodes import Node
    from finetune_catalog.expression.types import Checked, Interval, Type

#: what the interpreter's failures answer
_ANSWERS = {
    "FC550": codes.ZERO,
    "FC551": codes.OVERFLOW,
    "FC552": codes.OVERFLOW,
    "FC553": codes.DOMAIN,
    "FC554": codes.LOOKUP,
    "FC555": codes.EMPTY,
    "FC556": codes.DOMAIN,
    "FC558": codes.LOOKUP,
}


class Search:
    """Looks for witnesses of the open questions about one expression."""

    __slots__ = (
        "_arguments",
        "_large",
        "_left",
        "_places",
        "checked",
        "context",
        "declared",
        "found",
        "open",
    )

    def __init__(
        self,
        checked: Checked,
        context: Context,
        open_questions: set[Question],
        declared: Interval | None,
        effort: int,
    ) -> None:
        self._left = effort  #: so many visits of nodes `solve` may cost
        self.checked = checked
        self.context = context
        self.declared = declared
        self.open = open_questions
        self.found: dict[Question, tuple[dict[str, Any], Any]] = {}
        self._arguments = _declared_arguments(checked, context, open_questions)
        self._large = {q.node for q in open_questions if q.code == codes.INEXACT}
        self._places = {(q.node.start, q.node.end, q.code): q for q in open_questions}

    def box(self, names: Mapping[str, Value | None], most: int = MOST) -> None:
        """Try points of a box until every question is answered."""
        for point in points(names, most):
            if not self.open:
                return
            self.point(point)

    def point(self, values: dict[str, Any]) -> None:
        """Evaluate at a point and note which questions it answers."""
        seen: list[tuple[Question, Any]] = []

        def observe(node: Node, value: Any) -> None:
            if node in self._large and abs(value) > EXACT:
                seen.append((Question(codes.INEXACT, node), value))
            interval = self._arguments.get(node)
            if interval is not None and value is not None and not interval.low <= value <= interval.high:
                seen.append((Question(codes.ARGUMENT, node), value))

        watched = observe if self._large or self._arguments else None
        try:
            result = evaluate(self.checked, values, self.context.functions, watched)
        except EvaluationError as error:
            problem = error.problem
            question = self._places.get((problem.start, problem.end, _ANSWERS.get(problem.code, "")))
            if question is not None:
                seen.append((question, None))
        else:
            bounds = self.declared
            if bounds is not None and result is not None and not bounds.low <= result <= bounds.high:
                seen.append((Question(codes.RANGE, self.checked.node), result))
        for question, value in seen:
            if question in self.open:
                self.open.discard(question)
                self.found[question] = (values, value)

    def solve(self, names: Mapping[str, Value | None]) -> None:
        """Look for zeros of divisors: narrow the names by `divisor == 0`, fix one, and go on with the rest."""
        for question in sorted(self.open, key=lambda q: (q.node.start, q.node.end, q.code)):
            node = question.node
            if question.code != codes.ZERO or not isinstance(node, Binary) or question not in self.open:
                continue
            if self._left <= 0:
                return
            if all(name in names for name in names_in(node.right)):  # no variable of an aggregate
                self._solve(node.right, names)

    def _solve(self, divisor: Node, names: Mapping[str, Value | None]) -> None:
        left = dict(names)
        for name in self.checked.names:
            narrowed = self._where_zero(divisor, left)
            if narrowed is None:
                return
            self._left -= len(self.checked.types) * MOST // 4
            self.box(narrowed, MOST // 4)
            if not self.open:
                return
            left = narrowed
            options = samples(left.get(name))
            if not options:
                return
            left[name] = constant(options[-1 if len(options) < 2 else 1], self._type(name))

    def _where_zero(self, divisor: Node, names: Mapping[str, Value | None]) -> dict[str, Value | None] | None:
        visit = Walk(self.checked, self.context)
        visit.run(names)
        value = visit.last.get(divisor)
        if not isinstance(value, Numbers):
            return None
        zero = of_value(0 if value.step else 0.0)
        state = narrow(visit, divisor, zero, initial(names))
        return None if state is None else {name: state.lookup(name) for name in names}

    def _type(self, name: str) -> Type:
        return self.checked.declared[name].type


def _declared_arguments(checked: Checked, context: Context, questions: set[Question]) -> dict[Node, Interval]:
    """Return what the catalog's functions declare of the arguments in question."""
    wanted = {question.node for question in questions if question.code == codes.ARGUMENT}
    found: dict[Node, Interval] = {}
    for node in walk(checked.node) if wanted else ():
        function = context.functions.get(node.function) if isinstance(node, Call) else None
        if isinstance(node, Call) and function is not None:
            for argument, (_, declaration) in zip(node.arguments, function.parameters, strict=True):
                if argument in wanted and declaration.interval is not None:
                    found[argument] = declaration.interval
    return found
