"""What the names that an option holds reach on a model: for the rules, which look at what counting passes over."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting import naming
from finetune_catalog.counting.layout import paths, within
from finetune_catalog.counting.saving import tied_paths
from finetune_catalog.counting.wanted import linear_paths
from finetune_catalog.frozen import frozen
from finetune_catalog.text import nearest, quoted, shorten, word_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from finetune_catalog.counting_records import Counting
    from finetune_catalog.models import Model

MOST = 1000  #: names that are looked up one by one; of longer lists only so many
ADAPTED = "adapted are"  #: before the names of what a configuration takes
_SHOWN = 3  #: names in one message
_OFFERED = 8


@frozen
class Reach:
    """The names of one option: how many, those that match nothing with their places, and the paths that are matched.

    `partial` are the last names of modules that only end like the one given; `known` names that it could be, which
    `owner` has; `targeted` is how many of the paths matched the targets name as well.
    """

    count: int
    missing: tuple[tuple[str | int, str], ...]
    matched: tuple[str, ...]
    partial: tuple[str, ...]
    known: tuple[str, ...]
    owner: str
    targeted: int

    @property
    def step(self) -> str | int | None:
        """Where the first name stands that matches nothing."""
        return self.missing[0][0] if self.missing else None


def reach(
    counting: Counting, option: str, values: Mapping[str, Any], model: Model, taken: tuple[str, ...]
) -> Reach:
    """Look the names of an option up in a model; `taken` are the paths that the configuration takes."""
    given = values.get(option) or ()
    inside = _names_taken(counting, option)
    lookup = _lookup(counting, option, model, taken if inside else tuple(paths(model)))
    names = {"": given} if isinstance(given, str) else _places(given)
    pattern = isinstance(given, str)
    missing: list[tuple[str | int, str]] = []
    matched: dict[str, None] = {}
    partial: dict[str, None] = {}
    for place, name in names.items():
        found = tuple(_by_pattern(name, option, model) if pattern else lookup(name))
        if not found and not _known(counting, option, name, model):
            missing.append((place, name))
        matched |= dict.fromkeys(found)
        if not pattern:
            partial |= dict.fromkeys(
                naming.last(path) for path in found if not f".{path}".endswith(f".{name}")
            )
    targets = counting.targets
    if targets is not None and option == targets.modules:
        matched = dict.fromkeys(taken)
    parameters = targets is not None and option == targets.parameters
    known = _parameters(model) if parameters else _frequent(taken) if inside else _lasts(model)
    owner = ADAPTED if inside else f"{model.name} has"
    targeted = _targeted(counting, values, model, tuple(matched))
    return Reach(
        1 if pattern else len(given), tuple(missing), tuple(matched), tuple(partial), known, owner, targeted
    )


def _names_taken(counting: Counting, option: str) -> bool:
    """Whether an option names some of the modules that are taken, and not of the model's."""
    return any(rule.by == option for rule in (*counting.varies.values(), *counting.marks.values()))


def facts(found: Reach, model: Model) -> dict[str, Any]:
    """Give what rules know of an option by name."""
    first = [name for _, name in found.missing]
    tied = tied_paths(model)
    sharing = {model.input_embedding, *tied} if tied else set()
    index = naming.layer_index(None, None)
    return {
        "count": found.count,
        "unmatched": len(first),
        "missing": word_list(quoted(shorten(name) for name in first), limit=_SHOWN),
        "near": _near(first[0], found) if first else "",
        "matched": len(found.matched),
        "size": sum(module.shape.size for path in found.matched for module in within(model, path)),
        "layers": len({layer for path in found.matched if (layer := index(path)) is not None}),
        "targeted": found.targeted,
        "tied": len(sharing.intersection(found.matched)),
        "partial": len(found.partial),
        "partly": word_list(quoted(found.partial), limit=_SHOWN),
    }


