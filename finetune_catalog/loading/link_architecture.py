"""One architecture: every formula checked with the names it may use, each where it stands in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics import Diagnostic, nearest
from finetune_catalog.expression.types import INTEGER, Declaration, Interval, Optional
from finetune_catalog.frozen import field, frozen, slotted
from finetune_catalog.loading.circles import circle
from finetune_catalog.loading.config_fields import LABELS, declared_field, default_is_formula, flawed_default
from finetune_catalog.loading.declarations import COUNT, TRUTH
from finetune_catalog.loading.formulas import Site, site
from finetune_catalog.loading.link_modules import link_containers, link_modules
from finetune_catalog.loading.module_paths import misled
from finetune_catalog.loading.order import ordered
from finetune_catalog.loading.paths import INDICES
from finetune_catalog.loading.raw import is_mapping, mapping
from finetune_catalog.loading.scope import Names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finetune_catalog.expression.types import Checked
    from finetune_catalog.loading.formulas import Formulas
    from finetune_catalog.loading.linked import Linked
    from finetune_catalog.loading.raw import Path
    from finetune_catalog.loading.sheets import Sheet

MAYBE_COUNT = Declaration(Optional(INTEGER))
INDEX = Declaration(INTEGER, interval=Interval(0))


@slotted
class LinkedArchitecture:
    """An architecture's file: its checked formulas by path, its values in the order of use, and what is wrong with it."""

    sheet: Sheet
    formulas: dict[Path, Checked] = field(default_factory=dict)
    values: list[str] = field(default_factory=list)
    per_group: dict[Path, Checked] = field(
        default_factory=dict
    )  #: input channels of each group, by convolution
    found: list[Diagnostic] = field(default_factory=list)

    def check(self, formulas: Formulas, path: Path, names: Names, expected: Declaration | None) -> None:
        """Check the formula at a path, if there is one; null is the formula None."""
        place = site(self.sheet, path)
        if place is None and self.sheet.get(path) is None and path[-1] in mapping(self.sheet.get(path[:-1])):
            place = Site("None", self.sheet, path)
        if place is not None:
            checked, problems = names.check(formulas, place, expected)
            self.found += problems
            if checked is not None:
                self.formulas[path] = checked


@frozen
class Scopes:
    """The names for formulas of paths with no, one and two `*`."""

    none: Names
    one: Names
    two: Names

    def of(self, path: str) -> Names:
        """Return the names for a path."""
        return (self.none, self.one, self.two)[min(path.count("*"), 2)]


def link_architecture(sheet: Sheet, linked: Linked) -> LinkedArchitecture:
    """Link an architecture's file."""
    result = LinkedArchitecture(sheet)
    names = Names()
    for id_, entry in mapping(sheet.data, "fields").items():
        _link_field(id_, entry, result, names, linked)
    if LABELS not in names.known:
        names.declare(LABELS, linked.shared(declared_field({"minimum": 0})))
    fields = Names(dict(names.known), set(names.unclear))
    _link_references(result, fields)
    for index in range(len(sheet.get(("requires",)) or ())):
        result.check(linked.formulas, ("requires", index, "holds"), fields, TRUTH)
    _link_values(result, names, linked)
    scopes = _scopes(names)
    for id_ in mapping(sheet.data, "dimensions"):
        result.check(linked.formulas, ("dimensions", id_), names, MAYBE_COUNT)
    link_containers(result, ("containers",), scopes, linked.formulas)
    link_modules(result, ("modules",), scopes, linked.formulas)
    _link_bare(("bare",), result, names, linked)
    for name, entry in mapping(sheet.data, "classes").items():
        _link_class(name, entry, result, fields, scopes, linked)
    result.found += misled(sheet)
    return result


