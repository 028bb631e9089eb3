"""Methods, metrics and `name=value` as they are typed."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from finetune_catalog.cli.errors import FINDINGS, CommandError, unknown, wrong
from finetune_catalog.diagnostics import Report
from finetune_catalog.text import nearest, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from finetune_catalog.api import Catalog
    from finetune_catalog.cli.dispatch import Call
    from finetune_catalog.configure import Configuration
    from finetune_catalog.models import Model
    from finetune_catalog.records import CatalogData, Method, Metric

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def method_named(data: CatalogData, word: str) -> Method:
    """Return the method of an id or a tag; raises CommandError with the nearest one."""
    from finetune_catalog import configure

    found = configure.method_named(data, word)
    if found is None:
        raise CommandError(Report.of([configure.unknown_method(data, word)]))
    return found


def configured(
    catalog: Catalog,
    method: Method,
    texts: Mapping[str, str],
    assumed: Mapping[str, Any] = _NOTHING,
    model: Model | None = None,
) -> Configuration:
    """Configure a method with `name=value` words; raises CommandError, for wrong values are wrong use."""
    from finetune_catalog.configure import ConfigurationError, parse_texts

    given = {**assumed, **parse_texts(catalog.data, method.id, texts)}
    try:
        return catalog.configure(method.id, model=model, **given)
    except ConfigurationError as error:
        raise CommandError(error.report) from None


def metric_named(data: CatalogData, word: str) -> Metric:
    """Return the metric of an id; raises CommandError with the nearest one."""
    if word not in data.metrics:
        raise unknown(
            "FC905",
            "there is no metric",
            word,
            data.metrics,
            "`finetune-catalog list metrics` shows them all",
        )
    return data.metrics[word]


def metrics_named(data: CatalogData, words: Sequence[str]) -> tuple[Metric, ...]:
    """Return the metrics of `--metric`; where none is named all of the catalog's, but for those that need a model."""
    named = tuple(metric_named(data, word) for word in dict.fromkeys(words))
    return named or tuple(metric for metric in data.metrics.values() if not metric.on_model)


def model_metrics(data: CatalogData) -> tuple[Metric, ...]:
    """Return the metrics that a configuration has on a model only, and by which one may choose."""
    return tuple(m for m in data.metrics.values() if m.on_model and m.direction != "neither")


def asked(call: Call, verb: str) -> Configuration:
    """Make the configuration that the words of a command ask for: a method with `name=value` words, or one in a file."""
    words = call.arguments.words
    if words and _names_a_file(call.catalog.data, words[0]):
        if len(words) > 1:
            raise wrong(
                "FC903",
                f"`{shorten(words[1])}` cannot stand beside a file",
                hint="the configuration is the file's; change it there, or write the method and its parameters",
            )
        return _in_file(call, words[0])
    method = one_method(call.catalog.data, call.arguments.bare, verb)
    return configured(call.catalog, method, assignments(call.arguments.named), model=call.model)


def _names_a_file(data: CatalogData, word: str) -> bool:
    """Tell a file from a method: it ends as files of configurations do, or is there and no method is called so."""
    if word in data.methods:
        return False
    from pathlib import Path

    from finetune_catalog import configure
    from finetune_catalog.configs.documents import SUFFIXES

    path = Path(word)
    if path.suffix.lower() in SUFFIXES and "=" not in word:
        return True
    return configure.method_named(data, word) is None and path.is_file()


def _in_file(call: Call, name: str) -> Configuration:
    """Read the configuration of a file; raises CommandError with everything that is wrong with it."""
    from finetune_catalog.cli.files import openable
    from finetune_catalog.configs import parse

    made, report = parse(call.catalog.data, openable(name), call.model)
    if made is None:
        raise CommandError(report, FINDINGS)
    return made


def one_method(data: CatalogData, words: Sequence[str], verb: str) -> Method:
    """Return the one method that a verb needs."""
    if not words:
        raise wrong(
            "FC903",
            f"`{verb}` needs a method",
            hint=f"write `finetune-catalog {verb} METHOD name=value …`",
            allowed=data.methods,
        )
    method = method_named(data, words[0])
    if len(words) > 1:
        raise _not_named(data, words[1], method, verb)
    return method


def assignments(words: Iterable[str]) -> dict[str, str]:
    """Split `name=value` words; raises CommandError for a name given twice or missing."""
    given: dict[str, str] = {}
    for word in words:
        name, _, value = word.partition("=")
        if not name or not value:
            raise wrong(
                "FC906",
                f"`{shorten(word)}` has no {'value' if name else 'name'}",
                hint=f"write `{shorten(name) or 'name'}={shorten(value) or 'value'}`",
            )
        if name in given:
            raise wrong(
                "FC906",
                f"`{shorten(name)}` is given twice: `{shorten(given[name])}` and `{shorten(value)}`",
                hint="give it once",
            )
        given[name] = value
    return given


def _not_named(data: CatalogData, word: str, method: Method, verb: str) -> Exception:
    if word in data.methods:
        return wrong(
            "FC906",
            f"`{verb}` takes one method, and `{word}` is a second",
            hint=f"`finetune-catalog compare {method.id} {word}` puts methods side by side"
            if word != method.id
            else "name it once",
        )
    near = nearest(word, (*method.parameters, *method.options))
    return wrong(
        "FC906",
        f"`{shorten(word)}` has no value",
        hint=f"write `{near or shorten(word)}=value`",
        notes=(f"`{verb}` takes one method and its parameters",),
        allowed=tuple(method.parameters),
    )
