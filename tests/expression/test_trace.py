"""A trace shows every operation that ran, with the values it ran on, and no other."""

from finetune_catalog.expression.check import check
from finetune_catalog.expression.trace import Step, TraceNode, steps
from finetune_catalog.expression.types import FLOAT, INTEGER, Checked, Declaration, ListOf, Scope

SCOPE = Scope(
    {
        "rank": Declaration(INTEGER),
        "alpha": Declaration(FLOAT),
        "sizes": Declaration(ListOf(Declaration(INTEGER))),
    }
)


def checked(text: str) -> Checked:
    made, problems = check(text, SCOPE)
    assert made is not None, problems
    return made


def test_steps_run_from_the_innermost_outwards() -> None:
    value, made = steps(checked("5.0 / (1.0 + rank / 64.0)"), {"rank": 16})

    assert value == 4.0
    assert made == (
        Step("rank / 64.0", "16 / 64.0", 0.25),
        Step("1.0 + rank / 64.0", "1.0 + 0.25", 1.25),
        Step("5.0 / (1.0 + rank / 64.0)", "5.0 / 1.25", 4.0),
    )


def test_a_branch_that_was_not_taken_leaves_no_step() -> None:
    _, made = steps(checked("rank / 2 if rank > 8 else 100 / rank"), {"rank": 16})

    assert [step.text for step in made] == [
        "rank > 8",
        "rank / 2",
        "rank / 2 if rank > 8 else 100 / rank",
    ] or [step.text for step in made] == ["rank / 2", "rank > 8", "rank / 2 if rank > 8 else 100 / rank"]


def test_a_negative_value_stands_in_parentheses() -> None:
    _, made = steps(checked("2 * alpha"), {"alpha": -0.5})

    assert made == (Step("2 * alpha", "2 * (-0.5)", -1.0),)


def test_a_loop_is_one_step() -> None:
    _, made = steps(checked("sum(s * rank for s in sizes) + 1"), {"rank": 2, "sizes": (1, 2)})

    assert [(step.text, step.value) for step in made] == [
        ("sum(s * rank for s in sizes)", 6),
        ("sum(s * rank for s in sizes) + 1", 7),
    ]


def test_printing_stays_within_eighty_columns_two_levels_deep() -> None:
    text = "alpha / 3.0 + alpha / 7.0 + alpha / 11.0 + alpha / 13.0"
    value, made = steps(checked(text), {"alpha": 1.1})
    inner = TraceNode("inner", value, text, "a source (derived)", made)
    outer = TraceNode("outer", value, "inner", "a source (derived)", (), (inner,))

    lines = str(outer).splitlines()

    assert lines[0] == f"outer = {value!r}"
    assert max(map(len, lines)) <= 80
