"""What is said of a value that is no configuration: what was seen, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finetune_catalog.configure.parameters import example_of
from finetune_catalog.output import json_text
from finetune_catalog.text import nearest, quoted, word_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finetune_catalog.configs.place import Place
    from finetune_catalog.diagnostics.model import Diagnostic
    from finetune_catalog.records import CatalogData, Method


METHOD_KEY = "method"  #: names the method in the flat form


def no_configuration(data: CatalogData, message: str, place: Place) -> Diagnostic:
    """Say that something is no configuration at all."""
    return place.finding("FC707", message, help=f"write for example {_example(data)}")


def unknown_tag(data: CatalogData, tag: Any, place: Place, part: str) -> Diagnostic:
    """Say that no method has this tag; an id of a method is answered with its tag."""
    word, tags = str(tag), tuple(method.tag for method in data.methods.values())
    near = data.methods[word].tag if word in data.methods else nearest(word, tags)
    if near is None:
        near_id = nearest(word, data.methods)
        near = data.methods[near_id].tag if near_id else None
    hint = f"did you mean `{near}`?" if near else "`finetune-catalog list` shows the methods there are"
    return place.finding("FC701", f"there is no method `{word}`", part, allowed=tags, help=hint)


def two_methods(tags: Sequence[str], place: Place) -> Diagnostic:
    """Say that a configuration has one method."""
    message = f"a configuration has one method, here are {word_list(quoted(tags))}"
    second: Place = place / tags[1]
    return second.finding("FC708", message, "key", help="write them as two items of a list")


def beside(data: CatalogData, tag: str, value: Mapping[Any, Any], place: Place) -> Diagnostic:
    """Say that something stands beside a method's tag."""
    other = next(key for key in value if key != tag)
    owner = next(method for method in data.methods.values() if method.tag == tag)
    hint = f"put it among the parameters of `{tag}`" if other in owner.parameters else "remove it"
    where: Place = place / other
    return where.finding("FC708", f"`{other}` stands beside the method `{tag}`", "key", help=hint)


def no_method(data: CatalogData, value: Mapping[Any, Any], place: Place) -> Diagnostic:
    """Say that no key of a mapping names a method."""
    keys = [key for key in value if isinstance(key, str)]
    known = (METHOD_KEY, *(method.tag for method in data.methods.values()))
    for key in keys:
        near = nearest(key, known)
        if near and not any(key in method.parameters for method in data.methods.values()):
            message = f"no key names a method; `{key}` does not"
            where: Place = place / key
            return where.finding("FC707", message, "key", help=f"did you mean `{near}`?")
    fitting = _fitting(data, keys)
    message = "no key names a method"
    if fitting is None:
        return no_configuration(data, message, place)
    return place.finding("FC707", message, help=f'add for example "{METHOD_KEY}": "{fitting.id}"')


def _fitting(data: CatalogData, keys: Sequence[str]) -> Method | None:
    """Find a method whose parameters these could be."""
    return next((method for method in _first(data) if keys and set(keys) <= set(method.parameters)), None)


def _example(data: CatalogData) -> str:
    return written(max(_first(data), key=lambda method: (bool(method.metrics), len(method.parameters))))


def first_method(data: CatalogData) -> Method:
    """Give the method that serves as an example where any would."""
    return _first(data)[0]


def _first(data: CatalogData) -> list[Method]:
    """Give the methods in the order in which they serve as examples: those that need no model to say something first."""
    return sorted(data.methods.values(), key=lambda method: not method.metrics)


def written(method: Method, given: Mapping[Any, Any] | None = None, *, flat: bool = False) -> str:
    """Write a configuration of a method as an example: what is given, and what must be."""
    given = given or {}
    values = {
        name: given.get(name, example_of(parameter))
        for name, parameter in method.parameters.items()
        if parameter.required or name in given
    }
    try:
        if flat:
            return json_text({METHOD_KEY: method.id, **values})
        return json_text({method.tag: values} if method.parameters else method.tag)
    except (ValueError, AttributeError):  # what is given has no JSON
        return written(method, flat=flat) if given else method.tag
