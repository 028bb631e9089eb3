"""What analysis says of random formulas holds at random points: no bound is violated, every failure was predicted.

`SOUNDNESS_FORMULAS=20000 pytest tests/expression/test_soundness.py` tries more, `SOUNDNESS_SEED` others.
"""

import os

from tests.expression.soundness import run

FORMULAS = int(os.environ.get("SOUNDNESS_FORMULAS", "250"))
SEED = int(os.environ.get("SOUNDNESS_SEED", "1"))


def test_no_bound_is_violated_and_every_failure_predicted() -> None:
    seen = run(SEED, FORMULAS, points=12, effort=400)

    assert seen["value"] > FORMULAS  # most points have a value,
    assert seen["FC550"] > FORMULAS // 20  # some a zero divisor,
    assert seen["witnesses"] > FORMULAS // 5  # and what is said to happen does
