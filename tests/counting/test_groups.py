"""Which modules are a group, and the few endings that stand for many names."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from finetune_catalog.counting.formulas import Formulas
from finetune_catalog.counting.grouping import groups_of
from finetune_catalog.counting.layout import Alike
from finetune_catalog.counting.selection import Taken
from finetune_catalog.counting.shortening import MANY, shortened, shortest_endings
from finetune_catalog.counting_records import Grouping
from finetune_catalog.loading.count_scope import MODULE
from tests.configure.catalogs import bundled

if TYPE_CHECKING:
    from collections.abc import Hashable

ENDINGS = Grouping("ending", (r"attention\.output\.dense", r"[^.]*[^.0-9][^.]*\.[^.]+", r"[^.]+"), ())
LAYERS = [f"model.layers.{i}.{name}" for i in range(10) for name in ("attn.q_proj", "mlp.up_proj")]


def groups(
    grouping: Grouping, *paths: str, names: str | tuple[str, ...] = (), size: int = 4
) -> list[tuple[str, Hashable, int]]:
    alike = Alike(paths[0], None, tuple((path, None) for path in paths), None)
    return list(groups_of(grouping, Taken(names=names))(alike, {"module.in_features": size}))


def called(grouping: Grouping, path: str, names: str | tuple[str, ...] = ()) -> str:
    return groups(grouping, path, names=names)[0][0]


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
    by_name = Grouping("name", alike=("in_features",))
    assert groups(by_name, "a.q") != groups(by_name, "b.q", size=5)
    assert groups(by_name, "a.q") == groups(by_name, "b.q")


@pytest.mark.parametrize("names", [("q",), ("0.q", "q"), r".*q"])
def test_like_modules_fall_into_groups_as_they_do_one_by_one(names: str | tuple[str, ...]) -> None:
    paths = [f"layers.{i}.q" for i in range(4)]
    for grouping in (Grouping("target"), ENDINGS, Grouping("ending", (r"0\.q", r"[^.]+"))):
        together = {name: count for name, _, count in groups(grouping, *paths, names=names)}
        assert together == Counter(called(grouping, path, names) for path in paths)


def test_few_names_stand_for_themselves_and_many_are_shortened() -> None:
    assert len(LAYERS) == MANY
    assert shortened(tuple(LAYERS), [*LAYERS, "lm_head"]) == ("q_proj", "up_proj")
    assert shortened(tuple(LAYERS[1:]), LAYERS) == tuple(LAYERS[1:])


def test_an_ending_that_others_have_is_made_longer() -> None:
    assert shortest_endings(["a.x.out", "b.x.out", "y.in"], ["c.z.out"]) == ("in", "x.out")


def test_a_list_that_is_gone_is_not_taken_for_a_new_one() -> None:
    data = bundled()
    counting = next(m.counting for m in data.methods.values() if m.counting and "members" in m.counting.names)
    step = next(step for step in counting.values.values() if step.formula.names == ("members",))
    formulas = Formulas(data, counting)

    def of(width: int) -> int:
        found: int = formulas.value(step.formula, {"members": (tuple(width for _ in MODULE),) * 3})
        return found

    assert [of(width) for width in range(1, 50)] == list(range(1, 50))
