"""What somebody would write by hand instead: the original program's formulas in Python and in NumPy.

Every function takes the parameters that the compiled ones take, so that both are called the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

METHOD = "lora"
RANK, ALPHA = 16, 16.0


def memory_reduction_factor(rank: int, alpha: float) -> float:
    return 100.0 / max(rank, 1.0)


def trainable_params_percent(rank: int, alpha: float) -> float:
    return 0.1 * min(rank / 8.0, 2.0)


def memory_multiplier(rank: int, alpha: float) -> float:
    return 1.2


def training_speedup(rank: int, alpha: float) -> float:
    return 5.0 / (1.0 + rank / 64.0)


def quality_retention(rank: int, alpha: float) -> float:
    return 0.95 + min(rank / 256.0, 0.05)


def batch_size_multiplier(rank: int, alpha: float) -> float:
    return 2.0


def all_metrics(rank: int, alpha: float) -> dict[str, float]:
    """Call every function and name its result."""
    return {
        "memory_reduction_factor": memory_reduction_factor(rank, alpha),
        "trainable_params_percent": trainable_params_percent(rank, alpha),
        "memory_multiplier": memory_multiplier(rank, alpha),
        "training_speedup": training_speedup(rank, alpha),
        "quality_retention": quality_retention(rank, alpha),
        "batch_size_multiplier": batch_size_multiplier(rank, alpha),
    }


SINGLE: Mapping[str, Callable[[int, float], float]] = {
    "memory_reduction_factor": memory_reduction_factor,
    "trainable_params_percent": trainable_params_percent,
    "training_speedup": training_speedup,
    "quality_retention": quality_retention,
}


def columns() -> dict[str, Callable[[Any, Any], Any]]:
    """Give the formulas that depend on a parameter, written with NumPy."""
    import numpy as np

    return {
        "memory_reduction_factor": lambda rank, alpha: 100.0 / np.maximum(rank, 1.0),
        "trainable_params_percent": lambda rank, alpha: 0.1 * np.minimum(rank / 8.0, 2.0),
        "training_speedup": lambda rank, alpha: 5.0 / (1.0 + rank / 64.0),
        "quality_retention": lambda rank, alpha: 0.95 + np.minimum(rank / 256.0, 0.05),
    }


#: the same formulas as numexpr and CEL write them, where `min` and `max` are spelt otherwise or are missing
NUMEXPR = {
    "memory_reduction_factor": "100.0 / where(rank > 1.0, rank, 1.0)",
    "trainable_params_percent": "0.1 * where(rank / 8.0 < 2.0, rank / 8.0, 2.0)",
    "training_speedup": "5.0 / (1.0 + rank / 64.0)",
    "quality_retention": "0.95 + where(rank / 256.0 < 0.05, rank / 256.0, 0.05)",
}
CEL = {
    "memory_reduction_factor": "100.0 / (rank > 1.0 ? rank : 1.0)",
    "trainable_params_percent": "0.1 * (rank / 8.0 < 2.0 ? rank / 8.0 : 2.0)",
    "training_speedup": "5.0 / (1.0 + rank / 64.0)",
    "quality_retention": "0.95 + (rank / 256.0 < 0.05 ? rank / 256.0 : 0.05)",
}
