"""Writes what PEFT does with odd values of settings: null for yes or no, empty words, bounds, names given twice.

Usage: python odd.py

One file a model, beside those of counts.py.
"""

from __future__ import annotations

import dataclasses
import warnings
from typing import Any

import torch
from corners import METHODS, write
from families import FAMILIES, decoder, encoder
from peft import PeftType
from peft.mapping import PEFT_TYPE_TO_CONFIG_MAPPING
from saved import PROMPTS

Json = dict[str, Any]

QUERY = {"target_modules": ["q_proj"]}
ADALORA: Json = {"peft_type": "ADALORA", "total_step": 10, **QUERY}
TOKENS: tuple[Any, ...] = (
    {"embed_tokens": [1], "lm_head": [1]},
    {"embed_tokens": [1], "lm_head": [2]},
    {"lm_head": [1]},
    [1],
)


def fields_of(kind: str) -> tuple[dataclasses.Field[Any], ...]:
    """Gives the settings of a method."""
    return dataclasses.fields(PEFT_TYPE_TO_CONFIG_MAPPING[PeftType(kind)])


def switches(kind: str) -> list[str]:
    """Names the settings of a method that may be true or false."""
    return [one.name for one in fields_of(kind) if "bool" in str(one.type)]


def nulls() -> list[Json]:
    """Gives every method with null for each setting that is true or false, alone and beside what it bears on."""
    rows = [
        {"peft_type": kind, **fields, name: None}
        for kind, fields in METHODS.items()
        for name in switches(kind)
    ]
    saved = {"modules_to_save": ["norm"], "inference_mode": None}
    rows += [{"peft_type": kind, **METHODS[kind], **saved} for kind in ("LORA", "IA3", "PROMPT_TUNING")]
    blocks = {"target_modules_bd_a": ["q_proj"], "nblocks": 2}
    prefix: Json = {"peft_type": "PREFIX_TUNING", "num_virtual_tokens": 5, "encoder_hidden_size": 20}
    rows += [
        {"peft_type": "LORA", "r": 4, "use_bdlora": {**blocks, "match_strict": None}},
        {"peft_type": "LORA", "r": 4, **QUERY, "use_bdlora": {**blocks, "match_strict": None}},
        {"peft_type": "LORA", "r": 4, **QUERY, "use_bdlora": None},
        {**prefix, "prefix_projection": None},
        {"peft_type": "OFT", "r": 4, "oft_block_size": 0, "block_share": None},
        {"peft_type": "OFT", "oft_block_size": 4, "coft": None, "use_cayley_neumann": None},
        {"peft_type": "LORA", "r": 4, "target_modules": ["lm_head"], "ensure_weight_tying": None},
        {"peft_type": "LORA", "r": 4, **QUERY, "use_dora": None, "lora_bias": None, "bias": "all"},
    ]
    return rows


def biases() -> list[Json]:
    """Gives every method that may train biases with words that say something else."""
    kinds = [kind for kind in METHODS if any(one.name == "bias" for one in fields_of(kind))]
    return [
        {"peft_type": kind, **METHODS[kind], "bias": word}
        for kind in kinds
        for word in ("", "some", "x_only", "_only", None)
    ]


def bounds() -> list[Json]:
    """Gives settings at their bounds and beyond them, patterns that are none, and seeds."""
    rows = [{**ADALORA, name: value} for name in ("beta1", "beta2") for value in (0, 0.5, 1, 1.5, -1.0, None)]
    rows += [{**ADALORA, "velora_config": {"scale": value}} for value in (0.0, -1.0, 0.5)]
    rows += [{"peft_type": "LORA", "r": 4, **QUERY, name: None} for name in ("alpha_pattern", "rank_pattern")]
    rows += [{**ADALORA, "arrow_config": value} for value in ("x", {}, {"top_k": 2}, None)]
    rows += [
        {"peft_type": "LORA", "r": 4, **QUERY, "runtime_config": value}
        for value in ({}, {"ephemeral_gpu_offload": False})
    ]
    unilora = {"peft_type": "UNILORA", **METHODS["UNILORA"]}
    rows += [{**unilora, "proj_seed": value} for value in (-1, 0, 3, None)]
    return rows


def words() -> list[Json]:
    """Gives a list where one text is wanted, and objects with nothing in them.

    With no layers named, or all but some, the library takes the list for a name that no module has, and trains nothing.
    """
    prompts: Json = {"peft_type": "ADAPTION_PROMPT", "adapter_len": 4}
    rows: list[Json] = [
        {**prompts, "adapter_layers": 2, "target_modules": name} for name in (["self_attn"], [])
    ]
    rows += [
        {**prompts, "adapter_layers": layers, "target_modules": name}
        for layers in (2, 0, -1)
        for name in ("self_attn", None)
    ]
    for kind in ("PROMPT_TUNING", "MULTITASK_PROMPT_TUNING"):
        for value in ({}, {"use_fast": True}, None):
            rows.append({"peft_type": kind, "num_virtual_tokens": 5, "tokenizer_kwargs": value})
    return rows


