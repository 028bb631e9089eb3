"""Which modules and parameters of a model a configuration takes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from finetune_catalog.counting import naming
from finetune_catalog.counting.layout import HOLDER, Alike, alike, bare, paths
from finetune_catalog.counting.refusal import Refusal, RefusedError
from finetune_catalog.counting.tasks import task_of
from finetune_catalog.counting.unmatched import BARE, CONTAINER, nothing, unsupported
from finetune_catalog.counting.wanted import linear_paths, wanted_of, with_defaults
from finetune_catalog.frozen import field, frozen, replace
from finetune_catalog.text import quoted, word_list

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from finetune_catalog.counting.wanted import Wanted
    from finetune_catalog.counting_records import Counting, Targets
    from finetune_catalog.models import Model, Module
    from finetune_catalog.records import CatalogData


@frozen
class Taken:
    """The modules, in groups of like ones, and the parameters that a configuration takes.

    `names` are what the modules are taken by: names, or one pattern.
    """

    groups: tuple[Alike, ...] = ()
    parameters: tuple[tuple[str, Module, str, tuple[int, ...]], ...] = ()
    multiplied: Mapping[str, int] = field(default_factory=dict)
    names: str | tuple[str, ...] = ()

    @property
    def modules(self) -> Iterator[tuple[str, Module | None]]:
        """Every module by its path; one of None only holds others."""
        return (member for group in self.groups for member in group.members)

    @property
    def adapted(self) -> tuple[str, ...]:
        """The paths of the modules, then of the parameters."""
        return (*(path for path, _ in self.modules), *(path for path, *_ in self.parameters))

    @property
    def paths(self) -> frozenset[str]:
        """The paths of the modules, those of which a parameter is taken among them."""
        return frozenset((*(path for path, _ in self.modules), *(m.path for _, m, _, _ in self.parameters)))

    def has(self, path: str | None) -> bool:
        """Whether a module is taken itself."""
        return path is not None and any(path == one for one, _ in self.modules)


def select(
    data: CatalogData,
    counting: Counting,
    values: Mapping[str, Any],
    model: Model,
    saves: tuple[str, ...],
    beside: tuple[str, ...] = (),
) -> Taken:
    """Choose the modules and parameters to adapt.

    Args:
        data: the catalog
        counting: the method's
        values: every parameter and option by id
        model: the model
        saves: names of the modules that are trained whole, which get no adapter
        beside: paths of modules that are taken whatever else is said

    Raises:
        RefusedError: nothing is named, or nothing matches; a pattern is none.
    """
    targets = counting.targets
    if targets is None:
        return Taken()
    task = task_of(data, counting, values)
    wanted = wanted_of(targets, values, saves, beside)
    if any(model.architecture in family.architectures for family in counting.fused):
        from finetune_catalog.counting.fused import converted

        wanted = converted(counting, wanted, targets, model, lambda: linear_paths(model, task))
    wanted = with_defaults(data, targets, wanted, model)
    if isinstance(wanted.modules, str) and wanted.modules.lower() == naming.ALL_LINEAR:
        wanted = replace(wanted, modules=linear_paths(model, task), linear=True)
    if isinstance(wanted.modules, tuple) and (wanted.layers or counting.groups.by == "target"):
        wanted = _shortened(wanted, model)
    groups, excluded, skipped = _matching(targets, wanted, model)
    hits = {path for group in groups for path, _ in group.members} if wanted.parameters else set()
    parameters = tuple(_parameters(targets, wanted, model, hits))
    taken = Taken(groups, parameters, dict(wanted.multiplied), wanted.modules or ())
    if beside and not taken.has(model.input_embedding):
        message = f"`{model.input_embedding}` is not adapted, and {word_list(quoted(beside))} would share its adapter"
        hint = "save or adapt all modules that are tied, or give up keeping them tied"
        raise RefusedError(Refusal("FC752", message, hint, targets.modules))
    if not groups and not parameters and not skipped:
        raise nothing(targets, wanted, model, linear_paths(model, None), excluded=excluded)
    return taken


@lru_cache(maxsize=32)
def _shortened(wanted: Wanted, model: Model) -> Wanted:
    from finetune_catalog.counting.shortening import shortened

    assert isinstance(wanted.modules, tuple)  # a pattern is not shortened
    short = shortened(wanted.modules, paths(model))
    return wanted if short == wanted.modules else replace(wanted, modules=short, linear=False)


def matcher(targets: Targets, wanted: Wanted) -> tuple[naming.Matcher, naming.Matcher]:
    """Give the two tests of a path: whether it is left out, and whether it is named."""
    excludes = naming.by_names(wanted.exclude, targets.exclude) if wanted.exclude else None
    saved = naming.inside(wanted.saves, None) if wanted.saves else None
    names = wanted.modules if wanted.modules is not None else ()

    def left_out(path: str) -> bool:
        return bool((excludes and excludes(path)) or (saved and saved(path)))

    return left_out, naming.by_names(names, targets.modules)


@lru_cache(maxsize=64)
def _matching(targets: Targets, wanted: Wanted, model: Model) -> tuple[tuple[Alike, ...], bool, bool]:
    """Give the groups that are taken; and whether others match that are left out, or passed over for their kind."""
    left_out, named = matcher(targets, wanted)
    blind = _blind(wanted)
    in_layers = _in_layers(targets, wanted)
    found: list[Alike] = []
    excluded = skipped = False
    for whole in (*alike(model), *_within_reach(wanted, model)):
        for group in (whole,) if blind else _single(whole):
            tied = group.path in wanted.beside
            if not tied and left_out(group.path):
                excluded = True
                continue
            if not tied and not named(group.path):
                continue
            kept = group if tied or in_layers is None else in_layers(group)
            if kept is None:
                continue
            kind = group.module.shape.kind if group.module else CONTAINER if group.size else BARE
            if targets.kinds is None or kind in targets.kinds:
                found.append(kept)
            elif targets.skips:
                skipped = True
            else:
                raise unsupported(targets, kept.path, kind, pattern=isinstance(wanted.modules, str))
    _hold_apart(targets, found)
    return tuple(found if blind else _joined(found)), excluded, skipped


def _within_reach(wanted: Wanted, model: Model) -> tuple[Alike, ...]:
    """Give the modules without parameters that names may reach: those of all linear layers, and of most lists, do not."""
    names = () if wanted.linear or wanted.modules is None else wanted.modules
    if not isinstance(names, str):
        ends = {naming.last(name) for name in names}
        if not any(naming.last(pattern) in ends for pattern, _ in model.bare):
            return ()
    return bare(model)


def _blind(wanted: Wanted) -> bool:
    """Whether what is said of the targets tells no index from another, so that like modules need one look.

    All linear layers are named one by one, and are all of the layers that are alike.
    """
    names = wanted.modules if wanted.modules is not None else ()
    left_out = naming.blind(wanted.exclude) and naming.blind(wanted.saves, patterns=True)
    return left_out and not wanted.beside and (wanted.linear or naming.blind(names))


def _hold_apart(targets: Targets, groups: list[Alike]) -> None:
    """Hold that no module taken lies inside another one, which would stand in its place."""
    holding = [group for group in groups if group.module is None or group.module.shape.kind == HOLDER]
    outer = {path for group in holding for path, _ in group.members}
    for group in groups if holding else ():
        for path, _ in group.members:
            above = next((one for one in naming.above(path) if one in outer), None)
            if above is not None:
                message = f"`{path}` lies inside `{above}`, and both are taken"
                raise RefusedError(Refusal("FC752", message, "name one of them", targets.modules))


def _single(group: Alike) -> Iterator[Alike]:
    return (Alike(path, module, ((path, module),), group.key, group.size) for path, module in group.members)


def _joined(found: list[Alike]) -> list[Alike]:
    """Join modules that are alike again, whose names were looked at one by one."""
    groups: dict[tuple[Hashable, int], list[tuple[str, Module | None]]] = {}
    for one in found:
        groups.setdefault((one.key, one.size), []).extend(one.members)
    return [Alike(*members[0], tuple(members), *key) for key, members in groups.items()]


def _in_layers(targets: Targets, wanted: Wanted) -> Callable[[Alike], Alike | None] | None:
    """Give the function that leaves the modules of a group which are in the layers, or named by their whole path."""
    names = wanted.modules
    if not wanted.layers or isinstance(names, str) or names is None:
        return None
    index = naming.layer_index(wanted.containers, targets.containers)
    layers, whole = frozenset(wanted.layers), frozenset(names)

    def kept(group: Alike) -> Alike | None:
        members = tuple(
            member for member in group.members if member[0] in whole or index(member[0]) in layers
        )
        return Alike(*members[0], members, group.key, group.size) if members else None

    return kept


def _parameters(
    targets: Targets, wanted: Wanted, model: Model, hits: set[str]
) -> Iterator[tuple[str, Module, str, tuple[int, ...]]]:
    """Yield the parameters that are named, each with its module."""
    names = frozenset(wanted.parameters)
    endings = tuple(f".{name}" for name in names)
    for module in model.modules if names else ():
        for name, shape in module.shape.parameters:
            whole = f"{module.path}.{name}"
            if whole not in names and not whole.endswith(endings):
                continue
            if module.path in hits:
                message = f"`{whole}` cannot be adapted: its module is taken already"
                hint = f"leave the module out of `{targets.modules}`"
                raise RefusedError(Refusal("FC752", message, hint, targets.parameters))
            if len(shape) not in (2, 3):
                message = f"`{whole}` has {len(shape)} dimensions; parameters of 2 or 3 can be adapted"
                raise RefusedError(Refusal("FC752", message, "leave it out", targets.parameters))
            yield whole, module, name, shape
