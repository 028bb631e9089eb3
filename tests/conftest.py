"""What every test may rely on, however the run was started."""

from __future__ import annotations

import signal
import threading

import pytest


@pytest.fixture(autouse=True, scope="session")
def _interruptible() -> None:
    """Hear interrupts: a run that a shell put into the background ignores them, and so would its children."""
    here = threading.current_thread() is threading.main_thread()
    if here and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
