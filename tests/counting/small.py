"""A small decoder of two layers, and configurations counted on it."""

from __future__ import annotations

from typing import Any

import pytest

import finetune_catalog as fc
from finetune_catalog.models import Model, Module, ModuleShape

CATALOG = fc.load()
SIZES = {"q_proj": (8, 8), "v_proj": (8, 4), "up_proj": (8, 16), "down_proj": (16, 8)}


def linear(pattern: str, in_features: int, out_features: int, *, bias: bool = False) -> ModuleShape:
    """Give the shape of a linear layer."""
    parameters = (("weight", (out_features, in_features)), *((("bias", (out_features,)),) if bias else ()))
    return ModuleShape(pattern, "linear", in_features, out_features, (), 1, parameters)


def decoder(layers: int = 2, *, tied: bool = False, **changes: Any) -> Model:
    """Give a decoder: embeddings of 32 tokens, layers with four linear ones and a norm, a head."""
    tokens = ModuleShape("model.embed_tokens", "embedding", 32, 8, (), 1, (("weight", (32, 8)),))
    norm = ModuleShape("model.layers.*.norm", "norm", 8, 8, (), 1, (("weight", (8,)),))
    parts = {"q_proj": "self_attn", "v_proj": "self_attn", "up_proj": "mlp", "down_proj": "mlp"}
    shapes = {name: linear(f"model.layers.*.{parts[name]}.{name}", *size) for name, size in SIZES.items()}
    modules = [Module("model.embed_tokens", tokens)]
    for index in range(layers):
        head = f"model.layers.{index}"
        modules += (Module(f"{head}.{parts[name]}.{name}", shape) for name, shape in shapes.items())
        modules.append(Module(f"{head}.norm", norm))
    ties = (("weight", "model.embed_tokens.weight"),) if tied else ()
    modules.append(Module("lm_head", linear("lm_head", 8, 32), ties))
    given = {
        "name": "small",
        "architecture": "llama",
        "class_name": "Small",
        "modules": tuple(modules),
        "input_embedding": "model.embed_tokens",
        "output_embedding": "lm_head",
    }
    return Model(**{**given, **changes})


def parsed(config: dict[str, Any], model: Model | None = None) -> fc.Configuration:
    """Read an adapter_config.json, LoRA's of rank 1 where it says nothing else, on a model."""
    default = {} if "peft_type" in config else {"peft_type": "LORA", "r": 1}
    return CATALOG.parse({**default, **config}, model=model or decoder())


def trained(config: dict[str, Any], model: Model | None = None) -> int:
    """Count what a configuration trains."""
    count: int = parsed(config, model).metrics["trainable_parameters"]
    return count


def taken(config: dict[str, Any], model: Model | None = None) -> list[str]:
    """List the modules that a configuration takes, without what all their paths begin with."""
    counts = parsed(config, model).counts
    assert counts is not None  # it is on a model
    return [path.removeprefix("model.layers.") for path in counts.paths]


def refusal(config: dict[str, Any], model: Model | None = None) -> tuple[str, str]:
    """Give the code and the text of why a configuration is refused."""
    with pytest.raises(fc.ConfigurationError) as caught:
        parsed(config, model)
    return next(iter(caught.value.report)).code, str(caught.value)
