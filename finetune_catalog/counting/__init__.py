"""Counting: what a method trains on a model, from the modules it takes and the tensors it adds to each."""

from finetune_catalog.counting.count import count
from finetune_catalog.counting.counts import Counts, Line
from finetune_catalog.counting.refusal import Refusal

__all__ = ["Counts", "Line", "Refusal", "count"]
