"""Configurations as other programs write them: each field becomes the parameter that the catalog says it is."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

from finetune_catalog.configs.newer import newer
from finetune_catalog.configs.resolving import resolved
from finetune_catalog.counting.required import unfit
from finetune_catalog.diagnostics.model import Severity
from finetune_catalog.frozen import field, slotted
from finetune_catalog.remembered import Remembered
from finetune_catalog.text import nearest
from finetune_catalog.wording import found, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finetune_catalog.configs.native import Made
    from finetune_catalog.configs.place import Place
    from finetune_catalog.configure import Configuration
    from finetune_catalog.diagnostics.model import Diagnostic
    from finetune_catalog.dialect_records import Dialect, FieldMapping, Framework
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method


MOST = 50  #: unknown fields that are named one by one


def framework_of(data: CatalogData, value: Mapping[Any, Any]) -> Framework | None:
    """Tell the program whose form a mapping has, by the key that names the method."""
    return next((one for one in data.frameworks.values() if one.method_key in value), None)


def dialect_configuration(
    data: CatalogData, framework: Framework, value: Mapping[Any, Any], place: Place, model: Model | None
) -> Made:
    """Read a configuration in another program's form; None and every finding where it is none."""
    word, where = value[framework.method_key], place / framework.method_key
    if where.unreadable:
        return None, ()
    method = _methods_of(data, framework).get(word) if isinstance(word, str) else None
    if method is None:
        return None, (_unknown_method(data, framework, word, where),)
    reading = _read(framework, method, value, place)
    made, findings = resolved(data, method, reading.given, place, where, reading.steps, model, reading.theirs)
    if made is not None and model is None:
        findings = (*findings, *_unfit(data, method, made, place, reading))
    if any(one.severity is Severity.ERROR for one in (*reading.findings, *findings)):
        made = None
    return made, (*reading.findings, *findings)


_KEPT = 64  #: tables of methods: one a catalog and framework
_methods: Remembered[Mapping[str, Method]] = Remembered(_KEPT)


def _methods_of(data: CatalogData, framework: Framework) -> Mapping[str, Method]:
    """Give the methods that a framework writes by the names it has for them, the first of two of one name."""

    def made() -> Mapping[str, Method]:
        writes = [m for m in data.methods.values() if framework.id in m.dialects]
        return {m.dialects[framework.id].name: m for m in reversed(writes)}

    return _methods.get((id(data), framework.id), made, data)


def _unfit(
    data: CatalogData, method: Method, made: Configuration, place: Place, reading: _Reading
) -> Iterator[Diagnostic]:
    """Say what the program refuses when it reads the configuration; on a model, counting says it."""
    refusal = unfit(data, method, made.options.seen)
    if refusal is not None:
        steps = reading.steps.get(refusal.about or "")
        where = place / reading.framework.method_key if steps is None else place.below(steps)
        yield where.finding(refusal.code, refusal.message, allowed=refusal.allowed, help=refusal.help)


def places_of(
    data: CatalogData, method: Method, value: Any, place: Place
) -> tuple[Place, Mapping[str, Place]] | None:
    """Give where another program's configuration names its method, and where each parameter's value stands in it."""
    framework = framework_of(data, value) if isinstance(value, Mapping) else None
    if framework is None or framework.id not in method.dialects:
        return None
    reading = _read(framework, method, value, place)
    places = {name: place.below(steps) for name, steps in reading.steps.items()}
    return place / framework.method_key, places


def _read(framework: Framework, method: Method, value: Mapping[Any, Any], place: Place) -> _Reading:
    had = {key: mapped for key, mapped in framework.fields.items() if mapped.to in method.options}
    reading = _Reading(framework, method, place)
    dialect = reading.dialect
    fields = {**had, **dialect.fields}
    reading.read(fields, value, ())
    reading.findings += _foreign(method, fields, value, place)
    reading.findings += newer(framework, dialect, value, place)
    if reading.unknown > MOST:
        message = f"{dialect.name} has none of {reading.unknown - MOST:,} further fields either"
        where = place / framework.method_key
        reading.findings.append(where.finding("FC711", message, severity=Severity.WARNING))
    return reading


def _foreign(
    method: Method, fields: Mapping[str, FieldMapping], value: Mapping[Any, Any], place: Place
) -> Iterator[Diagnostic]:
    """Find words that stand for something here, and that the program does not know."""
    for key, mapped in fields.items():
        word = value.get(key) if mapped.values else None
        if mapped.to is not None and isinstance(word, str) and word in (foreign := mapped.foreign):
            declared = method.declared[mapped.to]
            theirs = [theirs for theirs, _ in mapped.values]
            others = [choice for choice in declared.choices or () if choice not in (*foreign, *theirs)]
            where: Place = place / key
            allowed = tuple(shown(choice) for choice in (*theirs, *others))
            yield where.finding("FC705", f"`{key}`: {shown(word)} is none of its choices", allowed=allowed)


