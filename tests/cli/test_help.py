"""Help fits the terminal, shows every option, and its examples are commands that exist."""

from __future__ import annotations

import shlex

import pytest

from finetune_catalog.cli import arguments
from finetune_catalog.cli.help import pages
from finetune_catalog.cli.verbs import SUMMARIES, spec

CONTRACT = [
    "list",
    "show",
    "eval",
    "compare",
    "sweep",
    "explain",
    "check",
    "validate",
    "docs",
    "diff",
    "freeze",
    "new",
]


def test_the_verbs_are_those_of_the_contract() -> None:
    assert sorted(SUMMARIES) == sorted(CONTRACT)


@pytest.mark.parametrize("name", ["", *CONTRACT])
def test_help_is_at_most_80_columns_wide(name: str) -> None:
    wide = [line for line in pages()[name].splitlines() if len(line) > 80]

    assert not wide


@pytest.mark.parametrize("name", CONTRACT)
def test_help_shows_usage_every_option_and_an_example(name: str) -> None:
    page = pages()[name]

    assert f"usage:\n  finetune-catalog {name}" in page
    assert "examples:\n  finetune-catalog" in page
    assert all(f"{option.name} {option.value}".rstrip() in page for option in spec(name).every_option)


@pytest.mark.parametrize("name", CONTRACT)
def test_the_words_of_every_example_are_read(name: str) -> None:
    for example, _ in spec(name).examples:
        command, *words = shlex.split(example)
        words.remove(name)

        assert command == "finetune-catalog"
        arguments.read(spec(name), words)


def test_the_overview_names_every_verb_in_one_line() -> None:
    lines = pages()[""].splitlines()

    assert all(
        any(line.startswith(f"  {name}") and line.endswith(SUMMARIES[name]) for line in lines)
        for name in CONTRACT
    )
