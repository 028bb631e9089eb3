"""What differs between modules that are alike: values by name, and marks by name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting import naming
from finetune_catalog.counting.marking import marked
from finetune_catalog.counting.refusal import Refusal, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from finetune_catalog.counting.layout import Alike
    from finetune_catalog.counting.selection import Taken
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method

TWICE = "(twice)"  #: what is set for a module that is copied with its adapter; formulas cannot say it
#: names and values of what differs for one module, in the method's order
_Differing = tuple[tuple[str, Any], ...]


class Apart:
    """The values of single modules that differ from the general ones, by the names that formulas have for them."""

    def __init__(
        self,
        data: CatalogData,
        method: Method,
        values: Mapping[str, Any],
        model: Model,
        taken: Taken,
        twice: frozenset[str] = frozenset(),
    ) -> None:
        assert method.counting is not None  # else there is nothing to count
        self._method = method
        self._counting = counting = method.counting
        self._values = values
        self._multiplied = taken.multiplied
        self._twice = twice
        varying = {name: values.get(rule.by) or {} for name, rule in counting.varies.items()}
        self._varies = [self._varying(name, by) for name, by in varying.items() if by or taken.multiplied]
        self._marks = [(name, *marked(data, rule, values, model)) for name, rule in counting.marks.items()]

    def of(self, group: Alike) -> Iterable[tuple[_Differing, int]]:
        """Give what differs for the modules of a group, and for how many of them."""
        if not self._varies and not self._twice and all(blind for _, _, blind in self._marks):
            return [(self._marks_of(group.path), len(group.members))]
        paths = [path for path, _ in group.members]
        marks = self._marks_of(group.path)
        single = not all(blind for _, _, blind in self._marks)
        columns = [find(paths) for find in self._varies]
        if not single and not self._twice:
            rows = Counter(zip(*columns, strict=True))
            return [
                ((*(pair for cell in row for pair in cell), *marks), count) for row, count in rows.items()
            ]
        return Counter(
            (
                *(pair for column in columns for pair in column[place]),
                *(self._marks_of(path) if single else marks),
                *self._twice_at(path),
            )
            for place, path in enumerate(paths)
        ).items()

    def of_parameter(self, path: str) -> _Differing:
        """Give what differs for a parameter."""
        return (*(pair for find in self._varies for pair in find([path])[0]), *self._twice_at(path))

    def _twice_at(self, path: str) -> _Differing:
        return ((TWICE, True),) if path in self._twice else ()

    def _marks_of(self, path: str) -> _Differing:
        return tuple((name, matches(path)) for name, matches, _ in self._marks)

    def _varying(self, name: str, by_key: Mapping[str, Any]) -> Callable[[Sequence[str]], list[_Differing]]:
        """Give the function of like paths that finds a parameter's value there, where it is not the general one."""
        rule = self._counting.varies[name]
        keys = tuple(by_key)
        general = self._values.get(name)
        declared = self._method.declared.get(name)
        integral = declared is not None and declared.type == "integer"

        def value(path: str, key: str | None) -> _Differing:
            if key is not None:
                if integral and not isinstance(by_key[key], int):
                    message = f"`{rule.by}` gives {by_key[key]} for `{key}`, which is no whole number"
                    raise RefusedError(Refusal("FC750", message, "give a whole number", rule.by))
                return ((name, by_key[key]),)
            times = self._multiplied.get(naming.last(path)) if self._multiplied else None
            return () if times is None or general is None else ((name, general * times),)

        def values(paths: Sequence[str]) -> list[_Differing]:
            found = naming.first_keys(keys, rule.match, rule.by, tuple(paths))
            return [value(path, key) for path, key in zip(paths, found, strict=True)]

        return values
