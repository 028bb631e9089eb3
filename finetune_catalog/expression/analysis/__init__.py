"""What every value inside the declared bounds does to a formula: analysed before it runs."""

from __future__ import annotations

from finetune_catalog.expression.analysis.analyse import EFFORT, analyse
from finetune_catalog.expression.analysis.problems import problems
from finetune_catalog.expression.analysis.proving import proved

__all__ = ["EFFORT", "analyse", "problems", "proved"]
