"""What a command does not need it does not import: the count of a model in a new process is held to that."""

import subprocess
import sys

import pytest

CODE = """
import sys
from finetune_catalog.__main__ import main
sys.argv = ["finetune-catalog", *{words!r}]
main()
print(*sys.modules, file=sys.stderr)
"""
NEVER = {
    "yaml",
    "jsonschema",
    "jinja2",
    "rich",
    "regex",
    "numpy",
    "dataclasses",
    "inspect",
    "pathlib",
    "json",
}
OURS = (
    "configs",
    "checks",
    "loading.link",
    "schema",
    "expression.analysis",
    "expression.targets",
    "yamlsource",
)


@pytest.mark.parametrize("method", ["lora", "ia3", "prefix"])
def test_a_count_in_a_new_process_imports_what_it_needs(method: str) -> None:
    more = {"lora": ["rank=16"], "ia3": [], "prefix": ["num_virtual_tokens=8", "task_type=CAUSAL_LM"]}[method]
    words = ["eval", method, *more, "--model", "llama-3.1-8b", "--format", "json"]
    run = [sys.executable, "-c", CODE.format(words=words)]
    subprocess.run(run, capture_output=True, check=True)  # the catalog is compiled once

    done = subprocess.run(run, capture_output=True, check=True, text=True)

    modules = set(done.stderr.split())
    assert "trainable_parameters" in done.stdout
    assert not modules & NEVER
    assert not {
        name for name in modules if name.startswith(tuple(f"finetune_catalog.{part}" for part in OURS))
    }
