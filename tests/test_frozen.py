"""Frozen records are what the standard library's frozen dataclasses with slots are."""

import copy
import dataclasses
import pickle

import pytest

from finetune_catalog.frozen import field, frozen, replace, slotted


@frozen
class Point:
    """A point."""

    x: int
    y: int = 2
    names: dict[str, int] = field(default_factory=dict)

    @property
    def sum(self) -> int:
        """Both together."""
        return self.x + self.y


@frozen(eq=False)
class Apart:
    """Equal to itself alone."""

    x: int


@slotted
class Counter:
    """May be changed."""

    x: int
    seen: list[int] = field(default_factory=list)


def test_values_are_made_compared_shown_and_copied_by_their_fields() -> None:
    point = Point(1)

    assert (point.x, point.y, point.names, point.sum) == (1, 2, {}, 3)
    assert point == Point(1, y=2)
    assert point != Point(2)
    assert point.names is not Point(1).names
    assert repr(point) == "Point(x=1, y=2, names={})"
    assert replace(point, y=5) == Point(1, 5)
    assert dataclasses.replace(point, y=5) == Point(1, 5)
    assert copy.deepcopy(point) == point
    assert pickle.loads(pickle.dumps(point)) == point


def test_a_value_of_the_cache_is_made_without_an_init() -> None:
    stored = pickle.dumps(Apart(3))

    assert pickle.loads(stored).x == 3
    assert pickle.loads(stored) != pickle.loads(stored)
    assert len({Apart(1), Apart(1)}) == 2


def test_frozen_values_cannot_be_changed_and_have_no_other_attributes() -> None:
    point = Point(1)

    with pytest.raises(AttributeError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del point.x
    with pytest.raises(AttributeError):
        object.__setattr__(point, "z", 1)
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Point(1, x=2)  # type: ignore[misc]
    with pytest.raises(TypeError):
        hash(Counter(1))


def test_many_values_are_made_as_the_first_ones_are() -> None:
    @frozen
    class Pair:
        one: int
        two: int = 2

    assert {Pair(1, 3), *(Pair(1, two=3) for _ in range(30))} == {Pair(two=3, one=1)}
    with pytest.raises(TypeError, match="three"):
        Pair(1, three=3)  # type: ignore[call-arg]


def test_others_may_be_changed() -> None:
    counter = Counter(1)
    counter.x += 1

    assert counter == Counter(2)
    assert counter.seen is not Counter(2).seen


def test_they_are_dataclasses_to_whoever_asks() -> None:
    assert dataclasses.is_dataclass(Point(1))
    assert [each.name for each in dataclasses.fields(Point)] == ["x", "y", "names"]
    match Point(1, 7):
        case Point(x, y):
            assert (x, y) == (1, 7)
