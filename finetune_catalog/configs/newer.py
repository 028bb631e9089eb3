"""What is newer than the version that a configuration says it is for: a method, or some of its fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from finetune_catalog.diagnostics.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.configs.place import Place
    from finetune_catalog.diagnostics.model import Diagnostic
    from finetune_catalog.dialect_records import Dialect, Framework

#: a release; what is between two of them may have any of the later one's fields
_RELEASE = re.compile(r"([0-9]{1,6})\.([0-9]{1,6})(?:\.([0-9]{1,6}))?")


def newer(
    framework: Framework, dialect: Dialect, value: Mapping[Any, Any], place: Place
) -> Iterator[Diagnostic]:
    """Yield a warning for the method, or for each field, that came after the version which the configuration names."""
    said = value.get(framework.version_key) if framework.version_key is not None else None
    version = _version(said) if isinstance(said, str) else ()
    if not version:
        return
    if dialect.since is not None and _version(dialect.since) > version:
        where = place / framework.method_key
        yield _finding(framework, f"the method {dialect.name}", dialect.since, said, where, "value")
        return
    for name, since in dialect.later.items():
        if name in value and _version(since) > version:
            yield _finding(framework, f"`{name}`", since, said, place / name, "key")


def _finding(framework: Framework, what: str, since: str, said: Any, where: Place, part: str) -> Diagnostic:
    message = (
        f"{what} came with version {since}, and `{framework.version_key}` says {said}, which does not know it"
    )
    hint = f"give the version that reads this file as `{framework.version_key}`, or leave out what it does not know"
    return where.finding("FC712", message, part, Severity.WARNING, help=hint)


def _version(text: str) -> tuple[int, ...]:
    found = _RELEASE.fullmatch(text)
    return tuple(int(part or 0) for part in found.groups()) if found is not None else ()