def own_biases(first: str) -> list[Json]:
    """Gives adapters that have biases of their own, for training and for use, with the model's biases beside them."""
    lora: Json = {"peft_type": "LORA", "r": 4, "target_modules": [first]}
    rows: list[Json] = [
        {**lora, "lora_bias": own, "bias": word, "inference_mode": mode}
        for own in (True, False)
        for word in ("none", "all", "lora_only")
        for mode in (True, False)
    ]
    blocks = {"target_modules_bd_b": [first], "nblocks": 2}
    rows += [
        {**lora, "lora_bias": True, "bias": "all", "inference_mode": True, **more}
        for more in ({"modules_to_save": ["v_proj"]}, {"use_bdlora": blocks}, {"init_lora_weights": False})
    ]
    rows += [
        {"peft_type": kind, **METHODS[kind], "bias": "all", "inference_mode": True}
        for kind in METHODS
        if kind != "LORA" and any(one.name == "bias" for one in fields_of(kind))
    ]
    return rows


def tokens(head: str) -> list[Json]:
    """Gives tokens of embeddings of which one is adapted."""
    lora: Json = {"peft_type": "LORA", "r": 4}
    return [
        {**lora, **kept, "target_modules": target, "trainable_token_indices": one}
        for kept in ({}, {"ensure_weight_tying": True})
        for target in ([head], [head, "q_proj"], ["embed_tokens"], ["q_proj"])
        for one in TOKENS
    ]


def parameters() -> list[Json]:
    """Gives Mamba's parameters as targets."""
    names = (
        ["conv1d.weight"],
        ["out_proj.weight"],
        ["in_proj.weight"],
        ["x_proj.weight"],
        ["mixer.conv1d.weight"],
    )
    lora: Json = {"peft_type": "LORA", "r": 4}
    rows = [
        {**lora, **more, "target_parameters": n}
        for n in names
        for more in ({}, {"target_modules": ["in_proj"]})
    ]
    return [*rows, {**ADALORA, "target_modules": ["in_proj"], "target_parameters": ["conv1d.weight"]}]


def norms(norm: str) -> list[Json]:
    """Gives DeLoRA, which has parts that end like a norm, with norms trained whole."""
    delora: Json = {"peft_type": "DELORA", "r": 4}
    names = (["norm"], [norm], ["w_norm"], ["delora_w_norm"])
    return [{**delora, "target_modules": ["q_proj", "query"], "modules_to_save": name} for name in names]


def patterns() -> list[Json]:
    """Gives patterns that match experts, and the activation among them."""
    base: Json = {"peft_type": "LORA", "r": 4}
    rows = [
        {**base, "target_modules": text} for text in (".*experts.*", r".*experts\..*", ".*experts", ".*mlp.*")
    ]
    rows += [
        {**base, "target_modules": ".*experts.*", "exclude_modules": left}
        for left in (["experts"], ["act_fn"], ["experts", "act_fn"], r".*act_fn", r".*experts.*")
    ]
    return rows


def prompted() -> list[Json]:
    """Gives prompts, trained and only used, for models without a vocabulary or with parameters that no module holds."""
    rows: list[Json] = [{"peft_type": kind, **METHODS[kind]} for kind in PROMPTS]
    return rows + [{**row, "inference_mode": True} for row in rows]


def main() -> None:
    """Measures all of them."""
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    llama = {"model_type": "llama", **decoder(attention_bias=True)}
    bert = {"model_type": "bert", **encoder(), "num_labels": 3}
    mamba = {"model_type": "mamba", **FAMILIES["mamba"].base}
    causal = "LlamaForCausalLM", "CAUSAL_LM"
    write("llama-nulls", *causal, llama, nulls())
    write("llama-bias_words", *causal, llama, biases())
    write("llama-bounds", *causal, llama, bounds())
    write("llama-one_text", *causal, llama, words())
    write("llama-own_biases", *causal, llama, own_biases("q_proj"))
    write("llama-delora", *causal, llama, norms("input_layernorm"))
    for tied in (True, False):
        name = f"llama-tokens_{'tied' if tied else 'untied'}"
        write(name, *causal, {**llama, "tie_word_embeddings": tied}, tokens("lm_head"))
    classifier = "BertForSequenceClassification", "SEQ_CLS"
    write("bert-own_biases", *classifier, bert, own_biases("query"))
    write("bert-delora", *classifier, bert, norms("LayerNorm"))
    mixtral = {"model_type": "mixtral", **FAMILIES["mixtral"].base}
    write("mixtral-patterns", "MixtralForCausalLM", "CAUSAL_LM", mixtral, patterns())
    for name, task in (("ViTModel", "FEATURE_EXTRACTION"), ("ViTForImageClassification", "SEQ_CLS")):
        vit = {"model_type": "vit", **FAMILIES["vit"].base}
        write(f"vit-prompts-{task.lower()}", name, task, vit, prompted())
    clip = {"model_type": "clip", **FAMILIES["clip"].base}
    write("clip-prompts", "CLIPModel", "FEATURE_EXTRACTION", clip, prompted())
    write("mamba-parameters", "MambaForCausalLM", "CAUSAL_LM", mamba, parameters())


if __name__ == "__main__":
    main()
