"""Lists the adapter configurations that the oracle tries on a model, from the model's own module names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Names:
    """The names of one model that the settings refer to."""

    first: str
    second: str
    third: str
    feedforward: str
    qualified: str
    full: str
    container: str
    norm: str
    embedding: str
    output: str
    head: str
    parameters: tuple[str, ...]
    layers: int


def targets(names: Names) -> list[Any]:
    """Lists ways to state targets: suffixes, full names, regular expressions, shorthands, mistakes."""
    a, b, f = names.first, names.second, names.feedforward
    return [
        [a],
        [b],
        [a, b],
        [a, b, f],
        [f],
        [names.qualified],
        [names.full],
        [names.full, b],
        "all-linear",
        "ALL-LINEAR",
        "all_linear",
        rf".*\.{a}",
        rf".*{b}",
        rf"(.*\.)?({a}|{f})",
        a,
        rf".*\.0\..*\.{a}",
        rf".*\.[02]\..*({a}|{b})$",
        ".*",
        r".*\.(1|2)\..*",
        "",
        [],
        ["nowhere"],
        [a, "nowhere"],
        [rf".*{a}"],
        [a[1:]],
        [f".{a}"],
        [a, a],
        [a.upper()],
        [names.container],
    ]


def lora_targets(names: Names) -> list[Json]:
    """Gives LoRA with every way to state targets, and the default."""
    return [{"r": 4}, {}, *({"r": 4, "target_modules": t} for t in targets(names))]


def lora_ranks(names: Names) -> list[Json]:
    """Gives LoRA with odd ranks, alphas, dropouts and initialisations."""
    base: Json = {"target_modules": [names.first, names.feedforward]}
    rows: list[Json] = [{"r": r, **base} for r in (1, 3, 16, 1000, 0, -1, 1.5, "4")]
    rows += [{"r": 4, "lora_alpha": a, **base} for a in (0, -3, 64)]
    rows += [{"r": 4, "lora_dropout": d, **base} for d in (0.1, 1.0, 1.5, -0.5)]
    inits = [
        False,
        "gaussian",
        "olora",
        "pissa",
        "pissa_niter_4",
        "orthogonal",
        "mica",
        "eva",
        "corda",
        "lora_ga",
        "loftq",
        "nonsense",
        None,
    ]
    rows += [{"r": 4, "init_lora_weights": i, **base} for i in inits]
    return [
        *rows,
        {"r": 3, "init_lora_weights": "orthogonal", **base},
        {"r": 1000, "init_lora_weights": "mica", **base},
    ]


def lora_options(names: Names) -> list[Json]:
    """Gives LoRA with its options and variants."""
    a, f = names.first, names.feedforward
    base: Json = {"r": 4, "target_modules": [a, f]}
    every: Json = {"r": 4, "target_modules": "all-linear"}
    options: list[Json] = [
        {"use_rslora": True},
        {"use_dora": True},
        {"lora_bias": True},
        {"lora_bias": True, "use_dora": True},
        {"lora_bias": True, "init_lora_weights": "gaussian"},
        {"lora_bias": True, "bias": "all"},
        {"bias": "lora_only"},
        {"bias": "all"},
        {"bias": "foo"},
        {"use_dora": True, "bias": "lora_only"},
        {"fan_in_fan_out": True},
        {"alora_invocation_tokens": [1, 2]},
        {"kasa_config": {}},
        {"kasa_config": {"beta": -1.0}},
        {"monteclora_config": {}},
        {"monteclora_config": {"num_samples": 3}},
        {"monteclora_config": {"num_samples": 0}},
        {"velora_config": {}},
        {"velora_config": {"num_groups": 4}},
        {"velora_config": {"num_groups": 0}},
        {"arrow_config": {}},
        {"use_qalora": True, "qalora_group_size": 4},
        {"use_bdlora": {"target_modules_bd_a": [f], "target_modules_bd_b": [a], "nblocks": 2}},
        {"use_bdlora": {"target_modules_bd_a": [a], "nblocks": 2, "match_strict": False}},
        {"use_bdlora": {"target_modules_bd_a": [a], "nblocks": 2}},
        {"use_bdlora": {"target_modules_bd_a": [a], "target_modules_bd_b": [a], "nblocks": 2}},
        {"use_dora": True, "kasa_config": {}},
        {"kasa_config": {}, "lora_bias": True},
        {"use_dora": True, "use_rslora": True},
        {"megatron_config": {}, "use_dora": True},
        {"unknown_key": 3},
        {"inference_mode": True},
        {"eva_config": {"rho": 0.5}},
        {"loftq_config": {"loftq_bits": 4}, "init_lora_weights": "loftq"},
    ]
    rows = [{**base, **o} for o in options]
    return rows + [{**every, **o} for o in options[:10]]


def lora_patterns(names: Names) -> list[Json]:
    """Gives LoRA with rank patterns, layer selections and exclusions."""
    a, b, f, c = names.first, names.second, names.feedforward, names.container
    base: Json = {"r": 4, "target_modules": [a, b, f]}
    ranks: list[Json] = [
        {a: 16},
        {names.full: 3},
        {f"^{names.full}": 3},
        {f"^{a}": 9},
        {r".*\.0\..*": 5},
        {rf"{c}\.1\..*": 7},
        {a: 3, ".*": 7},
        {".*": 7, a: 3},
        {a[1:]: 9},
        {"nowhere": 5},
        {rf"(.*\.)?{f}": 6},
        {names.qualified: 11},
        {a: 0},
        {f"({a}|{b})": 2},
        {"[": 5},
        {rf"{c}.0": 5},
        {rf".*\.(0|2)\..*{a}": 10},
        {a: 1, b: 2, f: 3},
    ]
    rows: list[Json] = [{**base, "rank_pattern": r} for r in ranks]
    rows += [
        {**base, "alpha_pattern": {a: 32}},
        {**base, "rank_pattern": {a: 5}, "use_dora": True},
        {**base, "rank_pattern": {a: 5}, "lora_bias": True},
    ]
    layers: list[Json] = [
        {"layers_to_transform": n} for n in (0, [0], [0, 2], [1], [99], [0, 99], [], [-1], "0")
    ]
    layers += [
        {"layers_to_transform": [0], "layers_pattern": p} for p in (c, [c], [c, "nowhere"], "nowhere", [], "")
    ]
    layers += [{"layers_pattern": c}, {"layers_pattern": [c]}]
    rows += [{**base, **option} for option in layers]
    rows += [
        {"r": 4, "target_modules": t, "layers_to_transform": [0]}
        for t in ("all-linear", rf".*{a}", [names.full, b])
    ]
    excluded: list[Any] = [
        [b],
        b,
        rf".*\.{b}",
        ["nowhere"],
        "nowhere",
        [a, b, f],
        [names.full],
        r".*\.0\..*",
        [a[1:]],
        [],
    ]
    rows += [{**base, "exclude_modules": e} for e in excluded]
    return rows + [
        {"r": 4, "target_modules": "all-linear", "exclude_modules": e}
        for e in ([f], rf".*\.{a}", r".*\.[12]\..*")
    ]


def lora_layers(names: Names) -> list[Json]:
    """Gives LoRA with layer replication and targeted parameters."""
    a, b, f = names.first, names.second, names.feedforward
    replications: list[Any] = [[[0, 2], [1, 3]], [[0, 1]], [[0, 3], [0, 3]], [[0, 99]], [[1, 1]], []]
    rows: list[Json] = [{"r": 4, "target_modules": [a, b], "layer_replication": r} for r in replications]
    rows += [
        {"r": 4, "target_modules": "all-linear", "layer_replication": [[0, 2], [0, 2]]},
        {"r": 4, "target_modules": [a], "layer_replication": [[0, 2], [0, 2]], "layers_to_transform": [0, 3]},
        {"r": 4, "target_modules": [], "target_parameters": [f"{a}.weight"]},
        {"r": 4, "target_parameters": [f"{a}.weight"]},
        {"r": 4, "target_modules": [f], "target_parameters": [f"{a}.weight"]},
        {"r": 4, "target_parameters": ["nowhere"]},
        {"r": 4, "target_parameters": f"{a}.weight"},
        {"r": 4, "target_parameters": [names.norm + ".weight"]},
        {"r": 4, "target_parameters": [f"{a}.weight", f"{b}.weight"], "rank_pattern": {f"{a}.weight": 6}},
        {"r": 4, "target_modules": [a], "target_parameters": [f"{a}.weight"]},
        {"r": 4, "target_parameters": [f"{a}.bias"]},
    ]
    return rows


def lora_embeddings(names: Names) -> list[Json]:
    """Gives LoRA on embeddings, saved modules, token indices and tying."""
    a, b, f, e, o = names.first, names.second, names.feedforward, names.embedding, names.output
    saved: list[Any] = [
        [o],
        [e],
        [e, o],
        [names.norm],
        [f],
        [a],
        ["nowhere"],
        [o[1:]],
        [],
        [names.container],
        [names.full],
    ]
    rows: list[Json] = [{"r": 4, "target_modules": [a, b], "modules_to_save": s} for s in saved if s != [""]]
    rows += [
        {"r": 4, "target_modules": [a, b], "modules_to_save": s, "ensure_weight_tying": True}
        for s in ([o], [e], [e, o], [f])
    ]
    rows += [{"r": 4, "target_modules": "all-linear", "modules_to_save": s} for s in ([f], [e, o])]
    for t in ([e], [e, a], [o], [e, o], [e, o, a]):
        rows += [{"r": 4, "target_modules": t}, {"r": 4, "target_modules": t, "ensure_weight_tying": True}]
    rows += [
        {"r": 4, "target_modules": [e, a], "use_dora": True},
        {"r": 4, "target_modules": [e, a], "lora_bias": True},
        {"r": 4, "target_modules": [e], "rank_pattern": {e: 2}},
        {"r": 4, "target_modules": [e], "modules_to_save": [e]},
        {"r": 4, "target_modules": [e, a], "init_lora_weights": "pissa"},
        {"r": 4, "target_modules": [a], "modules_to_save": [e], "bias": "all"},
        {"r": 4, "target_modules": [names.norm]},
        {"r": 4, "target_modules": [a, names.norm]},
    ]
    tokens: list[Any] = [
        [0, 1, 2],
        [5],
        [3, 3, 3],
        [],
        {e: [0, 1]},
        {"nowhere": [1]},
        {e: [0, 1], o: [0, 1]},
        {o: [4, 5, 6]},
        {e: [0], o: [1, 2]},
        [100000],
    ]
    rows += [{"r": 4, "target_modules": [a], "trainable_token_indices": t} for t in tokens]
    rows += [
        {"r": 4, "target_modules": [a, e], "trainable_token_indices": [1]},
        {"r": 4, "target_modules": [a], "modules_to_save": [e], "trainable_token_indices": [1]},
        {"r": 4, "target_modules": [a], "trainable_token_indices": [1, 2], "ensure_weight_tying": True},
        {"r": 4, "target_modules": [a], "modules_to_save": [o], "trainable_token_indices": [1, 2]},
    ]
    return rows


def lora_rows(names: Names) -> list[Json]:
    """Gives every LoRA configuration."""
    parts = (lora_targets, lora_ranks, lora_options, lora_patterns, lora_layers, lora_embeddings)
    return [{"peft_type": "LORA", **row} for part in parts for row in part(names)]


def expert_rows(names: Names) -> list[Json]:
    """Gives LoRA on mixtures of experts: old names that PEFT rewrites, and parameters."""
    old: list[Any] = [
        ["w1", "w2", "w3"],
        ["w1"],
        ["w2"],
        ["w1", "w3"],
        ["gate"],
        ["gate_proj", "up_proj", "down_proj"],
        ["gate_proj", "up_proj"],
        ["gate_proj"],
        ["up_proj"],
        ["down_proj"],
        ["q_proj", "gate_proj", "up_proj", "down_proj"],
        ["q_proj", "gate"],
        ["q_proj", "w1", "w2", "w3", "gate"],
        ["experts.down_proj"],
        ["mlp.gate"],
        ["experts"],
        ["router"],
        ["q_proj", "router"],
        ["shared_expert.down_proj"],
        ["shared_experts.down_proj"],
        r".*experts.*",
        r".*\.(gate_proj|up_proj)",
        r".*\.down_proj",
        r".*mlp.*",
        r".*\.(q_proj|gate)",
        r".*\.(w1|w2|w3)",
        r".*\.experts\.0\..*",
        r".*\.experts\.gate_up_proj",
        r".*gate_up_proj.*",
        "all-linear",
    ]
    rows: list[Json] = [{"r": 4, "target_modules": t} for t in old]
    rows += [
        {"r": 4, "target_modules": "all-linear", **o}
        for o in (
            {"use_dora": True},
            {"lora_dropout": 0.1},
            {"lora_bias": True},
            {"rank_pattern": {"gate_up_proj": 3}},
        )
    ]
    rows += [
        {"r": 4, "target_modules": "all-linear", "exclude_modules": ["q_proj"]},
        {"r": 4, "target_modules": "all-linear", "layers_to_transform": [0]},
        {"r": 4, "target_modules": ["gate_proj", "up_proj", "down_proj"], "layers_to_transform": [1]},
        {"r": 4, "target_modules": ["gate_proj", "up_proj", "down_proj"], "rank_pattern": {"down_proj": 7}},
        {"r": 4, "target_modules": ["gate_proj", "up_proj", "down_proj"], "exclude_modules": ["experts"]},
        {"r": 4, "target_modules": ["gate_proj", "up_proj", "down_proj"], "bias": "all"},
        {"r": 4, "target_modules": ["gate_proj", "up_proj", "down_proj"], "modules_to_save": ["gate"]},
    ]
    for p in names.parameters:
        short = p.rsplit(".", 1)[-1]
        rows += [
            {"r": 4, "target_modules": [], "target_parameters": [p]},
            {"r": 4, "target_parameters": [p]},
            {"r": 4, "target_parameters": [short]},
            {"r": 4, "target_modules": [names.first], "target_parameters": [p]},
            {"r": 4, "target_parameters": [p], "rank_pattern": {short: 7}},
            {"r": 4, "target_parameters": [p], "rank_pattern": {rf".*\.{short}": 7}},
            {"r": 4, "target_parameters": [p], "use_dora": True},
            {"r": 4, "target_parameters": [p], "lora_dropout": 0.1},
            {"r": 4, "target_parameters": [p], "lora_bias": True},
            {"r": 4, "target_parameters": [p], "layers_to_transform": [0]},
            {"r": 4, "target_parameters": [p], "exclude_modules": [short]},
            {"r": 4, "target_modules": "all-linear", "target_parameters": [p]},
        ]
    rows.append({"r": 4, "target_modules": [], "target_parameters": list(names.parameters)})
    return [{"peft_type": "LORA", **row} for row in rows]


def low_rank_rows(names: Names) -> list[Json]:
    """Gives the low-rank methods besides LoRA."""
    a, b, f, e = names.first, names.second, names.feedforward, names.embedding
    t: Json = {"target_modules": [a, b, f]}
    ada: Json = {"peft_type": "ADALORA", "total_step": 100}
    rows: list[Json] = [
        ada,
        {**ada, **t},
        {**ada, **t, "init_r": 5},
        {**ada, **t, "init_r": 0},
        {**ada, **t, "init_r": -1},
        {**ada, **t, "r": 3, "init_r": 6, "target_r": 2},
        {"peft_type": "ADALORA", **t},
        {**ada, **t, "total_step": 0},
        {**ada, **t, "tinit": 60, "tfinal": 60},
        {**ada, **t, "use_dora": True},
        {**ada, **t, "bias": "lora_only"},
        {**ada, **t, "bias": "all"},
        {**ada, **t, "rank_pattern": {a: 3}},
        {**ada, "target_modules": "all-linear"},
        {**ada, **t, "layers_to_transform": [1]},
        {**ada, "target_modules": [e]},
        {**ada, **t, "orth_reg_weight": -1.0},
        {**ada, **t, "modules_to_save": [names.output]},
        {**ada, **t, "loftq_config": {"loftq_bits": 4}},
        {**ada, **t, "trainable_token_indices": [0, 1]},
        {**ada, **t, "lora_bias": True},
    ]
    for kind, more in (
        ("LOHA", [{"r": 3, "use_effective_conv2d": True}, {"r": 4, "rank_dropout": 2.0}]),
        (
            "LOKR",
            [
                {"r": 2, "decompose_both": True},
                {"r": 3, "decompose_factor": 4},
                {"r": 3, "decompose_factor": 5},
                {"r": 2, "decompose_factor": 0},
                {"r": 2, "decompose_factor": -2},
                {"r": 2, "decompose_factor": 100},
                {"r": 1, "decompose_both": True, "decompose_factor": 3},
                {"r": 1000},
                {"r": 3, "use_effective_conv2d": True},
                {"r": 2, "init_weights": "lycoris"},
                {"r": 6, "decompose_factor": 7},
            ],
        ),
        (
            "DELORA",
            [{"r": 4, "bias": "delora_only"}, {"r": 4, "bias": "all"}, {"r": 4, "lambda_pattern": {a: 3}}],
        ),
        (
            "HIRA",
            [
                {"r": 4, "bias": "hira_only"},
                {"r": 4, "init_weights": "gaussian"},
                {"r": 4, "init_weights": "nonsense"},
            ],
        ),
        (
            "DEFT",
            [
                {"r": 4, "para": True},
                {"r": 1000},
                {"r": 1000, "para": True},
                {"r": 4, "decomposition_method": "qr"},
                {"r": 4, "decomposition_method": "x"},
                {"r": 4, "bias": "deft_only"},
            ],
        ),
        (
            "MISS",
            [
                {"r": 4, "init_weights": "bat"},
                {"r": 7, "init_weights": "bat"},
                {"r": 4, "mini_r": 2, "init_weights": "mini"},
                {"r": 4, "mini_r": 5, "init_weights": "mini"},
                {"r": 1000},
                {"r": 48},
                {"r": 5, "bias": "miss_only"},
                {"r": 5, "init_weights": False},
            ],
        ),
        (
            "GRALORA",
            [
                {"r": 4, "gralora_k": 4},
                {"r": 4, "gralora_k": 3},
                {"r": 6, "gralora_k": 3},
                {"r": 4, "hybrid_r": 2},
                {"r": 4, "hybrid_r": -1},
                {"r": 4, "gralora_k": 0},
                {"r": 4, "bias": "gralora_only"},
            ],
        ),
        (
            "GLORA",
            [
                {"r": 4, "config_A_B": "vector"},
                {"r": 4, "config_A_B": "constant"},
                {"r": 4, "config_A_B": "none"},
                {"r": 4, "config_C": "vector", "config_D_E": "vector"},
                {"r": 4, "config_C": "none", "config_D_E": "none"},
                {"r": 4, "config_A_B": "x"},
                {"r": 4, "config_A_B": "none", "config_C": "none", "config_D_E": "none"},
                {"r": 4, "bias": "all"},
            ],
        ),
        (
            "PEANUT",
            [{"r": 4, "depth": 2}, {"r": 4, "depth": -1}, {"r": 4, "act_fn": "nonsense"}, {"r": 1000}],
        ),
        (
            "POLY",
            [
                {"r": 4, "n_tasks": 3, "n_skills": 2},
                {"r": 4, "n_splits": 2},
                {"r": 4, "n_splits": 5},
                {"r": 4, "n_skills": 0},
            ],
        ),
        (
            "LILY",
            [
                {"r": 4, "stride_A": 2},
                {"r": 4, "stride_A": 99},
                {"r": 4, "num_B": 3},
                {"r": 4, "num_B": 1},
                {"r": 4, "stride_A": 0},
            ],
        ),
        (
            "SUPERTUNING",
            [
                {"sparsity": 0.9},
                {"sparsity": 0.999},
                {"sparsity": 1.0},
                {"sparsity": 0.0},
                {"sparsity": 0.95, "r": 4},
                {"lora_alpha": 3.0},
                {"r": 0},
                {"sparsity": 0.95, "select_top": False},
                {"sparsity": 0.9, "save_precomputed_indices": False},
                {"sparsity": 0.9999999},
            ],
        ),
    ):
        rows += method_rows(kind, t, more, names, {"sparsity": 0.9} if kind == "SUPERTUNING" else {"r": 4})
    return rows


def method_rows(kind: str, given: Json, more: list[Json], names: Names, small: Json) -> list[Json]:
    """Gives a method's default, plain, selected, all-linear, regular-expression and special configurations."""
    a, b, f, e = names.first, names.second, names.feedforward, names.embedding
    plain: Json = {"peft_type": kind, **small}
    options: list[Json] = [
        given,
        {"target_modules": [a]},
        {"target_modules": "all-linear"},
        {"target_modules": rf".*\.({a}|{b})"},
        {"target_modules": [e]},
        {"target_modules": [names.norm]},
        {"target_modules": ["nowhere"]},
        {**given, "layers_to_transform": [0]},
        {**given, "layers_to_transform": [0, 2], "layers_pattern": names.container},
        {"target_modules": rf".*\.{a}", "layers_to_transform": [0]},
        {**given, "layers_pattern": names.container},
        {**given, "exclude_modules": [b]},
        {**given, "modules_to_save": [names.output or f]},
        {**given, "bias": "all"},
        {**given, "rank_pattern": {a: 3}},
    ]
    rows: list[Json] = [
        {"peft_type": kind},
        plain,
        {"peft_type": kind, "target_modules": "all-linear"},
        *({**plain, **o} for o in options),
    ]
    if "r" in small:
        rows += [{**plain, **given, "r": r} for r in (0, -1, 7, 1.5)]
    return rows + [{"peft_type": kind, **given, **m} for m in more]