def _link_field(id_: str, entry: object, result: LinkedArchitecture, names: Names, linked: Linked) -> None:
    declared = declared_field(entry)
    path: Path = ("fields", id_)
    expected = linked.shared(Declaration(declared.type))
    later = {
        name: f"a default may use the fields above it; move `{id_}` below `{name}`"
        for name in mapping(result.sheet.data, "fields")
        if name not in names.known
    }
    scope = Names(names.known, names.unclear, later)
    if default_is_formula(entry):
        result.check(linked.formulas, (*path, "default"), scope, expected)
    else:
        result.found += flawed_default(result.sheet, id_, entry)
    result.check(linked.formulas, (*path, "if_null"), scope, expected)
    result.check(linked.formulas, (*path, "length"), names, COUNT)
    names.declare(id_, None if declared is None else linked.shared(declared))


def _link_values(result: LinkedArchitecture, names: Names, linked: Linked) -> None:
    """Check the named values in the order in which they use each other; the type of each is what its formula gives."""
    sites = {
        name: found
        for name in mapping(result.sheet.data, "values")
        if (found := site(result.sheet, ("values", name))) is not None
    }
    for name in sites:
        if name in names.known or name in INDICES:
            span = result.sheet.key(("values", name))
            message = f"the value `{name}` has the name of {'an index' if name in INDICES else 'a field'}"
            result.found.append(Diagnostic("FC607", message, span=span, help="give it another name"))
    order, circles = ordered({name: linked.formulas.parse(found.text).names for name, found in sites.items()})
    names.unclear.update(sites.keys() - names.known.keys())
    for steps in circles:
        result.found.append(circle(steps, sites))
    for name in order:
        path: Path = ("values", name)
        result.check(linked.formulas, path, names, None)
        if path in result.formulas:
            result.values.append(name)
            names.unclear.discard(name)
            names.declare(name, linked.shared(Declaration(result.formulas[path].result.type)))


def _scopes(names: Names) -> Scopes:
    made = []
    for count in range(len(INDICES) + 1):
        known = {**names.known, **dict.fromkeys(INDICES[:count], INDEX)}
        elsewhere = {
            name: f"`{name}` is an index: only a path with {'a `*`' if place == 0 else 'two `*`'} has it"
            for place, name in enumerate(INDICES)
            if place >= count
        }
        made.append(Names(known, names.unclear, elsewhere))
    return Scopes(*made)


def _link_class(
    name: str, entry: object, result: LinkedArchitecture, fields: Names, scopes: Scopes, linked: Linked
) -> None:
    path: Path = ("classes", name)
    for id_ in mapping(entry, "with"):
        declared = scopes.none.known.get(id_)
        if declared is None and id_ not in scopes.none.unclear:
            result.found.append(no_field(result.sheet, (*path, "with", id_), "key", id_, scopes.none.known))
        result.check(
            linked.formulas,
            (*path, "with", id_),
            fields,
            declared and linked.shared(Declaration(declared.type)),
        )
    link_containers(result, (*path, "containers"), scopes, linked.formulas)
    link_modules(result, (*path, "modules"), scopes, linked.formulas)
    _link_bare((*path, "bare"), result, scopes.none, linked)


def _link_bare(path: Path, result: LinkedArchitecture, names: Names, linked: Linked) -> None:
    for id_ in mapping(result.sheet.get(path)):
        result.check(linked.formulas, (*path, id_, "when"), names, TRUTH)


def _link_references(result: LinkedArchitecture, fields: Names) -> None:
    """Check that aliases and requirements name fields."""
    known = (*fields.known, *sorted(fields.unclear))
    for alias, target in mapping(result.sheet.data, "aliases").items():
        if target not in known:
            result.found.append(no_field(result.sheet, ("aliases", alias), "value", target, known))
    for index, entry in enumerate(result.sheet.get(("requires",)) or ()):
        target = entry.get("field") if is_mapping(entry) else None
        if target is not None and target not in known:
            result.found.append(no_field(result.sheet, ("requires", index, "field"), "value", target, known))


def no_field(sheet: Sheet, path: Path, part: Any, word: object, known: Iterable[str]) -> Diagnostic:
    """Say that there is no such field, with the nearest one."""
    near = nearest(str(word), known)
    return Diagnostic(
        "FC617",
        f"there is no field `{word}`",
        span=sheet.locate(path, part),
        allowed=tuple(known),
        help=f"did you mean `{near}`?" if near else "add it to `fields`",
    )
