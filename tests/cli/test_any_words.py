"""Whatever is typed, the command answers with a status of the contract and never with a fault of its own."""

from __future__ import annotations

import contextlib
import io
import tempfile
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from finetune_catalog.cli import main
from finetune_catalog.cli.verbs import SUMMARIES

READERS = sorted(
    SUMMARIES.keys() - {"new", "freeze", "docs", "check", "diff"}
)  # the others write, or read whole catalogs
KNOWN = [
    *("--format", "--metric", "--fail-on", "--help", "--input", "--", "-", "-h", "--version"),
    *("json", "csv", "markdown", "text", "jsonl", "github", "yaml"),
    *("lora", "qlora", "full", "LoRA", "methods", "codes", "parameters/rank", "FC112", "fc999", "training_speedup"),
    *("rank=16", "rank=1:64:8", "rank=1:9:log:3", "alpha=0.1", "bits=2,4", "rank=-1", "rank=", "=", "alpha=1e39", "rank=a:b"),
]  # fmt: skip
words = st.sampled_from(KNOWN) | st.text(max_size=12)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(READERS), st.lists(words, max_size=5))
def test_no_words_bring_about_a_fault_of_the_command(verb: str, rest: list[str]) -> None:
    out, err = io.StringIO(), io.StringIO()
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(b""))),
    ):
        status = main([verb, *rest])

    assert status in {0, 1, 2}
    assert "error[FC999]" not in err.getvalue()
    assert status != 2 or err.getvalue().startswith(("error[FC", "1 file: "))
