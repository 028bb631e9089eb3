"""One line in, one line out: the fast way and the careful way say the same; memory stays flat; bad lines go by."""

import json
import struct
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from finetune_catalog import configs
from finetune_catalog.configs import streaming
from finetune_catalog.configs.encoder import encoders
from finetune_catalog.configure import configure
from finetune_catalog.records import CatalogData
from tests.configure.catalogs import bundled, with_odd_methods

LORA = '{"LoRA": {"rank": 16, "alpha": 16.0}}'


def evaluated(data: CatalogData, *lines: str) -> list[Any]:
    return [json.loads(line) for line in configs.stream(data, lines)]


def carefully(data: CatalogData, line: str, number: int = 1) -> list[str]:
    """Take the slow way, on purpose."""
    text = streaming._slowly(data, line, number, streaming.INPUT_NAME)
    return [text] if text else []


def test_a_line_is_what_eval_prints() -> None:
    (line,) = configs.stream(bundled(), [LORA + "\n"])
    made, _ = configure(bundled(), "lora", {"rank": 16})

    assert made is not None
    assert line == configs.result_text(bundled(), made)
    assert json.loads(line) == {
        "method": "lora",
        "parameters": {"rank": 16, "alpha": 16.0},
        "display": "LoRA(r=16, α=16)",
        "config": {"LoRA": {"rank": 16, "alpha": 16.0}},
        "metrics": {
            "memory_reduction_factor": 6.25,
            "trainable_params_percent": 0.2,
            "memory_multiplier": 1.2,
            "training_speedup": 4.0,
            "quality_retention": 1.0,
            "batch_size_multiplier": 2.0,
        },
        "catalog": {"name": "finetune-catalog", "version": bundled().manifest.version},
    }


def test_bad_lines_are_answered_in_their_place() -> None:
    good, bad, blank_then_good = evaluated(bundled(), LORA, '{"LoRA": {"rnk": 16}}', "  \n", '"Full"')

    assert good["display"] == "LoRA(r=16, α=16)"
    assert bad["line"] == 2
    assert bad["error"] == "`LoRA` has no parameter `rnk`; did you mean `rank`?"
    assert [finding["code"] for finding in bad["findings"]] == ["FC702"]
    assert blank_then_good["display"] == "Full"


def test_only_errors_are_told_as_errors() -> None:
    answers = list(configs.stream(bundled(), [LORA, "{", '"Full"', "[]"]))

    assert [configs.is_error(answer) for answer in answers] == [False, True, False, True]


def test_lines_are_counted_with_the_blank_ones() -> None:
    (answer,) = evaluated(bundled(), "\n", "", "  ", "oops")

    assert answer["line"] == 4


@pytest.mark.parametrize(
    "line",
    [
        '{"LoRA": {"rank": 16, "rank": 16}}',
        '{"LoRA": {"rank": 16}, "LoRA": {"rank": 16}}',
        '{"Full": null, "Full": null}',
        '{"method": "full", "method": "full"}',
        '{"LoRA": {"rank": 16, "alpha": NaN}}',
        '{"LoRA": {"rank": 16, "alpha": Infinity}}',
        '{"LoRA": {"rank": 16, "alpha": 1e39}}',
        '{"LoRA": {"rank": 16, "alpha": null}}',
        '{"LoRA": {"rank": -0}}',
        '{"LoRA": {"rank": true}}',
        '{"Full": {}}',
        '{"method": "lora", "rank": "16"}',
        "[" * 100_000,
        '{"LoRA": {"rank": ' + "9" * 10_000 + "}}",
        '"' + "x" * 2_000_000 + '"',
        "\ud800",
        "\x00",
    ],
    ids=lambda line: repr(line[:50]),
)
def test_what_is_wrong_is_never_taken_the_fast_way(line: str) -> None:
    answers = list(configs.stream(bundled(), [line]))

    assert configs.is_error(answers[0])
    assert answers == carefully(bundled(), line)