def vector_rows(names: Names) -> list[Json]:
    """Gives the shared-projection, sparse, spectral and vector methods."""
    a, b, f = names.first, names.second, names.feedforward
    t: Json = {"target_modules": [a, b, f]}
    rows: list[Json] = []
    ranked: tuple[tuple[str, list[Json]], ...] = (
        (
            "VERA",
            [
                {"r": 256},
                {"r": 4, "save_projection": False},
                {"r": 4, "bias": "vera_only"},
                {"r": 4, "d_initial": 0.5},
            ],
        ),
        ("PVERA", [{"r": 4, "save_projection": False}, {"r": 4, "bias": "pvera_only"}]),
        (
            "RANDLORA",
            [
                {"r": 32},
                {"r": 48},
                {"r": 1000},
                {"r": 5, "sparse": True},
                {"r": 5, "very_sparse": True},
                {"r": 4, "save_projection": False},
                {"r": 4, "bias": "randlora_only"},
            ],
        ),
        (
            "TINYLORA",
            [
                {"u": 8},
                {"u": 8, "weight_tying": 0.5},
                {"u": 8, "weight_tying": 0.3},
                {"u": 8, "weight_tying": 1.0},
                {"u": 8, "weight_tying": 0.8},
                {"u": 0},
                {"weight_tying": 2.0},
                {"u": 8, "save_projection": False},
                {"r": 1000},
            ],
        ),
        (
            "UNILORA",
            [
                {"theta_d_length": 64},
                {"theta_d_length": 0},
                {"theta_d_length": 64, "bias": "all"},
                {"theta_d_length": 64, "bias": "foo"},
                {"theta_d_length": 64, "save_indices": True},
            ],
        ),
        (
            "ADAMSS",
            [
                {"r": 4, "num_subspaces": 3},
                {"r": 100, "num_subspaces": 5},
                {"r": 4, "num_subspaces": 1000},
                {"r": 4, "init_weights": "nonsense"},
                {"r": 4, "init_weights": None},
                {"r": 4, "use_asa": True, "mask_interval": 0},
                {"r": 4, "use_asa": True},
            ],
        ),
        (
            "SHIRA",
            [{"r": 2}, {"r": 1}, {"r": 1000}, {"r": 2, "mask_type": "nonsense"}, {"r": 2, "random_seed": 3}],
        ),
        (
            "PSOFT",
            [
                {"r": 4, "psoft_orth": False},
                {"r": 4, "psoft_mag_a": False},
                {"r": 4, "psoft_mag_a": False, "psoft_mag_b": False},
                {"r": 1000},
                {"r": 4, "ab_svd_init": "pissa_init"},
                {"r": 4, "ab_svd_init": "x"},
                {"r": 4, "psoft_svd": "lowrank"},
                {"r": 1},
                {"r": 4, "use_cayley_neumann": True},
            ],
        ),
        ("HRA", [{"r": 3}, {"r": 5, "apply_GS": True}, {"r": 4, "bias": "hra_only"}, {"r": 1000}]),
    )
    for kind, more in ranked:
        rows += method_rows(kind, t, more, names, {"r": 4})
    small: dict[str, Json] = {
        "FROD": {"sparse_rate": 0.05},
        "VBLORA": {"vector_length": 4, "num_vectors": 8},
        "FOURIERFT": {"n_frequency": 30},
        "WAVEFT": {"n_frequency": 30},
        "C3A": {"block_size": 4},
        "ROAD": {"group_size": 4},
    }
    unranked: tuple[tuple[str, list[Json]], ...] = (
        (
            "FROD",
            [
                {"sparse_rate": 0.1},
                {"sparse_rate": 0.0},
                {"sparse_rate": 1.0},
                {"sparse_rate": 2.0},
                {"sparse_rate": 0.003},
                {"save_projection": False},
                {"bias": "frod_only"},
            ],
        ),
        (
            "VBLORA",
            [
                {"vector_length": 16, "r": 2},
                {"vector_length": 4, "num_vectors": 8},
                {"vector_length": 4, "num_vectors": 8, "topk": 3},
                {"vector_length": 4, "num_vectors": 8, "topk": 0},
                {"vector_length": 4, "num_vectors": 8, "topk": 9},
                {"vector_length": 5},
                {"vector_length": 4, "num_vectors": 8, "save_only_topk_weights": True},
                {"vector_length": 4, "r": 0},
                {"vector_length": 8, "bias": "vblora_only"},
                {"vector_length": 4, "num_vectors": 300, "save_only_topk_weights": True},
            ],
        ),
        (
            "FOURIERFT",
            [
                {"n_frequency": 50},
                {"n_frequency": 50, "n_frequency_pattern": {a: 20}},
                {"n_frequency": 50, "n_frequency_pattern": {a[1:]: 20}},
                {"n_frequency": 0},
                {"n_frequency": 10**9},
                {"n_frequency": 50, "n_frequency_pattern": {names.full: 7}},
                {"n_frequency": 9, "bias": "all"},
            ],
        ),
        (
            "WAVEFT",
            [
                {"n_frequency": 40},
                {"n_frequency": 40, "proportional_parameters": True},
                {"n_frequency": 40, "n_frequency_pattern": {a: 20}},
                {"n_frequency": 40, "wavelet_family": "nonsense"},
                {"n_frequency": 40, "wavelet_family": "sym2"},
                {"n_frequency": 1, "proportional_parameters": True},
                {"n_frequency": 10**9},
                {"n_frequency": 40, "use_idwt": False},
                {"n_frequency": 37, "proportional_parameters": True, "layers_to_transform": [0]},
            ],
        ),
        (
            "C3A",
            [
                {"block_size": 16},
                {"block_size": 4},
                {"block_size": 2, "block_size_pattern": {a: 4}},
                {"block_size": 5},
                {"block_size": 0},
                {"block_size": 4, "block_size_pattern": {a[1:]: 8}},
                {"block_size": 1},
                {"block_size": 4, "init_weights": "nonsense"},
                {"block_size": 4, "bias": "c3a_only"},
            ],
        ),
        (
            "ROAD",
            [
                {"variant": "road_1", "group_size": 4},
                {"variant": "road_2", "group_size": 4},
                {"variant": "road_4", "group_size": 8},
                {"variant": "road_3"},
                {"group_size": 3},
                {"group_size": 0},
                {"group_size": 16},
            ],
        ),
        (
            "OFT",
            [
                {"oft_block_size": 4},
                {"oft_block_size": 5},
                {"oft_block_size": 7},
                {"oft_block_size": 1000},
                {"r": 8},
                {"r": 8, "oft_block_size": 0},
                {"r": 7, "oft_block_size": 0},
                {"oft_block_size": 0},
                {"block_share": True},
                {"oft_block_size": 8, "coft": True},
                {"oft_block_size": 8, "use_cayley_neumann": False},
                {"oft_block_size": 8, "bias": "oft_only"},
                {"oft_block_size": 1},
                {"r": 1000, "oft_block_size": 0},
            ],
        ),
        (
            "BOFT",
            [
                {"boft_block_size": 2},
                {"boft_block_size": 0, "boft_block_num": 4},
                {"boft_block_size": 4, "boft_block_num": 4},
                {"boft_block_size": 0},
                {"boft_block_size": 5},
                {"boft_block_size": 2, "boft_n_butterfly_factor": 2},
                {"boft_block_size": 4, "boft_n_butterfly_factor": 0},
                {"boft_block_size": 4, "bias": "boft_only"},
                {"boft_block_size": 1000},
            ],
        ),
        ("BEFT", [{"target_modules": [b]}]),
        (
            "IA3",
            [
                {"target_modules": [a, f], "feedforward_modules": [f]},
                {"target_modules": [a, f], "feedforward_modules": []},
                {"target_modules": [a], "feedforward_modules": [f]},
                {"target_modules": [a, f], "feedforward_modules": [f[1:]]},
                {"target_modules": rf".*\.({a}|{f})", "feedforward_modules": rf".*\.{f}"},
                {"target_modules": "all-linear", "feedforward_modules": [f]},
                {"target_modules": [a, f], "feedforward_modules": f},
                {"target_modules": [a, f], "feedforward_modules": [f], "init_ia3_weights": False},
                {"target_modules": [a, f], "feedforward_modules": [f], "fan_in_fan_out": True},
                {"target_modules": [a], "feedforward_modules": [], "modules_to_save": [names.norm]},
                {"target_modules": [a, f], "feedforward_modules": [f], "exclude_modules": [a]},
            ],
        ),
        (
            "OSF",
            [
                {"effective_rank": 3},
                {"effective_rank": 0.5},
                {"effective_rank": 1.0},
                {"effective_rank": 1},
                {"effective_rank": 0},
                {"effective_rank": -1},
                {"effective_rank": 1000},
                {"effective_rank": 5, "rank_pattern": {a: 2}},
                {"effective_rank": 5, "rank_pattern": {a[1:]: 2}},
                {"effective_rank": 0.3, "rank_pattern": {f: 0.9}},
                {"effective_rank": 1.5},
                {"target_svd_config": {names.full: 6}},
            ],
        ),
    )
    for kind, more in unranked:
        rows += method_rows(kind, t, more, names, small.get(kind, {}))
    return rows


