"""The six original methods: every number to the bit, every display to the character, however they are asked for."""

import json
import random
import struct
from collections.abc import Iterator

import numpy as np
import pytest

from finetune_catalog import configs
from finetune_catalog.configure import Configuration, configure
from finetune_catalog.sweep import sweep
from tests.configure.catalogs import bundled
from tests.seed.rows import METRICS, Row, bits_of, rows

FILES = {"golden.tsv": 153, "rows.tsv": 1000}


def made(tag: str, given: dict[str, object]) -> Configuration:
    configuration, report = configure(bundled(), tag, given)
    assert configuration is not None, report
    return configuration


def hexes(numbers: object) -> list[str]:
    return [bits_of(number) for number in numbers]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_there(name: str) -> None:
    assert len(rows(name)) >= FILES[name]


@pytest.mark.parametrize("name", FILES)
def test_metrics_are_equal_to_the_bit(name: str) -> None:
    wrong = [
        row.text
        for row in rows(name)
        if hexes(made(row.tag, row.given).metrics[metric] for metric in METRICS) != hexes(row.metrics)
    ]

    assert not wrong


@pytest.mark.parametrize("name", FILES)
def test_displays_are_equal_to_the_character(name: str) -> None:
    wrong = [row.text for row in rows(name) if str(made(row.tag, row.given)) != row.display]

    assert not wrong


@pytest.mark.parametrize("name", FILES)
def test_a_configuration_survives_its_own_json(name: str) -> None:
    for row in rows(name):
        configuration = made(row.tag, row.given)
        again, report = configs.parse(bundled(), json.dumps(configuration.to_dict()))

        assert again == configuration, report
        assert repr(again) == repr(configuration)  # -0.0 equals 0.0


@pytest.mark.parametrize("name", FILES)
def test_the_stream_says_the_same(name: str) -> None:
    chosen = rows(name)
    lines = [json.dumps({row.tag: row.given} if row.given else row.tag) for row in chosen]

    for row, line in zip(chosen, configs.stream(bundled(), lines), strict=True):
        result = json.loads(line)

        assert result["display"] == row.display
        assert hexes(result["metrics"][metric] for metric in METRICS) == hexes(row.metrics)


@pytest.mark.parametrize("name", FILES)
def test_columns_say_the_same(name: str) -> None:
    for tag, given, chosen in columns(rows(name)):
        result = sweep(bundled(), tag, **given)

        for place, metric in enumerate(METRICS):
            want = [row.metrics[place] for row in chosen]
            assert hexes(np.broadcast_to(result[metric], len(chosen))) == hexes(want)


def columns(chosen: tuple[Row, ...]) -> Iterator[tuple[str, dict[str, np.ndarray], list[Row]]]:
    """Gather rows of one method that give the same parameters."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in chosen:
        groups.setdefault((row.tag, *row.given), []).append(row)
    for (tag, *names), members in groups.items():
        yield tag, {name: np.array([row.given[name] for row in members]) for name in names}, members


def by_hand(rank: int, quantized: int | None) -> tuple[float, ...]:
    """The original program's formulas, translated line by line from its source."""
    percent = 0.1 * min(float(rank) / 8.0, 2.0)
    if quantized is not None:
        return (32.0 / float(quantized)) / (1.0 + float(rank) * 0.01), percent, 1.1, 6.0, 0.93, 4.0
    speedup = 5.0 / (1.0 + (float(rank) / 64.0))
    return 100.0 / max(float(rank), 1.0), percent, 1.2, speedup, 0.95 + min(float(rank) / 256.0, 0.05), 2.0


def test_the_translation_by_hand_agrees_with_what_the_program_printed() -> None:
    for row in (*rows("golden.tsv"), *rows("rows.tsv")):
        if row.given:
            quantized = None if row.tag == "LoRA" else row.given.get("bits", 4)
            assert hexes(by_hand(row.given["rank"], quantized)) == hexes(row.metrics)


def some_ranks() -> list[int]:
    source = random.Random(3)
    return [*range(2049), *(source.getrandbits(source.randrange(12, 33)) for _ in range(1000)), 2**32 - 1]


def test_every_rank_to_2048_and_random_ones_agree_with_the_translation() -> None:
    for rank in some_ranks():
        plain, quantized = made("LoRA", {"rank": rank}), made("QLoRA", {"rank": rank})

        assert hexes(plain.metrics.values()) == hexes(by_hand(rank, None))
        assert hexes(quantized.metrics.values()) == hexes(by_hand(rank, 4))
        assert str(quantized) == f"QLoRA(r={rank}, 4-bit)"


@pytest.mark.parametrize("rank", [0, 1, 16, 2**32 - 1])
def test_every_number_of_bits_agrees_with_the_translation(rank: int) -> None:
    for count in range(1, 256):
        metrics = made("QLoRA", {"rank": rank, "bits": count}).metrics

        assert hexes(metrics.values()) == hexes(by_hand(rank, count))


def test_default_alpha_is_the_rank_rounded_once_to_binary32() -> None:
    for rank in some_ranks():
        assert made("LoRA", {"rank": rank}).parameters["alpha"] == float(str(np.float32(rank)))


@pytest.mark.parametrize("alpha", [0.1, 3.3, 1e-7, -0.0, -2.5, 1e-45, 3.4028235e38])
def test_alpha_has_two_faces(alpha: float) -> None:
    configuration = made("LoRA", {"rank": 8, "alpha": alpha})

    assert json.dumps(configuration.to_dict()) == json.dumps({"LoRA": {"rank": 8, "alpha": alpha}})
    assert configuration.seen == (8, struct.unpack("<f", struct.pack("<f", alpha))[0])
