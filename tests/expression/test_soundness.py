"""What analysis says of random formulas holds at random points: no bound is violated, every failure was predicted.

`SOUNDNESS_FORMULAS=20000 pytest tests/expression/test_soundness.py` tries more, `SOUNDNESS_SEED` others.
"""

import os

from finetune_catalog.expression.analysis import analyse
from finetune_catalog.expression.check import check
from finetune_catalog.expression.types import FLOAT, Declaration, Scope
from tests.expression.soundness import run
from tests.work import lines

FORMULAS = int(os.environ.get("SOUNDNESS_FORMULAS", "250"))
SEED = int(os.environ.get("SOUNDNESS_SEED", "1"))


def test_no_bound_is_violated_and_every_failure_predicted() -> None:
    seen = run(SEED, FORMULAS, points=12, effort=400)

    assert seen["value"] > FORMULAS  # most points have a value,
    assert seen["FC550"] > FORMULAS // 20  # some a zero divisor,
    assert seen["witnesses"] > FORMULAS // 5  # and what is said to happen does


def test_a_formula_with_a_question_in_every_part_is_analysed_with_bounded_work() -> None:
    scope = Scope({"x": Declaration(FLOAT)})
    checked, _ = check(" - ".join(f"(1.0 / (x - {place}.5))" for place in range(30)), scope)
    assert checked is not None

    analysis, _ = lines(lambda: analyse(checked, scope, effort=2_000), 1_000_000)  # measured 660,000

    verdicts = analysis.verdicts
    assert sum(verdict.code == "FC501" and verdict.status != "proved" for verdict in verdicts) == 30
