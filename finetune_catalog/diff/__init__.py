"""Two catalogs compared by meaning, the version that the changes ask for, and the gate that holds the version to it."""

from __future__ import annotations

from finetune_catalog.diff.compare import compare
from finetune_catalog.diff.model import Bump, Change, Numbers, Sample, bumped, required_bump

__all__ = ["Bump", "Change", "Numbers", "Sample", "bumped", "compare", "required_bump"]
