"""Runs the command in this process, as a user would read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from finetune_catalog.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finetune_catalog.api import Catalog


class Ran(NamedTuple):
    status: int
    out: str
    err: str


class Run(Protocol):
    def __call__(self, *words: str, environ: Mapping[str, str] | None = None) -> Ran: ...


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep compiled catalogs in a folder of the tests, for this process and those it starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def catalog(cache_of_the_tests: None) -> Catalog:
    from finetune_catalog import load

    return load()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line and return its exit status and what it wrote."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def command(*words: str, environ: Mapping[str, str] | None = None) -> Ran:
        with monkeypatch.context() as patch:
            for name, value in (environ or {}).items():
                patch.setenv(name, value)
            status = main(list(words))
        return Ran(status, *capsys.readouterr())

    return command
