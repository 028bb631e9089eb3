"""Prepared validators: the schema files, with the live ids in place of the generated ones."""

from __future__ import annotations

import json
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from finetune_catalog.resources import schema_root
from finetune_catalog.schema import vocabulary as ids
from finetune_catalog.schema.inline import inlined
from finetune_catalog.schema.refusal import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finetune_catalog.schema.vocabulary import Vocabulary

MOST = 100  #: findings of one file


class Validators:
    """Validators by kind of file, for one vocabulary; what is prepared is kept for all files of a kind."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._kinds: dict[str, Any] = {}
        self._class: Any = extend(  # type: ignore[no-untyped-call]
            Draft202012Validator,
            {"x-known": self._known, "oneOf": _one_of},
            type_checker=_strict_types(),
        )

    def refusals(self, kind: str, data: Any) -> Iterator[Refusal]:
        """Yield what the schema of a kind has against some data, at most a hundred refusals."""
        if kind not in self._kinds:
            schema = inlined(_documents(), f"{kind}.schema.json")
            self._kinds[kind] = self._class(schema, registry=_registry())
        return map(refusal, islice(self._kinds[kind].iter_errors(data), MOST))

    def _known(self, _validator: Any, kind: str, value: object, schema: Any) -> Iterator[ValidationError]:
        known = self.vocabulary.get(kind, {})
        if isinstance(value, str) and value not in known:
            yield ValidationError(f"unknown {kind}", context=(), schema={**schema, "known": known})


def _one_of(validator: Any, alternatives: Any, value: object, schema: Any) -> Iterator[ValidationError]:
    """Pass a text that is one of the constants allowed without trying each: most choices are made of constants."""
    if isinstance(value, str) and value in {alternative.get("const") for alternative in alternatives}:
        return
    yield from Draft202012Validator.VALIDATORS["oneOf"](validator, alternatives, value, schema)


@cache
def _documents() -> dict[str, Any]:
    """Read the schema files, the live vocabulary in place of the generated one."""
    documents = {
        path.name: json.loads(path.read_text(encoding="utf-8")) for path in schema_root().glob("*.json")
    }
    documents[ids.FILE] = ids.live_document()
    for document in documents.values():
        document.pop("$schema", None)  # it would switch to the stock validator, which knows no `x-known`
    return documents


@cache
def _registry() -> Registry[Any]:
    """Resolve what `inlined` leaves: references of a definition to itself."""
    resources = [
        (name, Resource.from_contents(document, default_specification=DRAFT202012))
        for name, document in _documents().items()
    ]
    registry: Registry[Any] = Registry().with_resources(resources)
    return registry.crawl()  # else every look-up would crawl anew


def _strict_types() -> Any:
    """Types as the catalog has them: 16.0 is no integer, true is no number."""
    return Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