@slotted
class _Reading:
    """What the fields of one configuration gave: values by parameter, the path of each, what is called otherwise, and findings."""

    framework: Framework
    method: Method
    place: Place
    given: dict[str, Any] = field(default_factory=dict)
    steps: dict[str, tuple[str, ...]] = field(default_factory=dict)
    theirs: dict[str, tuple[tuple[Any, Any], ...]] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    unknown: int = 0  #: fields that the method does not have

    def read(
        self, fields: Mapping[str, FieldMapping], value: Mapping[Any, Any], path: tuple[str, ...]
    ) -> None:
        """Read the fields of a mapping, and those it lacks that have a default of their own."""
        for key, item in value.items():
            if not path and key == self.framework.method_key:
                continue
            if key in fields:
                self._field(fields[key], item, (*path, key))
            elif not path and not self._known(key):
                self._unknown(key, fields)
        for key, mapped in fields.items():
            if key not in value and mapped.to is not None and mapped.default:
                self.given.setdefault(mapped.to, mapped.default[0])

    def _field(self, mapped: FieldMapping, item: Any, path: tuple[str, ...]) -> None:
        if mapped.fields is not None:
            self._nested(mapped.fields, item, path)
        if mapped.to is None:
            return
        if mapped.present or mapped.filled:
            if item is not None and item is not False and (mapped.present or item):
                self._give(mapped.to, (*mapped.present, *mapped.filled)[0], path)
            return
        if mapped.listed and isinstance(item, str):
            item = [item]
        elif mapped.listed and isinstance(item, (list, tuple)):
            self._not_one(item, path)
            return
        if mapped.values:
            self.theirs[mapped.to] = mapped.values
        value = _ours(mapped, item)
        if value is None and not mapped.refuses_null and self._is_switch(mapped.to):
            value = False
        self._give(mapped.to, value, path)

    def _nested(self, fields: Mapping[str, FieldMapping], item: Any, path: tuple[str, ...]) -> None:
        if isinstance(item, Mapping):
            self.read(fields, item, path)
        elif item is not None and item is not False:
            where = self.place.below(path)
            message = f"expected fields in braces, found {found(item)}"
            self.findings.append(where.finding("FC704", message, allowed=tuple(fields)))

    @property
    def dialect(self) -> Dialect:
        """How the program writes the method."""
        return self.method.dialects[self.framework.id]

    def _is_switch(self, name: str) -> bool:
        """Whether null says of a parameter that it is false."""
        declared = self.method.declared.get(name)
        return self.framework.null_is_false and declared is not None and declared.type == "boolean"

    def _not_one(self, item: Sequence[Any], path: tuple[str, ...]) -> None:
        """Say that a field takes one name, and not a list of names."""
        where = self.place.below(path)
        hint = f"write {shown(item[0])}" if len(item) == 1 and isinstance(item[0], str) else None
        message = f"`{path[-1]}`: expected one name, found {found(item)}"
        self.findings.append(where.finding("FC704", message, help=hint))

    def _give(self, name: str, value: Any, path: tuple[str, ...]) -> None:
        self.given[name] = value
        self.steps[name] = path

    def _known(self, key: Any) -> bool:
        framework = self.framework
        return key in self.dialect.ignored or key in framework.ignored or key in framework.fields

    def _unknown(self, key: Any, fields: Mapping[str, FieldMapping]) -> None:
        self.unknown += 1
        if self.unknown > MOST:
            return
        near = nearest(str(key), tuple(fields))
        where: Place = self.place / key
        severity = Severity.ERROR if self.framework.refuses_unknown else Severity.WARNING
        message = f"{self.dialect.name} has no field `{key}`; it is left out of account"
        hint = f"did you mean `{near}`?" if near else "remove it"
        self.findings.append(where.finding("FC711", message, "key", severity, help=hint))


def _ours(mapped: FieldMapping, item: Any) -> Any:
    """Say their value as ours: as a whole, or by name where it is a mapping of names to such values."""
    value = _one(mapped, item)
    if mapped.values and isinstance(value, Mapping):
        return {name: _one(mapped, one) for name, one in value.items()}
    return value


def _one(mapped: FieldMapping, item: Any) -> Any:
    value = next(
        (ours for theirs, ours in mapped.values if type(theirs) is type(item) and theirs == item), item
    )
    if mapped.whole and isinstance(value, float) and isfinite(value):
        return int(value)
    return value


def _unknown_method(data: CatalogData, framework: Framework, word: Any, where: Place) -> Diagnostic:
    names = tuple(sorted(_methods_of(data, framework)))
    near = nearest(str(word), names)
    known = isinstance(word, str)
    message = (
        f"there is no method `{word}`" if known else f"expected the name of a method, found {found(word)}"
    )
    return where.finding("FC701", message, allowed=names, help=f"did you mean `{near}`?" if near else None)
