"""What is typed wrong is answered by one message: what is wrong, the nearest word, what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

VERBS = """\
  = allowed: list, show, eval, compare, sweep, explain, validate, check, docs,
             diff, freeze, new
"""

WRONG = {
    "a misspelt verb": (
        ["evla", "lora"],
        "error[FC901]: there is no verb `evla`\n  = help: did you mean `eval`?\n" + VERBS,
    ),
    "a verb that is far from any": (
        ["xyzzy"],
        "error[FC901]: there is no verb `xyzzy`\n"
        "  = help: `finetune-catalog --help` shows what each verb does\n" + VERBS,
    ),
    "no verb": (
        [],
        "error[FC903]: no verb is given\n  = help: `finetune-catalog --help` shows what each verb does\n"
        + VERBS,
    ),
    "a misspelt option": (
        ["eval", "lora", "--fromat", "json"],
        (
            "error[FC902]: `eval` has no option `--fromat`\n"
            "  = help: did you mean `--format`?\n"
            "  = allowed: --input, --model, --format, --catalog, --debug, --help\n"
        ),
    ),
    "an option before the verb that no verb has": (
        ["--verbos", "list"],
        (
            "error[FC902]: `list` has no option `--verbos`\n"
            "  = help: `finetune-catalog list --help` shows what it takes\n"
            "  = allowed: --format, --catalog, --debug, --help\n"
        ),
    ),
    "a format that the verb does not write": (
        ["eval", "lora", "--format", "yaml"],
        (
            "error[FC904]: `--format` cannot be `yaml`\n"
            "  = help: write `--format text`\n"
            "  = allowed: text, json, jsonl, csv, markdown\n"
        ),
    ),
    "a misspelt format": (
        ["list", "--format=jsn"],
        (
            "error[FC904]: `--format` cannot be `jsn`\n"
            "  = help: did you mean `json`?\n"
            "  = allowed: text, json, csv, markdown\n"
        ),
    ),
    "an option without its value": (
        ["list", "--format"],
        (
            "error[FC903]: `--format` needs a value\n"
            "  = help: write `--format FORMAT`\n"
            "  = allowed: text, json, csv, markdown\n"
        ),
    ),
    "an option twice": (
        ["list", "--format", "json", "--format", "csv"],
        "error[FC903]: `--format` is given twice\n  = help: give it once\n",
    ),
    "a value for a switch": (
        ["list", "--debug=yes"],
        "error[FC903]: `--debug` takes no value\n  = help: write `--debug` alone\n",
    ),
    "too many words": (
        ["list", "methods", "metrics"],
        (
            "error[FC903]: `list` cannot use `metrics`\n"
            "  = help: it takes at most 1\n"
            "  = note: usage: finetune-catalog list [KIND]\n"
        ),
    ),
    "too few words": (
        ["diff", "1.0.0"],
        (
            "error[FC903]: `diff` needs NEW\n"
            "  = help: for example `finetune-catalog diff 1.0.0 catalog`\n"
            "  = note: usage: finetune-catalog diff OLD NEW\n"
        ),
    ),
    "a verb's first word": (
        ["docs"],
        (
            "error[FC903]: `docs` needs `build` or `check`\n"
            "  = help: for example `finetune-catalog docs build`\n"
            "  = note: usage: finetune-catalog docs build [--output DIR]\n"
        ),
    ),
    "two methods where one is wanted": (
        ["eval", "lora", "qlora", "rank=16"],
        (
            "error[FC906]: `eval` takes one method, and `qlora` is a second\n"
            "  = help: `finetune-catalog compare lora qlora` puts methods side by side\n"
        ),
    ),
    "a model that is not there": (
        ["eval", "lora", "rank=16", "--model", "llama-3.1-8"],
        (
            "error[FC740]: there is no model `llama-3.1-8`, and no file or folder of that name\n"
            "  = help: did you mean `llama-3.1-8b`?\n"
            "  = note: `finetune-catalog list models` shows the models there are\n"
        ),
    ),
    "a folder of an overlay that is not there": (
        ["eval", "lora", "rank=16", "--catalog", "nowhere"],
        "error[FC600]: there is no folder nowhere\n --> nowhere\n  = help: check the path\n",
    ),
    "a count without a model": (
        ["explain", "lora", "rank=16", "--metric", "trainable_parameters"],
        (
            "error[FC905]: `lora` does not compute `trainable_parameters`\n"
            "  = help: it is counted on a model: add `--model MODEL`, one that\n"
            "          `finetune-catalog list models` shows, or a config.json\n"
            "  = allowed: memory_reduction_factor, trainable_params_percent,\n"
            "             memory_multiplier, training_speedup, quality_retention,\n"
            "             batch_size_multiplier\n"
        ),
    ),
    "a word where none is wanted": (
        ["freeze", "now"],
        (
            "error[FC903]: `freeze` cannot use `now`\n"
            "  = help: it takes no arguments\n"
            "  = note: usage: finetune-catalog freeze [--catalog DIR]\n"
        ),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_words_are_answered(run: Run, name: str) -> None:
    words, said = WRONG[name]

    assert run(*words) == (2, "", said)


def test_a_huge_word_is_cut_in_its_message(run: Run) -> None:
    ran = run("x" * 1_000_000)

    assert ran.status == 2
    assert len(ran.err) < 400


def test_control_characters_in_a_word_do_not_reach_the_terminal(run: Run) -> None:
    ran = run("\x1b[2Jeval")

    assert "\x1b" not in ran.err
    assert r"\x1b[2Jeval" in ran.err


@pytest.mark.parametrize(
    "words", [["--help"], ["-h"], ["eval", "--help"], ["--help", "eval"], ["eval", "loar", "-h"]]
)
def test_help_wins_over_whatever_else_is_asked(run: Run, words: list[str]) -> None:
    ran = run(*words)

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("finetune-catalog")


def test_options_may_stand_before_the_verb(run: Run) -> None:
    assert run("--catalog", "eval", "list", "--help").out.startswith("finetune-catalog list:")


def test_after_two_dashes_a_word_is_no_option(run: Run) -> None:
    assert run("list", "--", "--format").err.startswith(
        "error[FC905]: there is no kind of entry `--format`\n"
    )
