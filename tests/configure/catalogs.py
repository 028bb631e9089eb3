"""The bundled catalog, and the same with a folder of YAML over it."""

from functools import cache
from pathlib import Path

from finetune_catalog.diagnostics import render_text
from finetune_catalog.loading import read_catalog
from finetune_catalog.records import CatalogData

CATALOG = Path(__file__).resolve().parents[2] / "catalog"

MANIFEST = """\
# yaml-language-server: $schema=../schemas/catalog.schema.json
id: odd
name: odd
version: 1.0.0
schema: 1
license: MIT
extends: finetune-catalog
"""

PARAMETERS = """\
# yaml-language-server: $schema=../schemas/parameters.schema.json
width:
  title: Width
  type: integer
  unit: "1"
  symbol: w
  doc: An integer without bounds.
rate:
  title: Rate
  type: float64
  minimum: 0
  unit: "1"
  symbol: η
  default: 0.25
  doc: A binary64 number.
share:
  title: Share
  type: float32
  minimum: 0
  maximum: 0.1
  unit: "1"
  symbol: s
  default: 0.1
  doc: A binary32 number whose greatest value is no binary32.
flavour:
  title: Flavour
  type: string
  choices: [plain, "quoted \\"one\\"", "café"]
  unit: "1"
  symbol: f
  default: plain
  doc: One of a few words.
tied:
  title: Tied
  type: boolean
  unit: "1"
  symbol: t
  default: false
  doc: Yes or no.
"""

ODD = """\
# yaml-language-server: $schema=../../schemas/method.schema.json
id: odd-one
tag: Odd
title: An odd method
summary: It has a parameter of every type.
sources: [seed]
since: 1.0.0
parameters:
  width: {}
  rate: {}
  share: {}
  flavour: {}
  tied: {}
display: "Odd(w={{ width }}, η={{ rate }}, s={{ share }}, {{ flavour }}, {{ tied }})"
metrics:
  training_speedup:
    formula: 1.0 / (width - 3)
    basis: heuristic
    source: {ref: seed}
  memory_multiplier:
    formula: 1.0 + (share if tied else rate)
    basis: heuristic
    source: {ref: seed}
  quality_retention:
    formula: 1.0 if flavour == "plain" else 0.5
    basis: heuristic
    source: {ref: seed}
examples:
  - given: {width: 4}
    metrics: {training_speedup: 1.0}
"""

EASY = """\
# yaml-language-server: $schema=../../schemas/method.schema.json
id: easy
tag: Easy
title: An easy method
summary: All its parameters have defaults, and its display asks for more than names.
sources: [seed]
since: 1.0.0
parameters:
  rate: {}
  tied: {default: true}
display: "Easy({% if tied %}tied{% else %}η={{ rate }}{% endif %})"
metrics:
  training_speedup:
    formula: rate
    basis: heuristic
    source: {ref: seed}
examples:
  - given: {}
    display: Easy(tied)
    metrics: {training_speedup: 0.25}
"""


@cache
def bundled() -> CatalogData:
    """Load the catalog as it is in the checkout."""
    return loaded([CATALOG])


def loaded(folders: list[Path]) -> CatalogData:
    """Load folders one over the other."""
    data, report = read_catalog(folders)
    assert data is not None, render_text(report)
    return data


def with_odd_methods(folder: Path) -> CatalogData:
    """Load the catalog with a method that has a parameter of every type, and one that needs none."""
    (folder / "methods").mkdir()
    files = {
        "catalog.yaml": MANIFEST,
        "parameters.yaml": PARAMETERS,
        "methods/odd-one.yaml": ODD,
        "methods/easy.yaml": EASY,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return loaded([CATALOG, folder])
