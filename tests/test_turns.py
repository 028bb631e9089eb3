"""Whoever makes something holds its turn; the others wait for that, and wait for nothing where there can be no lock."""

import sys
import threading
import time
from pathlib import Path

import pytest

from finetune_catalog import turns
from finetune_catalog.turns import turn


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such lock")
def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with turn(str(tmp_path / "made.lock")):
            order.append("second")

    thread = threading.Thread(target=second)
    with turn(str(tmp_path / "made.lock")):
        thread.start()
        time.sleep(0.1)
        order.append("first")
    thread.join()

    assert order == ["first", "second"]
    assert not [*tmp_path.iterdir()]


def test_nobody_waits_longer_than_agreed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST", 0.05)

    with turn(str(tmp_path / "made.lock")), turn(str(tmp_path / "made.lock")):
        pass


def test_a_place_that_takes_no_file_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with turn(str(tmp_path / "file" / "made.lock")):
        pass


def test_an_error_inside_goes_on_and_leaves_no_lock(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="inside"), turn(str(tmp_path / "made.lock")):
        raise ValueError("inside")

    assert not [*tmp_path.iterdir()]