def _targeted(counting: Counting, values: Mapping[str, Any], model: Model, matched: tuple[str, ...]) -> int:
    """Count the paths that the targets name or take."""
    option = counting.targets.modules if counting.targets else None
    names = values.get(option or "") or ()
    if not isinstance(names, str):
        return len({path for name in names[:MOST] for path in _endings(model).get(name, ())} & {*matched})
    if names.lower() == naming.ALL_LINEAR:
        return len({*linear_paths(model, None)} & {*matched})
    return sum(map(naming.by_names(names, option), matched))


def _places(given: Any) -> dict[str | int, str]:
    """Give names by where they stand: a list's by index, a mapping's by key."""
    if hasattr(given, "keys"):
        return {name: name for name in list(given)[:MOST]}
    return dict(enumerate(given[:MOST]))


def _near(name: str, found: Reach) -> str:
    near = nearest(naming.last(name), found.known)
    if near is not None and near != name:
        return f"did you mean `{near}`?"
    return f"{found.owner} {word_list(quoted(found.known), limit=_OFFERED)}"


def _known(counting: Counting, option: str, name: str, model: Model) -> bool:
    """Whether a name stands for something though no module is called so: a word for many, or experts that were fused."""
    targets = counting.targets
    if targets is None or option not in (targets.modules, targets.parameters):
        return False
    if name.lower() == naming.ALL_LINEAR:
        return True
    return any(
        model.architecture in family.architectures and naming.last(name) in family.names
        for family in counting.fused
    )


def _by_pattern(given: str, option: str, model: Model) -> Iterator[str]:
    if given.lower() == naming.ALL_LINEAR:
        return
    matches = naming.by_names(given, option)
    yield from filter(matches, paths(model))


def _lookup(
    counting: Counting, option: str, model: Model, among: Iterable[str]
) -> Callable[[str], Iterable[str]]:
    """Give the function of a name that finds which of these it reaches, as the part of counting does that it is for."""
    targets = counting.targets
    if targets is not None and option in (targets.modules, targets.exclude):
        return lambda name: _endings(model).get(name, ())
    if targets is not None and option == targets.parameters:
        return lambda name: _parameter_endings(model).get(name, ())
    if option == counting.saves:
        return lambda name: [path for path in paths(model) if path.endswith(name)]
    key = next((rule for rule in counting.varies.values() if rule.by == option), None)
    if key is not None:
        return lambda name: filter(naming.by_key(name, key.match, option), among)
    mark = next((rule for rule in counting.marks.values() if rule.by == option), None)
    if mark is None:
        return lambda _: ()
    return lambda name: filter(naming.MATCHERS[mark.match]((name,), option), among)


@lru_cache(maxsize=4)
def _endings(model: Model) -> Mapping[str, list[str]]:
    """Give the paths of a model by everything that they end with after a dot, and by themselves."""
    return _by_ending(paths(model))


@lru_cache(maxsize=4)
def _parameter_endings(model: Model) -> Mapping[str, list[str]]:
    return _by_ending(f"{m.path}.{name}" for m in model.modules for name, _ in m.shape.parameters)


def _by_ending(given: Iterable[str]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for path in given:
        ending = path
        while ending:
            made.setdefault(ending, []).append(path)
            ending = ending.partition(".")[2]
    return made


@lru_cache(maxsize=4)
def _lasts(model: Model) -> tuple[str, ...]:
    """Give the last names of the modules with parameters, the most frequent first."""
    return _frequent(module.path for module in model.modules)


def _frequent(given: Iterable[str]) -> tuple[str, ...]:
    names = Counter(map(naming.last, given))
    known = (name for name in names if not name.isdecimal())
    return tuple(sorted(known, key=lambda name: (-names[name], name)))


@lru_cache(maxsize=4)
def _parameters(model: Model) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            f"{naming.last(m.path)}.{name}" for m in model.modules for name, _ in m.shape.parameters
        )
    )
