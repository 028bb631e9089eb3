"""How names in a configuration match paths of modules: suffixes, patterns, endings; and the layer a path is in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from finetune_catalog.counting.digits import name_is_blind, pattern_is_blind
from finetune_catalog.counting.patterns import pattern, patterns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Matcher: TypeAlias = Callable[[str], bool]

_MANY = 16  #: names from which on the ends of a path are looked up, instead of every name held against it
ALL_LINEAR = "all-linear"  #: the word that stands for every linear layer, whatever its case


def blind(names: str | Iterable[str], *, patterns: bool = False) -> bool:
    """Whether names tell no index from another; a string is a pattern, and so is each of them with `patterns`."""
    if isinstance(names, str):
        return pattern_is_blind(names)
    return all(map(pattern_is_blind if patterns else name_is_blind, names))


def by_names(names: str | Iterable[str], about: str | None) -> Matcher:
    """Match a path that one of the names is, or is the end of after a dot; a string is a pattern of the whole path."""
    if isinstance(names, str):
        return pattern(names, about).fullmatch
    whole = frozenset(names)
    if len(whole) > _MANY:
        return lambda path: _ends_in(path, whole)
    endings = tuple(f".{name}" for name in whole)
    return lambda path: path in whole or path.endswith(endings)


def _ends_in(path: str, names: frozenset[str]) -> bool:
    """Whether a path or one of its ends, from a dot on, is among these names."""
    while path:
        if path in names:
            return True
        path = path.partition(".")[2]
    return False


def by_endings(names: str | Iterable[str], about: str | None) -> Matcher:
    """Match a path that ends with one of the names, after a dot or not; a string is a pattern of the whole path."""
    if isinstance(names, str):
        return pattern(names, about).fullmatch
    endings = tuple(names)
    return lambda path: path.endswith(endings)


def by_parts(names: str | Iterable[str], _about: str | None) -> Matcher:
    """Match a path that has one of the names in it, as plain text; of a string, one of its letters."""
    parts = tuple(names)
    return lambda path: any(part in path for part in parts)


#: how a rule of marks matches names, by the catalog's word for it
MATCHERS: Mapping[str, Callable[[str | Iterable[str], str | None], Matcher]] = {
    "suffix": by_names,
    "ending": by_endings,
    "part": by_parts,
}


def inside(names: Sequence[str], about: str | None) -> Matcher:
    """Match a path that one of the names, taken as a pattern, stands in between dots or ends."""
    plain = frozenset(name for name in names if name.isidentifier())
    others = [name for name in names if name not in plain]
    rest = list(patterns(r"(^|.*\.){key}($|\..*)", others, about))

    def matches(path: str) -> bool:
        return not plain.isdisjoint(path.split(".")) or any(one.match(path) for one in rest)

    return matches


_KEYS: Mapping[str, tuple[str, str]] = {
    "end": (r"(.*\.)?({key})$", "match"),
    "dotted": (r".*\.{key}$", "match"),
    "part": (r"{key}", "search"),
}


def by_key(key: str, match: str, about: str | None) -> Matcher:
    """Match a path as a key of values by name does; `match` says how."""
    form, how = _KEYS[match]
    found: Matcher = getattr(pattern(form.format(key=key), about), how)
    return found


@lru_cache(maxsize=256)
def first_keys(
    keys: tuple[str, ...], match: str, about: str | None, paths: tuple[str, ...]
) -> tuple[str | None, ...]:
    """Give for each path the first of these keys to match it; `match` says how they do.

    The paths differ in nothing but indices, so that a key which tells no index from another is looked at once.
    """
    form, how = _KEYS[match]
    found: list[str | None] = [None] * len(paths)
    left = list(range(len(paths)))
    for key, one in zip(keys, patterns(form, keys, about), strict=True):
        if not left:
            break
        matches = getattr(one, how)
        asked = left[:1] if pattern_is_blind(key) else left
        hits = [place for place in asked if matches(paths[place])]
        if hits and asked is not left:
            hits = left
        for place in hits:
            found[place] = key
        left = [place for place in left if found[place] is None]
    whole = frozenset(keys) if match == "dotted" else frozenset()  # only where no key matches as a pattern
    return tuple(
        key if key is not None or path not in whole else path for key, path in zip(found, paths, strict=True)
    )


def last(path: str) -> str:
    """Give the last name of a path."""
    return path.rpartition(".")[2]


def above(path: str) -> Iterator[str]:
    """Yield the paths of the modules that a module lies in, the nearest first."""
    while path := path.rpartition(".")[0]:
        yield path


def layer_index(containers: str | Sequence[str] | None, about: str | None) -> Callable[[str], int | None]:
    """Give the function of a path that tells the index of its layer: the first number after a list's name."""
    if not containers:
        found = [pattern(r".*?\.[^.]*\.(\d+)\.", about)]
    else:
        names = [containers] if isinstance(containers, str) else containers
        found = list(patterns(r"(?:^|.*?\.)(?:{key})\.(?P<index>\d+)\.", names, about))

    def index(path: str) -> int | None:
        for one in found:
            digits = one.last_group(path)
            if digits is not None:
                return int(digits)
        return None

    return index
