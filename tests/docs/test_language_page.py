"""Every example of the language page gives what the page says, here and in Python."""

import math
import re
from pathlib import Path
from typing import Any

import pytest

from finetune_catalog.expression.check import check
from finetune_catalog.expression.evaluate import evaluate
from finetune_catalog.expression.types import (
    BOOLEAN,
    FLOAT,
    INTEGER,
    NOTHING,
    STRING,
    Declaration,
    ListOf,
    Optional,
    Scope,
    Type,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "language.md"
PYTHON = {
    "divisors": lambda n: [d for d in range(1, n + 1) if n % d == 0],
    "sqrt": math.sqrt,
    "len": lambda items: sum(
        1 for _ in items
    ),  # the page says that Python's does not count what is generated
}


def type_of(value: Any) -> Type:
    if isinstance(value, list):
        return ListOf(Declaration(type_of(value[0])))
    if value is None:
        return Optional(INTEGER)
    return {bool: BOOLEAN, int: INTEGER, float: FLOAT, str: STRING}.get(type(value), NOTHING)


def examples() -> list[tuple[str, dict[str, Any], str]]:
    found = []
    for block in re.findall(r"```formula\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        head, *lines = block.strip().splitlines()
        given = eval(f"dict({head.removeprefix('with:')})")
        for line in lines:
            text, expected = line.rsplit("=>", 1)
            found.append((text.strip(), given, expected.strip()))
    return found


@pytest.mark.parametrize(("text", "given", "expected"), examples(), ids=lambda value: str(value)[:40])
def test_an_example_gives_what_the_page_says(text: str, given: dict[str, Any], expected: str) -> None:
    scope = Scope({name: Declaration(type_of(value)) for name, value in given.items()})
    checked, problems = check(text, scope)
    assert checked is not None, problems

    assert repr(evaluate(checked, given)) == expected
    in_python = eval(text, {**PYTHON, **given})
    assert in_python == eval(expected)


def test_the_page_has_examples() -> None:
    assert len(examples()) > 15
