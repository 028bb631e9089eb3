"""Which folder is a catalog, which is an overlay, and which is neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finetune_catalog.diagnostics import Diagnostic, Span
from finetune_catalog.loading.kinds import SCHEMA
from finetune_catalog.resources import MANIFEST, MARKER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from finetune_catalog.yamlsource import Document

OVERLAY_EXAMPLE = f"extends: {MARKER}"


def missing(folder: Path, shown: str, *, overlay: bool) -> Diagnostic:
    """Refuse a folder without a manifest, and say what to write."""
    if not folder.exists():
        message, help_ = f"there is no folder {shown}", "check the path"
    elif not folder.is_dir():
        message, help_ = f"{shown} is no folder", f"name the folder that holds {MANIFEST}"
    else:
        message = f"{shown} is not a catalog: it has no {MANIFEST}"
        said = f"`{OVERLAY_EXAMPLE}`" if overlay else f"`id: {MARKER}`"
        help_ = f"write {shown}/{MANIFEST} with `id`, `name`, `version`, `schema`, `license` and {said}"
    return Diagnostic("FC600", message, subject=shown, help=help_)


def marker(document: Document, *, overlay: bool) -> Iterator[Diagnostic]:
    """Check that a manifest marks the base as the catalog, an overlay as extending it; and that we can read its schema."""
    data = document.data if isinstance(document.data, dict) else {}
    if overlay and data.get("extends") != MARKER:
        yield _not_extending(document, data.get("extends"))
    elif not overlay and "extends" in data:
        yield Diagnostic(
            "FC601",
            "an overlay stands where the catalog itself is wanted",
            span=document.key(("extends",)),
            help="name the catalog's folder first, the overlays after it",
        )
    elif not overlay and data.get("id") != MARKER:
        yield Diagnostic(
            "FC601",
            f"`id` is not `{MARKER}`, so this is not known to be a catalog of ours",
            span=document.value(("id",)),
            help=f"for a folder that adds to the catalog write `{OVERLAY_EXAMPLE}`",
        )
    schema = data.get("schema")
    if isinstance(schema, int) and not isinstance(schema, bool) and schema > SCHEMA:
        yield Diagnostic(
            "FC605",
            f"this catalog has schema {schema}; this program reads up to schema {SCHEMA}",
            span=document.value(("schema",)),
            help="install a newer finetune-catalog",
        )


def _not_extending(document: Document, extends: object) -> Diagnostic:
    if extends is None:
        message = "an overlay has to say what it extends"
        span = Span(document.name, 1, 1, 1, 1)
    else:
        message = f"an overlay extends `{MARKER}`, nothing else"
        span = document.value(("extends",))
    return Diagnostic(
        "FC601", message, span=span, allowed=(OVERLAY_EXAMPLE,), help=f"write `{OVERLAY_EXAMPLE}`"
    )