def module_rows(names: Names) -> list[Json]:
    """Gives the methods that train modules, tokens or side networks."""
    a, e, o = names.first, names.embedding, names.output
    norm: list[Any] = [
        [names.norm],
        [a],
        [names.norm, a],
        rf".*\.{names.norm}",
        ["nowhere"],
        [e],
        [names.container],
        r".*\.0\..*",
    ]
    rows: list[Json] = [
        {"peft_type": "LN_TUNING"},
        *({"peft_type": "LN_TUNING", "target_modules": t} for t in norm),
    ]
    rows += [
        {"peft_type": "LN_TUNING", "target_modules": [names.norm], **m}
        for m in (
            {"modules_to_save": [o or a]},
            {"exclude_modules": [names.norm]},
            {"exclude_modules": r".*\.0\..*"},
        )
    ]
    tokens: list[Json] = [
        {},
        {"token_indices": [0, 1, 2]},
        {"token_indices": [0, 1, 2], "target_modules": [e]},
        {"token_indices": [3, 3]},
        {"token_indices": [1], "target_modules": [a]},
        {"token_indices": [1], "target_modules": ["nowhere"]},
        {"token_indices": [100000]},
        {"token_indices": []},
    ]
    tokens += (
        [
            {"token_indices": [1, 2], "target_modules": [o]},
            {"token_indices": [1, 2], "target_modules": [e, o]},
        ]
        if o
        else []
    )
    rows += [{"peft_type": "TRAINABLE_TOKENS", **x} for x in tokens]
    prompts: list[Json] = [
        {"adapter_len": 10, "adapter_layers": 2},
        {"adapter_len": 5, "adapter_layers": 1},
        {"adapter_len": 10, "adapter_layers": 99},
        {"adapter_len": 10},
        {"adapter_layers": 2},
        {"adapter_len": 10, "adapter_layers": 0},
        {"adapter_len": 3, "adapter_layers": 2, "target_modules": "nowhere"},
    ]
    rows += [{"peft_type": "ADAPTION_PROMPT", **x} for x in prompts]
    shadows: list[Json] = [
        {},
        {"r": 4},
        {"r": 4, "update_hidden_size": 12},
        {"r": 4, "shadow_num_hidden_layers": 2},
        {"r": 4, "shadow_hidden_size": 24},
        {"r": 4, "shadow_intermediate_size": 20},
        {"r": 4, "share_embeddings": False},
        {"r": 4, "shadow_num_attention_heads": 3},
        {"r": 0},
        {"r": 4, "layers_to_transform": [0, 1]},
        {"r": 4, "target_modules": rf".*{names.container}\.[01]$"},
        {"r": 4, "target_modules": [a]},
        {"r": 4, "shadow_model": "x/y", "shadow_hidden_size": 24},
        {"r": 4, "shadow_hidden_size": 24, "shadow_num_hidden_layers": 2, "shadow_intermediate_size": 40},
        {"r": 4, "shadow_hidden_size": 24, "share_embeddings": False},
        {"r": 4, "layers_to_transform": [0], "layers_pattern": names.container},
        {"r": 4, "exclude_modules": r".*\.1"},
        {"r": 4, "modules_to_save": [names.norm]},
    ]
    return rows + [{"peft_type": "SHADOW", **x} for x in shadows]


def prompt_rows(names: Names) -> list[Json]:
    """Gives the prompt and prefix methods."""
    v: Json = {"num_virtual_tokens": 5}
    rows: list[Json] = [
        {"peft_type": "PROMPT_TUNING", **x}
        for x in (
            v,
            {},
            {**v, "token_dim": 24},
            {**v, "num_transformer_submodules": 2},
            {"num_virtual_tokens": 0},
            {"num_virtual_tokens": -1},
            {**v, "prompt_tuning_init": "TEXT"},
            {**v, "prompt_tuning_init": "nonsense"},
            {**v, "modules_to_save": [names.norm]},
            {**v, "num_layers": 1, "num_attention_heads": 1},
        )
    ]
    rows += [
        {"peft_type": "PREFIX_TUNING", **x}
        for x in (
            v,
            {},
            {**v, "prefix_projection": True},
            {**v, "prefix_projection": True, "encoder_hidden_size": 20},
            {**v, "encoder_hidden_size": 20},
            {**v, "token_dim": 24},
            {**v, "num_layers": 2},
            {**v, "num_attention_heads": 3},
            {**v, "num_transformer_submodules": 2},
            {**v, "init_weights": "zero"},
            {**v, "prefix_projection": True, "token_dim": 24, "encoder_hidden_size": 7},
        )
    ]
    rows += [
        {"peft_type": "CARTRIDGE", **x}
        for x in (
            v,
            {**v, "num_frozen_tokens": 0},
            {**v, "num_frozen_tokens": 5},
            {**v, "num_frozen_tokens": 6},
            {**v, "num_frozen_tokens": -1},
            {**v, "num_layers": 2},
            {},
        )
    ]
    rows += [
        {"peft_type": "P_TUNING", **x}
        for x in (
            v,
            {},
            {**v, "encoder_hidden_size": 20},
            {**v, "encoder_hidden_size": 20, "encoder_num_layers": 5},
            {**v, "encoder_reparameterization_type": "LSTM"},
            {
                **v,
                "encoder_reparameterization_type": "LSTM",
                "encoder_hidden_size": 20,
                "encoder_num_layers": 1,
            },
            {
                **v,
                "encoder_reparameterization_type": "LSTM",
                "encoder_hidden_size": 20,
                "encoder_num_layers": 3,
            },
            {**v, "encoder_reparameterization_type": "x"},
            {**v, "token_dim": 24},
        )
    ]
    rows += [
        {"peft_type": "MULTITASK_PROMPT_TUNING", **x}
        for x in (
            v,
            {**v, "num_tasks": 4, "num_ranks": 3},
            {**v, "num_tasks": 0},
            {**v, "num_ranks": 0},
            {**v, "prompt_tuning_init": "ONLY_SOURCE_SHARED"},
            {},
        )
    ]
    cpt: tuple[Json, ...] = (
        {},
        {"cpt_token_ids": [1, 2, 3]},
        {"cpt_token_ids": [1, 2, 3], "cpt_mask": [1, 1, 1], "cpt_tokens_type_mask": [1, 2, 3]},
        {"cpt_token_ids": [1, 2, 3], "cpt_mask": [1], "cpt_tokens_type_mask": [1, 2, 3]},
        {"cpt_token_ids": []},
        {
            "cpt_token_ids": [1, 2],
            "cpt_mask": [1, 1],
            "cpt_tokens_type_mask": [1, 2],
            "num_virtual_tokens": 7,
        },
    )
    return rows + [{"peft_type": "CPT", **x} for x in cpt]


def head_rows(names: Names) -> list[Json]:
    """Gives a few configurations of each sort, for models with another head or task."""
    a, b, f, e = names.first, names.second, names.feedforward, names.embedding
    t: Json = {"target_modules": [a, b]}
    lora: Json = {"peft_type": "LORA", "r": 4}
    rows: list[Json] = [
        lora,
        {**lora, **t},
        {**lora, "target_modules": "all-linear"},
        {**lora, **t, "use_dora": True, "bias": "all"},
        {**lora, **t, "bias": "lora_only"},
        {**lora, "target_modules": "all-linear", "bias": "all"},
        {**lora, **t, "modules_to_save": [e]},
        {**lora, **t, "modules_to_save": []},
        {**lora, **t, "modules_to_save": [names.head or f]},
        {**lora, "target_modules": [names.head or f, a]},
        {**lora, "target_modules": [e]},
        {**lora, **t, "trainable_token_indices": [0, 1]},
        {**lora, **t, "layers_to_transform": [1]},
        {**lora, "target_modules": ".*"},
        {**lora, "target_modules": rf".*\.({a}|{f})$"},
        {**lora, "target_modules": "all-linear", "exclude_modules": [f]},
        {**lora, **t, "rank_pattern": {a: 9}},
        {**lora, "target_modules": [a, b, f], "lora_bias": True},
        {**lora, **t, "layer_replication": [[0, 2], [0, 2]]},
        {"peft_type": "LN_TUNING"},
        {"peft_type": "LN_TUNING", "target_modules": [names.norm]},
        {"peft_type": "TRAINABLE_TOKENS", "token_indices": [0, 1]},
        {"peft_type": "SHADOW", "r": 4},
        {"peft_type": "OSF"},
        {"peft_type": "OSF", "effective_rank": 3, **t},
        {"peft_type": "ADAPTION_PROMPT", "adapter_len": 4, "adapter_layers": 2},
        {"peft_type": "PROMPT_TUNING", "num_virtual_tokens": 5},
        {"peft_type": "PREFIX_TUNING", "num_virtual_tokens": 5},
        {"peft_type": "P_TUNING", "num_virtual_tokens": 5, "encoder_hidden_size": 20},
        {"peft_type": "MULTITASK_PROMPT_TUNING", "num_virtual_tokens": 5, "num_tasks": 3},
        {"peft_type": "CARTRIDGE", "num_virtual_tokens": 5},
        {"peft_type": "CPT", "cpt_token_ids": [1, 2]},
        {"peft_type": "ADALORA", "total_step": 10, **t},
        {"peft_type": "ADALORA", "total_step": 10, "target_modules": "all-linear"},
        {"peft_type": "IA3"},
        {"peft_type": "IA3", "target_modules": "all-linear", "feedforward_modules": [f]},
    ]
    plain: tuple[tuple[str, Json], ...] = (
        ("LOHA", {"r": 4}),
        ("LOKR", {"r": 4}),
        ("GRALORA", {"r": 4}),
        ("HIRA", {"r": 4}),
        ("GLORA", {"r": 4}),
        ("DEFT", {"r": 4}),
        ("DELORA", {"r": 4}),
        ("MISS", {"r": 4}),
        ("PEANUT", {"r": 4}),
        ("POLY", {"r": 4}),
        ("LILY", {"r": 4}),
        ("SUPERTUNING", {"sparsity": 0.9}),
        ("VERA", {"r": 4}),
        ("PVERA", {"r": 4}),
        ("FROD", {}),
        ("RANDLORA", {"r": 4}),
        ("VBLORA", {"vector_length": 4}),
        ("UNILORA", {}),
        ("TINYLORA", {}),
        ("FOURIERFT", {"n_frequency": 9}),
        ("WAVEFT", {"n_frequency": 9}),
        ("ADAMSS", {"r": 4}),
        ("OFT", {}),
        ("BOFT", {}),
        ("HRA", {"r": 4}),
        ("PSOFT", {"r": 4}),
        ("ROAD", {"group_size": 4}),
        ("BEFT", {}),
        ("C3A", {"block_size": 4}),
        ("SHIRA", {"r": 2}),
    )
    for kind, fields in plain:
        rows += [
            {"peft_type": kind, **fields, **t},
            {"peft_type": kind, **fields, "target_modules": "all-linear"},
        ]
    return rows