numbers = st.one_of(
    st.integers(-2, 300),
    st.integers(),
    st.floats(width=32),
    st.floats(),
    st.sampled_from(
        [0.1, -0.0, 1e-7, 16777217, 1048576.25, struct.unpack("<f", bytes.fromhex("fd43ae15"))[0]]
    ),
)
values = st.one_of(numbers, st.booleans(), st.none(), st.text(max_size=4), st.lists(numbers, max_size=3))
names = st.sampled_from(["rank", "alpha", "bits", "rnk"])
parameters = st.dictionaries(names, values, max_size=3)
tags = st.sampled_from([method.tag for method in bundled().methods.values()])
ids = st.sampled_from([*bundled().methods, "LoRA", "nothing"])
configurations = st.one_of(
    tags,
    st.builds(lambda tag, content: {tag: content}, tags, st.one_of(parameters, values)),
    st.builds(lambda method, content: {"method": method, **content}, ids, parameters),
    values,
)


@given(configurations)
@example({"LoRA": {"rank": 16, "alpha": -0.0}})
@example({"LoRA": {"rank": 16, "alpha": 0}})
@example({"QLoRA": {"rank": 0, "bits": 1}})
@settings(max_examples=600, deadline=None)
def test_both_ways_say_the_same(config: Any) -> None:
    for line in (json.dumps(config), json.dumps(config, ensure_ascii=False, separators=(",", ":"))):
        assert list(configs.stream(bundled(), [line])) == carefully(bundled(), line)


ODD_VALUES = {
    "width": [4, 3, 2**70, -1, 4.0, "x"],
    "rate": [0.25, 0, 1e-320, 1e300, -1, True],
    "share": [0.1, 0.05, 0, 0.100000001, 0.11],
    "flavour": ["plain", 'quoted "one"', "café", "none", 1],
    "tied": [True, False, 0],
}


@given(
    st.fixed_dictionaries({}, optional={name: st.sampled_from(found) for name, found in ODD_VALUES.items()})
)
@settings(max_examples=300, deadline=None)
def test_both_ways_say_the_same_for_parameters_of_every_type(
    odd: CatalogData, content: dict[str, Any]
) -> None:
    for config in ({"Odd": content}, {"method": "odd-one", **content}, {"Easy": content}):
        for ascii_only in (True, False):
            line = json.dumps(config, ensure_ascii=ascii_only)
            assert list(configs.stream(odd, [line])) == carefully(odd, line)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> CatalogData:
    return with_odd_methods(tmp_path_factory.mktemp("odd"))


def test_every_bundled_method_has_a_fast_way() -> None:
    assert set(encoders(bundled())) == {method.tag for method in bundled().methods.values()}


@pytest.mark.parametrize(
    "line",
    ['{"LoRA": {"rank": 16, "alpha": 16.0}}', '{"LoRA": {"rank": 16}}', '{"QLoRA": {"bits": 8, "rank": 1}}', '"Full"',
     '{"Full": null}', '{"method": "qlora", "rank": 8}', '{"method": "full"}', '{"LoRA":{"rank":8,"alpha":0.3}}'],
)  # fmt: skip
def test_common_lines_take_the_fast_way(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(streaming, "_slowly")

    assert not configs.is_error(next(configs.stream(bundled(), [line])))


def test_memory_stays_flat_over_many_lines() -> None:
    def lines(count: int) -> Iterator[str]:
        for number in range(count):
            yield f'{{"LoRA": {{"rank": {number}, "alpha": {number}.5}}}}' if number % 100 else "oops"

    for _ in configs.stream(bundled(), lines(1000)):
        pass  # what is made once is made now
    tracemalloc.start()
    for _ in configs.stream(bundled(), lines(20_000)):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 400_000


def test_lines_of_a_file_are_taken_as_they_come(tmp_path: Path) -> None:
    taken: list[int] = []

    def lines() -> Iterator[str]:
        for number in range(5):
            taken.append(number)
            yield LORA

    answers = configs.stream(bundled(), lines())
    next(answers)

    assert taken == [0]


def test_a_byte_that_is_no_utf8_is_called_so() -> None:
    (line,) = configs.stream(bundled(), ['{"LoRA": \udcff}'])

    assert json.loads(line)["error"] == "byte 0xff is not UTF-8; save the file as UTF-8"
