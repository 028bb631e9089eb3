"""Which modules are a group, and the few endings that stand for many names."""

from __future__ import annotations

import pytest

from finetune_catalog.counting.grouping import group_key
from finetune_catalog.counting.selection import Taken
from finetune_catalog.counting.shortening import MANY, shortened, shortest_endings
from finetune_catalog.counting_records import Grouping

ENDINGS = Grouping("ending", (r"attention\.output\.dense", r"[^.]*[^.0-9][^.]*\.[^.]+", r"[^.]+"), ())
LAYERS = [f"model.layers.{i}.{name}" for i in range(10) for name in ("attn.q_proj", "mlp.up_proj")]


def called(grouping: Grouping, path: str, names: str | tuple[str, ...] = ()) -> str:
    return group_key(grouping, Taken(names=names))(path, {"module.in_features": 4})[0]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("model.layers.0.self_attn.q_proj", "self_attn.q_proj"),
        ("model.layers.1.fc1", "fc1"),
        ("bert.encoder.layer.0.attention.output.dense", "attention.output.dense"),
        ("bert.encoder.layer.0.output.dense", "output.dense"),
        ("lm_head", "lm_head"),
    ],
)
def test_an_ending_is_what_the_first_pattern_finds(path: str, name: str) -> None:
    assert called(ENDINGS, path) == name


def test_the_target_that_takes_a_module_is_the_longest_that_its_path_ends_with() -> None:
    by_target = Grouping("target", alike=("in_features",))
    assert called(by_target, "model.layers.0.output.dense", ("dense", "output.dense")) == "output.dense"
    assert called(by_target, "model.layers.0.output.dense", r".*\.dense") == "*"


def test_modules_of_one_name_are_apart_where_what_they_should_share_differs() -> None:
    key = group_key(Grouping("name", alike=("in_features",)), Taken())
    assert key("a.q", {"module.in_features": 4}) != key("b.q", {"module.in_features": 5})
    assert key("a.q", {"module.in_features": 4}) == key("b.q", {"module.in_features": 4})


def test_few_names_stand_for_themselves_and_many_are_shortened() -> None:
    assert len(LAYERS) == MANY
    assert shortened(tuple(LAYERS), [*LAYERS, "lm_head"]) == ("q_proj", "up_proj")
    assert shortened(tuple(LAYERS[1:]), LAYERS) == tuple(LAYERS[1:])


def test_an_ending_that_others_have_is_made_longer() -> None:
    assert shortest_endings(["a.x.out", "b.x.out", "y.in"], ["c.z.out"]) == ("in", "x.out")
