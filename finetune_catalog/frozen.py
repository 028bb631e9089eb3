"""Frozen records: what `@dataclass(frozen=True, slots=True)` makes, made in a tenth of the time.

A command that counts on a model needs a hundred such classes, and the standard library takes half a millisecond for each:
it compiles six methods. Here a class gets methods that all classes share, and its `__init__` when some values have
been made; values that come out of the compiled cache never need it. Classes made so are dataclasses to whoever asks.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform, overload

if TYPE_CHECKING:
    from collections.abc import Callable

Class = TypeVar("Class")
Value = TypeVar("Value")

_MISSING: Any = object()
_FEW = 12  #: values of a class that are made without an `__init__` of its own


class _Factory:
    """A default that is made anew for each value."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def field(*, default: Any = _MISSING, default_factory: Any = None) -> Any:
    """Give a field's default, or what makes it."""
    return _Factory(default_factory) if default_factory is not None else default


@overload
def frozen(cls: type[Class], /) -> type[Class]: ...
@overload
def frozen(*, eq: bool = True) -> Callable[[type[Class]], type[Class]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: Any = None, /, *, eq: bool = True) -> Any:
    """Make a class of frozen values with slots; without `eq` a value equals nothing but itself."""
    return _made(cls, eq, _FROZEN) if cls is not None else lambda late: _made(late, eq, _FROZEN)


@overload
def slotted(cls: type[Class], /) -> type[Class]: ...
@overload
def slotted(*, eq: bool = True) -> Callable[[type[Class]], type[Class]]: ...
@dataclass_transform(field_specifiers=(field,))
def slotted(cls: Any = None, /, *, eq: bool = True) -> Any:
    """Make a class of values with slots that may be changed."""
    return _made(cls, eq, {}) if cls is not None else lambda late: _made(late, eq, {})


def replace(value: Value, /, **changes: Any) -> Value:
    """Give a copy of a value with other values in some of its fields."""
    names: tuple[str, ...] = type(value).__match_args__  # type: ignore[attr-defined]
    return type(value)(**{**{name: getattr(value, name) for name in names}, **changes})


def _made(cls: type, eq: bool, methods: dict[str, Any]) -> type:  # noqa: FBT001
    """Make the class anew with slots and the methods that all such classes share."""
    inherited = getattr(cls, "_defaults", {})
    own = {
        name: cls.__dict__.get(name, _MISSING)
        for name, type_ in cls.__dict__.get("__annotations__", {}).items()  # noqa: RUF063  inspect takes 4 ms to import
        if not str(type_).startswith("ClassVar")
    }
    defaults = {**inherited, **own}
    body = {key: value for key, value in cls.__dict__.items() if key not in (*own, "__dict__", "__weakref__")}
    body |= {name: value for name, value in _SHARED.items() if name not in cls.__dict__} | methods
    if eq:
        body |= {"__eq__": _equal, "__hash__": _hash if methods else None}
    made = type(cls)(
        cls.__name__,
        cls.__bases__,
        {
            **body,
            "__slots__": tuple(own),
            "__match_args__": tuple(defaults),
            "__qualname__": cls.__qualname__,
            "_defaults": defaults,
            "_few": _FEW,
            "_getter": staticmethod(attrgetter(*defaults)) if defaults else staticmethod(lambda _: ()),
            "__dataclass_fields__": _Fields(),
        },
    )
    made._setters = tuple(getattr(made, name).__set__ for name in defaults)  # type: ignore[attr-defined]  # noqa: SLF001
    if "__init__" not in cls.__dict__:
        made.__init__ = _first_init  # type: ignore[misc]
    return made


def _first_init(self: Any, *given: Any, **named: Any) -> None:
    """Set the fields one by one for the first few values; then, and where something is wrong, write an `__init__`."""
    cls: Any = next(c for c in type(self).__mro__ if "_defaults" in c.__dict__)
    cls._few -= 1
    names = cls.__match_args__
    values = {**cls._defaults, **dict(zip(names, given)), **named}  # noqa: B905  there are fewer given
    if cls._few < 0 or len(given) > len(names) or named.keys() - set(names[len(given) :]):
        _written_init(cls)(self, *given, **named)
        return
    for setter, value in zip(cls._setters, values.values(), strict=True):
        if value is _MISSING:
            _written_init(cls)(self, *given, **named)
            return
        setter(self, value.make() if type(value) is _Factory else value)


def _written_init(cls: Any) -> Any:
    """Write a class's `__init__`, once."""
    scope: dict[str, Any] = {"MISSING": _MISSING}
    parameters, body = [], []
    for name, default in cls._defaults.items():
        value = name
        if isinstance(default, _Factory):
            scope[f"make_{name}"] = default.make
            parameters.append(f"{name}=MISSING")
            value = f"make_{name}() if {name} is MISSING else {name}"
        elif default is not _MISSING:
            scope[f"default_{name}"] = default
            parameters.append(f"{name}=default_{name}")
        else:
            parameters.append(name)
        scope[f"set_{name}"] = getattr(cls, name).__set__
        body.append(f" set_{name}(self, {value})")
    exec(f"def __init__(self, {', '.join(parameters)}):\n" + "\n".join(body or [" pass"]), scope)
    made = scope["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    cls.__init__ = made
    return made


class _Fields:
    """The fields as the standard library describes them, made when it asks."""

    def __get__(self, _: Any, cls: Any) -> dict[str, Any]:
        import dataclasses

        found = {}
        for name, default in cls._defaults.items():
            if isinstance(default, _Factory):
                made = dataclasses.field(default_factory=default.make)
            else:
                made = dataclasses.field() if default is _MISSING else dataclasses.field(default=default)
            made.name = name
            made._field_type = dataclasses._FIELD  # type: ignore[attr-defined]  # noqa: SLF001
            found[name] = made
        return found


def _equal(self: Any, other: Any) -> Any:
    return self._getter(self) == self._getter(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._getter(self))


def _repr(self: Any) -> str:
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__qualname__}({values})"


def _refuse(self: Any, name: str, *_: Any) -> None:
    message = f"cannot change {name!r} of {type(self).__qualname__}, which is frozen"
    raise AttributeError(message)


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__match_args__]


def _restore(self: Any, state: list[Any]) -> None:
    for setter, value in zip(self._setters, state):  # noqa: B905  strict takes time
        setter(self, value)


_SHARED = {"__repr__": _repr, "__getstate__": _state, "__setstate__": _restore}
_FROZEN = {"__setattr__": _refuse, "__delattr__": _refuse}
