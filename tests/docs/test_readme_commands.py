"""The two commands of the README are those that CI and the Makefile run."""

import re

import pytest

from tests.docs.console import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
FIRST, SECOND = (command.strip() for command in re.findall(r"```sh\n(.*?)```", README, re.DOTALL))


def last(command: str) -> str:
    return command.rpartition(" && ")[2]


def test_ci_runs_the_second_as_it_stands() -> None:
    assert SECOND in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("command", [FIRST, SECOND])
def test_make_ends_with_the_same(command: str) -> None:
    assert f"\t{last(command)}" in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()


def test_ci_runs_the_first_from_the_built_wheel() -> None:
    arguments = last(FIRST).removeprefix(".venv/bin/finetune-catalog ")

    assert f'/finetune-catalog" {arguments}\n' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
