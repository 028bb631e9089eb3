"""What goes wrong once a formula has passed the checker."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from finetune_catalog.diagnostics.model import Problem


class EvaluationError(ArithmeticError):
    """A formula has no value for these inputs; `problem` says which sub-expression, why, and with which values."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class TargetError(ValueError):
    """A formula cannot be printed for a target; `problem` says which sub-expression stands in the way, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem
