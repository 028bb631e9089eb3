"""States the small configurations and the variants that the oracle measures, per model type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Family:
    """A model type's small configuration and the fields whose combinations matter."""

    base: Json
    variants: dict[str, Json] = field(default_factory=dict)


def decoder(**more: Any) -> Json:
    """Gives a Llama-like small configuration whose dimensions all differ."""
    return {
        "vocab_size": 301,
        "hidden_size": 48,
        "intermediate_size": 112,
        "num_hidden_layers": 3,
        "num_attention_heads": 6,
        "num_key_value_heads": 2,
        "max_position_embeddings": 97,
        **more,
    }


def encoder(**more: Any) -> Json:
    """Gives a BERT-like small configuration whose dimensions all differ."""
    return {
        "vocab_size": 301,
        "hidden_size": 48,
        "intermediate_size": 112,
        "num_hidden_layers": 3,
        "num_attention_heads": 6,
        "max_position_embeddings": 97,
        "type_vocab_size": 5,
        **more,
    }


DECODER_VARIANTS: dict[str, Json] = {
    "tied": {"tie_word_embeddings": True},
    "untied": {"tie_word_embeddings": False},
    "mha": {"num_key_value_heads": 6},
    "mqa": {"num_key_value_heads": 1},
    "head_dim 10": {"head_dim": 10},
    "head_dim null": {"head_dim": None},
    "num_key_value_heads null": {"num_key_value_heads": None},
    "attention_bias": {"attention_bias": True},
    "no attention_bias": {"attention_bias": False},
    "mlp_bias": {"mlp_bias": True},
    "both biases tied": {"attention_bias": True, "mlp_bias": True, "tie_word_embeddings": True},
    "one layer": {"num_hidden_layers": 1},
}

MOE: Json = {"num_experts": 5, "num_experts_per_tok": 2, "moe_intermediate_size": 72}
DEEPSEEK: Json = {
    "moe_intermediate_size": 72,
    "n_routed_experts": 6,
    "n_shared_experts": 2,
    "num_experts_per_tok": 2,
    "kv_lora_rank": 28,
    "q_lora_rank": 36,
    "qk_rope_head_dim": 12,
    "qk_nope_head_dim": 20,
    "v_head_dim": 14,
    "n_group": 2,
    "topk_group": 1,
    "num_key_value_heads": 6,
    "num_hidden_layers": 4,
}
DEEPSEEK_VARIANTS: dict[str, Json] = {
    "q_lora_rank null": {"q_lora_rank": None},
    "q_lora_rank null biased": {"q_lora_rank": None, "attention_bias": True},
    "attention_bias": {"attention_bias": True},
    "first_k_dense_replace 0": {"first_k_dense_replace": 0},
    "first_k_dense_replace 2": {"first_k_dense_replace": 2},
    "all dense": {"first_k_dense_replace": 9},
    "one shared expert": {"n_shared_experts": 1},
    "three shared experts": {"n_shared_experts": 3},
    "tied": {"tie_word_embeddings": True},
    "mlp_bias": {"mlp_bias": True},
}
ENCODER_VARIANTS: dict[str, Json] = {
    "untied": {"tie_word_embeddings": False},
    "one token type": {"type_vocab_size": 1},
    "no token types": {"type_vocab_size": 0},
    "decoder": {"is_decoder": True},
    "cross attention": {"is_decoder": True, "add_cross_attention": True},
    "relative key": {"position_embedding_type": "relative_key"},
    "heads 4": {"num_attention_heads": 4},
    "one layer": {"num_hidden_layers": 1},
}
T5_VARIANTS: dict[str, Json] = {
    "relu": {"feed_forward_proj": "relu"},
    "gelu": {"feed_forward_proj": "gelu"},
    "gated gelu": {"feed_forward_proj": "gated-gelu"},
    "gated silu": {"feed_forward_proj": "gated-silu"},
    "untied": {"tie_word_embeddings": False},
    "untied gated": {"tie_word_embeddings": False, "feed_forward_proj": "gated-gelu"},
    "unequal depth": {"num_layers": 2, "num_decoder_layers": 4},
    "num_decoder_layers null": {"num_layers": 3, "num_decoder_layers": None},
    "d_kv fits": {"d_kv": 8},
    "buckets": {"relative_attention_num_buckets": 20},
    "one layer": {"num_layers": 1, "num_decoder_layers": 1},
}
GPT2: Json = {"vocab_size": 301, "n_positions": 97, "n_embd": 48, "n_layer": 3, "n_head": 6}
GPT2_VARIANTS: dict[str, Json] = {
    "n_inner": {"n_inner": 112},
    "untied": {"tie_word_embeddings": False},
    "tied": {"tie_word_embeddings": True},
    "one layer": {"n_layer": 1},
    "heads 4": {"n_head": 4},
}
BART: Json = {
    "vocab_size": 301,
    "d_model": 48,
    "max_position_embeddings": 97,
    "encoder_layers": 2,
    "decoder_layers": 3,
    "encoder_attention_heads": 6,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 112,
    "decoder_ffn_dim": 136,
}
FALCON: Json = {"vocab_size": 301, "hidden_size": 48, "num_hidden_layers": 3, "num_attention_heads": 6}

FAMILIES: dict[str, Family] = {
    "llama": Family(decoder(), DECODER_VARIANTS),
    "mistral": Family(decoder(), DECODER_VARIANTS),
    "qwen2": Family(decoder(), DECODER_VARIANTS),
    "qwen3": Family(decoder(head_dim=10), DECODER_VARIANTS),
    "gpt2": Family(
        GPT2,
        {
            **GPT2_VARIANTS,
            "cross attention": {"add_cross_attention": True},
            "no summary projection": {"summary_use_proj": False},
            "summary to hidden": {"summary_proj_to_labels": False},
        },
    ),
    "bert": Family(encoder(), ENCODER_VARIANTS),
    "t5": Family(
        {
            "vocab_size": 301,
            "d_model": 48,
            "d_kv": 10,
            "d_ff": 112,
            "num_layers": 2,
            "num_decoder_layers": 3,
            "num_heads": 6,
            "relative_attention_num_buckets": 16,
        },
        T5_VARIANTS,
    ),
    "mt5": Family(
        {
            "vocab_size": 301,
            "d_model": 48,
            "d_kv": 10,
            "d_ff": 112,
            "num_layers": 2,
            "num_decoder_layers": 3,
            "num_heads": 6,
            "relative_attention_num_buckets": 16,
        },
        T5_VARIANTS,
    ),
    "gemma": Family(decoder(head_dim=10), DECODER_VARIANTS),
    "gemma2": Family(decoder(head_dim=10), DECODER_VARIANTS),
    "gemma3_text": Family(decoder(head_dim=10), DECODER_VARIANTS),
    "mixtral": Family(
        decoder(num_local_experts=5),
        {
            **DECODER_VARIANTS,
            "experts 3": {"num_local_experts": 3},
            "by the other name": {"num_experts": 7},
        },
    ),
    "roberta": Family(encoder(), ENCODER_VARIANTS),
    "xlm-roberta": Family(encoder(), ENCODER_VARIANTS),
    "opt": Family(
        {
            "vocab_size": 301,
            "hidden_size": 48,
            "ffn_dim": 112,
            "num_hidden_layers": 3,
            "num_attention_heads": 6,
            "max_position_embeddings": 97,
            "word_embed_proj_dim": 48,
        },
        {
            "projected": {"word_embed_proj_dim": 20},
            "norm after": {"do_layer_norm_before": False},
            "projected, norm after": {"word_embed_proj_dim": 20, "do_layer_norm_before": False},
            "no final norm": {"_remove_final_layer_norm": True},
            "no bias": {"enable_bias": False},
            "norm without affine": {"layer_norm_elementwise_affine": False},
            "untied": {"tie_word_embeddings": False},
            "untied projected": {"tie_word_embeddings": False, "word_embed_proj_dim": 20},
            "word_embed_proj_dim null": {"word_embed_proj_dim": None},
            "one layer": {"num_hidden_layers": 1},
        },
    ),
    "phi3": Family(decoder(pad_token_id=0), DECODER_VARIANTS),
    "phi": Family(
        decoder(),
        {
            **DECODER_VARIANTS,
            "qk_layernorm": {"qk_layernorm": True},
            "qk_layernorm mha": {"qk_layernorm": True, "num_key_value_heads": 6},
        },
    ),
    "falcon": Family(
        FALCON,
        {
            "multi_query": {"multi_query": True},
            "no multi_query": {"multi_query": False},
            "no multi_query, num_kv_heads": {"multi_query": False, "num_kv_heads": 2},
            "new architecture": {"new_decoder_architecture": True, "num_kv_heads": 2},
            "new architecture, num_kv_heads null": {"new_decoder_architecture": True},
            "new architecture, one norm": {
                "new_decoder_architecture": True,
                "num_kv_heads": 2,
                "num_ln_in_parallel_attn": 1,
            },
            "new architecture, two norms": {
                "new_decoder_architecture": True,
                "num_kv_heads": 2,
                "num_ln_in_parallel_attn": 2,
            },
            "parallel, two norms": {"num_ln_in_parallel_attn": 2},
            "new architecture, not parallel": {
                "new_decoder_architecture": True,
                "num_kv_heads": 2,
                "parallel_attn": False,
            },
            "not parallel": {"parallel_attn": False},
            "not parallel, no multi_query": {"parallel_attn": False, "multi_query": False},
            "bias": {"bias": True},
            "bias, not parallel, alibi": {"bias": True, "parallel_attn": False, "alibi": True},
            "ffn_hidden_size": {"ffn_hidden_size": 112},
            "untied": {"tie_word_embeddings": False},
            "one layer": {"num_hidden_layers": 1},
        },
    ),
    "qwen2_moe": Family(
        decoder(**MOE, shared_expert_intermediate_size=88),
        {
            **DECODER_VARIANTS,
            "no qkv_bias": {"qkv_bias": False},
            "sparse step 2": {"decoder_sparse_step": 2, "num_hidden_layers": 5},
            "mlp_only_layers": {"mlp_only_layers": [0, 2]},
            "both": {"decoder_sparse_step": 2, "mlp_only_layers": [3], "num_hidden_layers": 5},
            "no experts": {"num_experts": 0},
        },
    ),
    "qwen3_moe": Family(
        decoder(**MOE, head_dim=10),
        {
            **DECODER_VARIANTS,
            "sparse step 2": {"decoder_sparse_step": 2, "num_hidden_layers": 5},
            "mlp_only_layers": {"mlp_only_layers": [0, 2]},
            "both": {"decoder_sparse_step": 2, "mlp_only_layers": [3], "num_hidden_layers": 5},
            "no experts": {"num_experts": 0},
            "by the other name": {"num_local_experts": 7},
        },
    ),
    "deepseek_v2": Family(decoder(**DEEPSEEK, first_k_dense_replace=1), DEEPSEEK_VARIANTS),
    "deepseek_v3": Family(decoder(**DEEPSEEK, first_k_dense_replace=1), DEEPSEEK_VARIANTS),
    "distilbert": Family(
        {
            "vocab_size": 301,
            "dim": 48,
            "hidden_dim": 112,
            "n_layers": 3,
            "n_heads": 6,
            "max_position_embeddings": 97,
        },
        {
            "untied": {"tie_word_embeddings": False},
            "sinusoidal": {"sinusoidal_pos_embds": True},
            "heads 4": {"n_heads": 4},
            "one layer": {"n_layers": 1},
        },
    ),
    "albert": Family(
        encoder(embedding_size=20),
        {
            "untied": {"tie_word_embeddings": False},
            "two groups": {"num_hidden_groups": 2, "num_hidden_layers": 4},
            "inner group 2": {"inner_group_num": 2},
            "groups and inner": {"num_hidden_groups": 2, "inner_group_num": 3, "num_hidden_layers": 4},
            "embedding as hidden": {"embedding_size": 48},
            "one token type": {"type_vocab_size": 1},
        },
    ),
    "electra": Family(
        encoder(embedding_size=20),
        {
            **ENCODER_VARIANTS,
            "embedding as hidden": {"embedding_size": 48},
            "no summary projection": {"summary_use_proj": False},
        },
    ),
    "deberta-v2": Family(
        encoder(type_vocab_size=0),
        {
            "v3": {
                "relative_attention": True,
                "position_biased_input": False,
                "pos_att_type": ["p2c", "c2p"],
                "share_att_key": True,
                "norm_rel_ebd": "layer_norm",
                "position_buckets": 16,
                "legacy": True,
            },
            "relative, not shared": {
                "relative_attention": True,
                "pos_att_type": ["p2c", "c2p"],
                "share_att_key": False,
            },
            "relative, p2c only": {
                "relative_attention": True,
                "pos_att_type": ["p2c"],
                "share_att_key": False,
            },
            "relative, c2p only": {
                "relative_attention": True,
                "pos_att_type": ["c2p"],
                "share_att_key": False,
            },
            "pos_att_type as text": {
                "relative_attention": True,
                "pos_att_type": "p2c|c2p",
                "share_att_key": False,
            },
            "relative, no buckets": {"relative_attention": True, "max_relative_positions": 30},
            "v2 xlarge": {
                "relative_attention": True,
                "position_biased_input": False,
                "pos_att_type": "p2c|c2p",
                "share_att_key": True,
                "norm_rel_ebd": "layer_norm",
                "position_buckets": 16,
                "conv_kernel_size": 3,
                "conv_act": "gelu",
            },
            "token types": {"type_vocab_size": 5},
            "embedding_size": {"embedding_size": 20},
            "attention_head_size": {"attention_head_size": 10},
            "not legacy": {"legacy": False},
            "not legacy, embedding_size": {"legacy": False, "embedding_size": 20},
            "pooler_hidden_size": {"pooler_hidden_size": 36},
            "conv without relative": {"conv_kernel_size": 3},
            "untied": {"tie_word_embeddings": False},
        },
    ),
    "modernbert": Family(
        {
            "vocab_size": 301,
            "hidden_size": 48,
            "intermediate_size": 112,
            "num_hidden_layers": 3,
            "num_attention_heads": 6,
            "pad_token_id": 0,
        },
        {
            "attention_bias": {"attention_bias": True},
            "mlp_bias": {"mlp_bias": True},
            "norm_bias": {"norm_bias": True},
            "classifier_bias": {"classifier_bias": True},
            "no decoder_bias": {"decoder_bias": False},
            "all biases": {
                "attention_bias": True,
                "mlp_bias": True,
                "norm_bias": True,
                "classifier_bias": True,
            },
            "mean pooling": {"classifier_pooling": "mean"},
            "untied": {"tie_word_embeddings": False},
        },
    ),
    "bloom": Family(
        {"vocab_size": 301, "hidden_size": 48, "n_layer": 3, "n_head": 6},
        {
            "untied": {"tie_word_embeddings": False},
            "by the attribute names": {"num_hidden_layers": 2, "num_attention_heads": 4},
            "published aliases": {"n_embed": 60, "num_attention_heads": 4},
            "one layer": {"n_layer": 1},
        },
    ),
    "gpt_neox": Family(
        {
            "vocab_size": 301,
            "hidden_size": 48,
            "intermediate_size": 112,
            "num_hidden_layers": 3,
            "num_attention_heads": 6,
            "max_position_embeddings": 97,
        },
        {
            "no attention_bias": {"attention_bias": False},
            "tied": {"tie_word_embeddings": True},
            "sequential residual": {"use_parallel_residual": False},
            "one layer": {"num_hidden_layers": 1},
        },
    ),
    "gpt_neo": Family(
        {
            "vocab_size": 301,
            "hidden_size": 48,
            "num_layers": 4,
            "num_heads": 6,
            "max_position_embeddings": 97,
            "attention_types": [[["global", "local"], 2]],
        },
        {
            "intermediate_size": {"intermediate_size": 112},
            "untied": {"tie_word_embeddings": False},
            "one layer": {"num_layers": 1, "attention_types": [[["global"], 1]]},
        },
    ),
    "gptj": Family({**GPT2, "rotary_dim": 4}, GPT2_VARIANTS),
    "codegen": Family({**GPT2, "n_head": 4, "rotary_dim": 4}, {**GPT2_VARIANTS, "heads 4": {"n_head": 8}}),
    "gpt_bigcode": Family(
        GPT2,
        {
            **GPT2_VARIANTS,
            "no multi_query": {"multi_query": False},
            "no multi_query, n_inner": {"multi_query": False, "n_inner": 112},
            "cross attention": {"add_cross_attention": True, "multi_query": False},
        },
    ),
    "mpt": Family(
        {"vocab_size": 301, "d_model": 48, "n_heads": 6, "n_layers": 3, "max_seq_len": 97},
        {
            "expansion_ratio": {"expansion_ratio": 3},
            "with bias": {"no_bias": False},
            "qk_ln": {"attn_config": {"qk_ln": True}},
            "kv_n_heads": {"attn_config": {"kv_n_heads": 2}},
            "learned positions": {"learned_pos_emb": True, "attn_config": {"alibi": False}},
            "untied": {"tie_word_embeddings": False},
            "one layer": {"n_layers": 1},
        },
    ),
    "gpt_oss": Family(
        decoder(head_dim=10, num_local_experts=5),
        {
            **DECODER_VARIANTS,
            "experts 3": {"num_local_experts": 3},
            "by the other name": {"num_experts": 7},
        },
    ),
    "cohere": Family(
        decoder(),
        {
            **DECODER_VARIANTS,
            "use_qk_norm": {"use_qk_norm": True},
            "use_qk_norm mha": {"use_qk_norm": True, "num_key_value_heads": 6},
        },
    ),
    "glm": Family(decoder(head_dim=10, pad_token_id=0), DECODER_VARIANTS),
    "granite": Family(decoder(), DECODER_VARIANTS),
    "olmo": Family(decoder(), DECODER_VARIANTS),
    "olmo2": Family(decoder(), DECODER_VARIANTS),
    "olmoe": Family(
        decoder(num_experts=5, num_experts_per_tok=2),
        {
            **DECODER_VARIANTS,
            "experts 3": {"num_experts": 3},
            "by the other name": {"num_local_experts": 7},
        },
    ),
    "smollm3": Family(decoder(pad_token_id=0), DECODER_VARIANTS),
    "stablelm": Family(
        decoder(),
        {
            **DECODER_VARIANTS,
            "use_qkv_bias": {"use_qkv_bias": True},
            "qk_layernorm": {"qk_layernorm": True},
            "parallel residual": {"use_parallel_residual": True},
        },
    ),
    "starcoder2": Family(
        decoder(),
        {
            **DECODER_VARIANTS,
            "no bias": {"use_bias": False},
            "rms norm": {"norm_type": "rms_norm"},
        },
    ),
    "mamba": Family(
        {
            "vocab_size": 301,
            "hidden_size": 48,
            "state_size": 7,
            "num_hidden_layers": 3,
            "conv_kernel": 5,
            "expand": 2,
            "time_step_rank": 11,
        },
        {
            "use_bias": {"use_bias": True},
            "no conv bias": {"use_conv_bias": False},
            "time_step_rank auto": {"time_step_rank": "auto"},
            "time_step_rank auto, hidden 50": {"time_step_rank": "auto", "hidden_size": 50},
            "expand 3": {"expand": 3},
            "untied": {"tie_word_embeddings": False},
            "intermediate_size given": {"intermediate_size": 200},
            "all biases": {"use_bias": True, "use_conv_bias": True},
        },
    ),
    "bart": Family(
        BART,
        {
            "untied": {"tie_word_embeddings": False},
            "scaled embedding": {"scale_embedding": True},
            "num_hidden_layers beside": {"num_hidden_layers": 5},
            "one layer": {"encoder_layers": 1, "decoder_layers": 1},
        },
    ),
    "whisper": Family(
        {
            "vocab_size": 301,
            "num_mel_bins": 13,
            "d_model": 48,
            "encoder_layers": 2,
            "decoder_layers": 3,
            "encoder_attention_heads": 6,
            "decoder_attention_heads": 4,
            "encoder_ffn_dim": 112,
            "decoder_ffn_dim": 136,
            "max_source_positions": 60,
            "max_target_positions": 33,
            "pad_token_id": 0,
        },
        {
            "untied": {"tie_word_embeddings": False},
            "weighted layer sum": {"use_weighted_layer_sum": True},
            "classifier_proj_size": {"classifier_proj_size": 20},
        },
    ),
    "vit": Family(
        {
            "hidden_size": 48,
            "intermediate_size": 112,
            "num_hidden_layers": 3,
            "num_attention_heads": 6,
            "image_size": 28,
            "patch_size": 7,
            "num_channels": 3,
        },
        {
            "no qkv_bias": {"qkv_bias": False},
            "one channel": {"num_channels": 1},
            "image 56": {"image_size": 56},
            "pooler_output_size": {"pooler_output_size": 36},
            "encoder_stride": {"encoder_stride": 4},
            "patch as pair": {"patch_size": [7, 14]},
        },
    ),
    "dinov2": Family(
        {
            "hidden_size": 48,
            "num_hidden_layers": 3,
            "num_attention_heads": 6,
            "mlp_ratio": 3,
            "image_size": 28,
            "patch_size": 7,
        },
        {
            "swiglu": {"use_swiglu_ffn": True},
            "no qkv_bias": {"qkv_bias": False},
            "no mask token": {"use_mask_token": False},
            "mlp_ratio 4": {"mlp_ratio": 4},
            "swiglu, mlp_ratio 4": {"use_swiglu_ffn": True, "mlp_ratio": 4},
            "swiglu, hidden 50": {"use_swiglu_ffn": True, "hidden_size": 60},
            "drop path": {"drop_path_rate": 0.1},
            "no layer scale": {"layerscale_value": 0.0},
        },
    ),
    "clip": Family(
        {
            "projection_dim": 36,
            "text_config": {
                "vocab_size": 301,
                "hidden_size": 48,
                "intermediate_size": 112,
                "num_hidden_layers": 2,
                "num_attention_heads": 6,
                "max_position_embeddings": 33,
                "bos_token_id": 1,
                "eos_token_id": 2,
            },
            "vision_config": {
                "hidden_size": 60,
                "intermediate_size": 136,
                "num_hidden_layers": 3,
                "num_attention_heads": 5,
                "image_size": 28,
                "patch_size": 7,
            },
        },
        {
            "default text": {"text_config": {}},
            "default vision": {"vision_config": {}},
            "text only": {
                "text_config": {"vocab_size": 301, "hidden_size": 40, "bos_token_id": 1, "eos_token_id": 2}
            },
            "projection 512": {"projection_dim": 512},
        },
    ),
}