def tying_rows(names: Names) -> list[Json]:
    """Gives what depends on whether the output embedding is tied."""
    e, o = names.embedding, names.output
    rows = lora_embeddings(names) + [
        {"r": 4, "target_modules": t}
        for t in ("all-linear", ".*", r".*(embed|wte|word|lm_head|embed_out|shared).*")
    ]
    lora: list[Json] = [{"peft_type": "LORA", **row} for row in rows]
    others: list[Json] = [
        {"peft_type": k, "r": 4, "target_modules": t}
        for k in ("HIRA", "TINYLORA", "LOHA")
        for t in ([e], [o], [e, o])
    ]
    others += [{"peft_type": "OFT", "target_modules": t} for t in ([e], [o])]
    others += [{"peft_type": "LN_TUNING", "target_modules": t} for t in ([e], [o], [e, o])]
    others += [
        {"peft_type": "TRAINABLE_TOKENS", "token_indices": [0, 1], **x}
        for x in ({}, {"target_modules": [e]}, {"target_modules": [o]}, {"target_modules": [e, o]})
    ]
    return lora + others


def all_rows(names: Names, *, experts: bool) -> list[Json]:
    """Gives every configuration for a model."""
    parts = [
        lora_rows(names),
        low_rank_rows(names),
        vector_rows(names),
        module_rows(names),
        prompt_rows(names),
    ]
    return [row for part in parts for row in part] + (expert_rows(names) if experts else [])
