"""What a comparison of two catalogs says, as values."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

from finetune_catalog.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Bump(enum.IntEnum):
    """How much a change asks of the version: texts, numbers and entries, ids and meanings."""

    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """The bump as people write it."""
        return self.name.lower()


@frozen
class Sample:
    """A point at which a number differs; None where there is no value."""

    given: Mapping[str, Any]
    old: Any
    new: Any


@frozen
class Numbers:
    """A metric of a method over a grid of parameters: at how many points it differs, and some of them, the first the typical one."""

    points: int
    differing: int
    samples: tuple[Sample, ...] = ()


@frozen
class Change:
    """One difference: an entry or (with `at`) something in it added, removed, renamed or changed.

    `old` and `new` are what it says, formulas as text; for a renamed entry its ids. `numbers` is what the change
    comes to, where that was computed.
    """

    bump: Bump
    action: str
    kind: str
    id: str
    at: tuple[str, ...] = ()
    old: Any = None
    new: Any = None
    remark: str = ""
    numbers: Numbers | None = None


def required_bump(changes: Iterable[Change]) -> Bump | None:
    """Return the greatest bump that any of the changes asks for, None where there are none."""
    return max((change.bump for change in changes), default=None)


def bumped(version: str, bump: Bump | None) -> str:
    """Return the version that follows one by a bump; a pre-release becomes its release at least."""
    numbers, _, pre = version.partition("-")
    major, minor, patch = (int(number) for number in numbers.split("."))
    match bump:
        case Bump.MAJOR:
            settled = pre and minor == patch == 0
            return numbers if settled else f"{major + 1}.0.0"
        case Bump.MINOR:
            settled = pre and patch == 0
            return numbers if settled else f"{major}.{minor + 1}.0"
        case Bump.PATCH:
            return numbers if pre else f"{major}.{minor}.{patch + 1}"
        case None:
            return version
