"""Words for messages."""

import pytest

from finetune_catalog.text import nearest, plural, shorten, word_list
from tests.work import lines

WORDS = [
    "training_speedup",
    "memory_multiplier",
    "rank",
    "alpha",
    "bits",
    "target_modules",
    "dropout",
    "lora",
    "qlora",
    "rslora",
]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("rnak", "rank"), ("rang", "rank"), ("ran", "rank"), ("rankk", "rank"), ("Rank", "rank"), ("RANK", "rank"),
        ("traning_speedup", "training_speedup"), ("training-speedup", "training_speedup"), ("TrainingSpeedup", "training_speedup"),
        ("speedup", "training_speedup"), ("target modules", "target_modules"), ("modules", "target_modules"), ("dropuot", "dropout"),
        ("lroa", "lora"), ("LoRA", "lora"), ("QLoRA", "qlora"), ("alhpa", "alpha"), ("lora_dropout", None), ("my_dropout", "dropout"), ("ranks_of_layers", "rank"), ("bit", "bits"), ("mem_multiplier", "memory_multiplier"),
        ("zzz", None), ("x", None), ("", None), ("learning_rate", None), ("beta", None), ("a", None), ("r", None),
    ],
)  # fmt: skip
def test_the_nearest_word_is_the_one_probably_meant(word: str, meant: str | None) -> None:
    assert nearest(word, WORDS) == meant


def test_of_two_words_equally_near_the_first_is_named() -> None:
    assert nearest("rink", ["rank", "sink"]) == "rank"


def test_a_word_held_by_several_is_none_of_them() -> None:
    assert nearest("memory", ["memory_multiplier", "memory_reduction_factor"]) is None


def test_an_exact_word_is_nearest_to_itself() -> None:
    assert nearest("qlora", WORDS) == "qlora"


def test_a_word_of_a_million_letters_is_not_compared_letter_by_letter() -> None:
    found, _ = lines(lambda: nearest("x" * 1_000_000, [*WORDS, "y" * 1_000_000]), 1_000)

    assert found is None


def test_long_words_are_compared_only_as_far_as_they_can_be_near() -> None:
    known = [f"{'y' * 70}{i:010}" for i in range(200)]

    found, _ = lines(lambda: nearest("x" * 80, known), 600_000)  # every letter with every one: 2 millions

    assert found is None


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 errors"), (1, "1 error"), (2, "2 errors")]
)  # fmt: skip
def test_counts_agree_with_their_noun(count: int, said: str) -> None:
    assert plural(count, "error") == said


def test_an_irregular_plural_is_given() -> None:
    assert plural(2, "entry", "entries") == "2 entries"


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_joined_as_in_a_sentence(words: list[str], said: str) -> None:
    assert word_list(words) == said


def test_a_long_list_says_how_many_more_there_are() -> None:
    assert word_list([*"abcdef"], "or", limit=3) == "a, b, c or 3 more"
    assert word_list([*"abcd"], "or", limit=3) == "a, b, c or d"


def test_a_long_text_keeps_both_ends() -> None:
    assert shorten("abcdefghijklmnopqrstuvwxyz", 12) == "abcdefgh…xyz"
    assert shorten("abc", 3) == "abc"
