"""Exact counts on a model: warm, in a cold process, over columns, and beside PEFT on torch's meta device.

PEFT, with transformers and torch, is no dependency of ours: PEFT_PYTHON names an interpreter that has them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from benchmarks.command import BARE, PASS, environment, process
from benchmarks.rows import Row
from benchmarks.timing import fastest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from finetune_catalog.api import Catalog
    from finetune_catalog.models import Model

LARGE, SMALL = "llama-3.1-405b", "llama-3.1-8b"
WORDS = ("eval", "lora", "rank=16", "--model", SMALL, "--format", "json")
RANKS = 1_000_000
#: what some methods need that has no default and no typical value
NEEDED = {"task_type": "CAUSAL_LM", "num_virtual_tokens": 20, "total_step": 1000, "adapter_len": 10}
#: inputs of a layer's linear modules, and outputs
LINEAR = ((4096, 4096), (4096, 1024), (4096, 1024), (4096, 4096), (4096, 14336), (4096, 14336), (14336, 4096))
PEFT = """
import json, sys, torch, transformers, peft
fields = json.loads(sys.argv[1])
config = transformers.CONFIG_MAPPING[fields["model_type"]].from_dict(fields)
with torch.device("meta"):
    model = transformers.AutoModelForCausalLM.from_config(config)
    adapted = peft.get_peft_model(model, peft.LoraConfig(r=16, target_modules="all-linear"))
print(*adapted.get_nb_trainable_parameters())
"""


def rows(*, rounds: int = 12, ranks: int = RANKS) -> Iterator[Row]:
    """Measure counts; a millisecond is a fourteenth of an interpreter's start, wherever this runs."""
    import finetune_catalog as fc

    catalog = fc.load()
    yield from _warm(catalog, catalog.model(LARGE), rounds)
    yield from _cold(2 * rounds)
    yield _columns(catalog, catalog.model(SMALL), rounds, ranks)
    yield from _beside_peft(catalog)


def _warm(catalog: Catalog, model: Model, rounds: int) -> Iterator[Row]:
    def counting(method: str, given: dict[str, Any]) -> Callable[[], object]:
        return lambda: catalog.configure(method, model=model, **given).metrics["trainable_parameters"]

    runs: dict[str, Callable[[], object]] = {}
    for entry in catalog.data.methods.values():
        typical = {p.id: p.typical for p in entry.parameters.values() if p.required and p.typical is not None}
        known = {*entry.parameters, *entry.options}
        runs[entry.id] = counting(entry.id, typical | {n: v for n, v in NEEDED.items() if n in known})
    pattern = {rf"layers\.{layer}\..*": layer + 1 for layer in range(50)}
    patterns = counting("lora", {"rank": 8, "target_modules": "all-linear", "rank_pattern": pattern})
    for run in (*runs.values(), patterns):
        run()
    best = fastest({"pass": process(PASS), "patterns": patterns, **runs}, rounds=rounds)
    start, patterned = best.pop("pass"), best.pop("patterns")
    slowest = max(best, key=lambda name: best[name])
    note = f"{best[slowest] * 1000:.2f} ms, `{slowest}`; the median {sorted(best.values())[len(best) // 2] * 1000:.2f} ms"
    yield Row(
        f"a count on {LARGE}, the slowest of {len(best)} methods",
        BARE,
        best[slowest] / start,
        0.35,
        note=note,
    )
    note = f"{patterned * 1000:.2f} ms"
    yield Row(f"LoRA on {LARGE} with 50 ranks by pattern", BARE, patterned / start, 0.5, note=note)


def _cold(rounds: int) -> Iterator[Row]:
    words = (sys.executable, "-m", "finetune_catalog", *WORDS)
    process(words)()  # the compiled cache is there
    best = fastest({"pass": process(PASS), "count": process(words)}, rounds=rounds)
    note = f"{best['count'] * 1000:.1f} to {best['pass'] * 1000:.1f} ms"
    yield Row(f"`{' '.join(WORDS)}`, cold", BARE, best["count"] / best["pass"], 7, note=note)


def _columns(catalog: Catalog, model: Model, rounds: int, count: int) -> Row:
    import numpy as np

    ranks = np.arange(1, count + 1)

    def by_hand() -> Any:
        trained = np.zeros(count, np.int64)
        for inner, outer in LINEAR:
            trained += 32 * (ranks * inner + ranks * outer)
        total = trained + model.parameters
        return trained, total, 100.0 * trained / total, trained * 4

    def ours() -> Any:
        return catalog.sweep("lora", model=model, rank=ranks, target_modules="all-linear")

    def without() -> Any:
        return catalog.sweep("lora", rank=ranks)

    ours()
    best = fastest({"ours": ours, "without": without, "hand": by_hand}, rounds=rounds)
    taken = best["ours"] - best["without"]  # the rules of thumb of the same rows
    note = f"{best['ours'] * 1000:.0f} ms, {best['without'] * 1000:.0f} of them for its other metrics"
    return Row(f"a sweep over {count:,} ranks", "NumPy by hand", taken / best["hand"], 2.5, note=note)


def _beside_peft(catalog: Catalog) -> Iterator[Row]:
    import json

    what = f"LoRA on every linear layer of {SMALL}, cold"
    python = os.environ.get("PEFT_PYTHON", sys.executable)
    found = catalog.data.models[SMALL]
    fields = json.dumps({"model_type": found.architecture, **found.config})
    theirs = (python, "-c", PEFT, fields)
    done = subprocess.run(theirs, capture_output=True, text=True, check=False, env=environment())
    if done.returncode:
        yield Row(what, "PEFT on the meta device", None, 0.05, note="not installed")
        return
    ours = (sys.executable, "-m", "finetune_catalog", *WORDS, "target_modules=all-linear")
    best = fastest({"ours": process(ours), "theirs": process(theirs)}, rounds=3)
    counts = catalog.configure(
        "lora", model=catalog.model(SMALL), rank=16, target_modules="all-linear"
    ).metrics
    same = done.stdout.split()[-2:] == [str(counts["trainable_parameters"]), str(counts["total_parameters"])]
    note = f"{best['ours'] * 1000:.0f} to {best['theirs'] * 1000:,.0f} ms; " + (
        "the same numbers" if same else "OTHER NUMBERS"
    )
    yield Row(what, "PEFT on the meta device", best["ours"] / best["theirs"], 0.05, note=note)