CLIP = FAMILIES["clip"].base
FAMILIES["clip_text_model"] = Family(CLIP["text_config"], {"projection_dim": {"projection_dim": 36}})
FAMILIES["clip_vision_model"] = Family(CLIP["vision_config"], {"projection_dim": {"projection_dim": 36}})

MORE_TYPES: tuple[str, ...] = (
    "cohere2",
    "olmo3",
    "glm4",
    "glm4_moe",
    "granitemoe",
    "granitemoeshared",
    "nemotron",
    "phimoe",
    "falcon_mamba",
    "mamba2",
    "persimmon",
    "helium",
    "ernie4_5",
    "ernie4_5_moe",
    "exaone4",
    "arcee",
    "apertus",
    "seed_oss",
    "minimax",
    "hunyuan_v1_dense",
    "hunyuan_v1_moe",
    "lfm2",
    "bitnet",
    "jetmoe",
    "diffllama",
    "recurrent_gemma",
    "rwkv",
    "qwen3_next",
    "jamba",
    "nanochat",
    "vaultgemma",
    "flex_olmo",
    "deberta",
    "camembert",
    "mpnet",
    "longformer",
    "xlm",
    "xlnet",
    "roformer",
    "megatron-bert",
    "mobilebert",
    "squeezebert",
    "funnel",
    "fnet",
    "roberta-prelayernorm",
    "xlm-roberta-xl",
    "data2vec-text",
    "nystromformer",
    "ernie",
    "esm",
    "rembert",
    "layoutlm",
    "biogpt",
    "xglm",
    "openai-gpt",
    "pegasus",
    "mbart",
    "m2m_100",
    "marian",
    "led",
    "blenderbot",
    "blenderbot-small",
    "umt5",
    "longt5",
    "switch_transformers",
    "siglip",
    "beit",
    "deit",
    "swin",
    "convnext",
    "dinov3_vit",
    "resnet",
    "segformer",
    "wav2vec2",
    "hubert",
    "wavlm",
    "gemma3n_text",
    "llama4_text",
    "qwen2_vl_text",
    "gemma4_text",
    "qwen3_5_text",
    "mistral4",
    "ministral",
    "ministral3",
    "smolvlm",
    "nemotron_h",
    "bamba",
)
