"""Which modules the names and patterns of a configuration take."""

import pytest

from tests.counting.small import decoder, linear, refusal, taken, trained

ATTENTION = ["0.self_attn.q_proj", "1.self_attn.q_proj"]


@pytest.mark.parametrize("name", ["q_proj", "self_attn.q_proj"])
def test_a_name_in_a_list_matches_the_end_of_a_path_after_a_dot(name: str) -> None:
    assert taken({"target_modules": [name]}) == ATTENTION


@pytest.mark.parametrize("name", ["proj", "_proj", ".q_proj", "Q_PROJ", ".*q_proj"])
def test_a_name_in_a_list_matches_no_part_of_a_name_and_is_no_pattern(name: str) -> None:
    assert refusal({"target_modules": [name]})[0] == "FC751"


def test_a_whole_path_is_a_name() -> None:
    assert taken({"target_modules": ["model.layers.1.mlp.up_proj"]}) == ["1.mlp.up_proj"]


def test_a_name_that_matches_nothing_beside_one_that_does_is_passed_over() -> None:
    assert taken({"target_modules": ["q_proj", "query"]}) == ATTENTION


@pytest.mark.parametrize("pattern", [r".*q_proj", r".*\.(q|k)_proj", r"model\.layers\.\d\.self_attn\.q_proj"])
def test_a_text_is_a_pattern_that_the_whole_path_matches(pattern: str) -> None:
    assert taken({"target_modules": pattern}) == ATTENTION


@pytest.mark.parametrize("pattern", ["q_proj", r".*q_pro", r"model\.layers\.\d"])
def test_a_pattern_that_matches_a_part_of_a_path_matches_nothing(pattern: str) -> None:
    assert refusal({"target_modules": pattern})[0] in {"FC751", "FC752"}


def test_a_pattern_tells_layers_apart_by_their_index() -> None:
    assert taken({"target_modules": r".*\.1\..*q_proj"}) == ["1.self_attn.q_proj"]
    assert taken({"target_modules": r".*\.[1-9]\..*q_proj"}) == ["1.self_attn.q_proj"]
    assert taken({"target_modules": r".*\.\d\d\..*q_proj"}, decoder(12)) == [
        "10.self_attn.q_proj",
        "11.self_attn.q_proj",
    ]


@pytest.mark.parametrize("word", ["all-linear", "ALL-LINEAR"])
def test_all_linear_takes_every_linear_layer_but_the_output_embedding(word: str) -> None:
    found = taken({"target_modules": word})

    assert len(found) == 8
    assert "lm_head" not in found


def test_all_linear_leaves_out_the_head_of_the_task_where_there_is_no_output_embedding() -> None:
    heads = decoder(output_embedding=None)
    modules = tuple(m for m in heads.modules if m.path != "lm_head")
    from finetune_catalog.models import Module

    model = decoder(
        output_embedding=None,
        modules=(*modules, Module("score", linear("score", 8, 2)), Module("other", linear("other", 8, 2))),
    )

    assert "score" not in taken({"target_modules": "all-linear", "task_type": "SEQ_CLS"}, model)
    assert "other" in taken({"target_modules": "all-linear", "task_type": "SEQ_CLS"}, model)
    assert "score" in taken({"target_modules": "all-linear"}, model)


def test_what_is_excluded_is_left_out_by_the_same_rules() -> None:
    both = ["q_proj", "up_proj"]
    assert taken({"target_modules": both, "exclude_modules": ["up_proj"]}) == ATTENTION
    assert taken({"target_modules": both, "exclude_modules": r".*\.mlp\..*"}) == ATTENTION
    assert len(taken({"target_modules": both, "exclude_modules": ["proj"]})) == 4


def test_where_everything_is_excluded_that_is_said() -> None:
    code, text = refusal({"target_modules": ["q_proj"], "exclude_modules": ["q_proj"]})

    assert code == "FC751"
    assert "left out" in text


def test_modules_that_are_trained_whole_get_no_adapter() -> None:
    found = taken({"target_modules": "all-linear", "modules_to_save": ["mlp"]})

    assert found == ["0.self_attn.q_proj", "1.self_attn.q_proj", "0.self_attn.v_proj", "1.self_attn.v_proj"]


def test_layers_are_those_of_the_first_number_after_a_list() -> None:
    assert taken({"target_modules": ["q_proj"], "layers_to_transform": [1]}) == ["1.self_attn.q_proj"]
    assert taken({"target_modules": ["q_proj"], "layers_to_transform": 0}) == ["0.self_attn.q_proj"]
    assert refusal({"target_modules": ["q_proj"], "layers_to_transform": [7]})[0] == "FC751"


def test_layers_are_counted_in_the_list_that_is_named() -> None:
    config = {"target_modules": ["q_proj"], "layers_to_transform": [1]}

    assert taken({**config, "layers_pattern": "layers"}) == ["1.self_attn.q_proj"]
    assert refusal({**config, "layers_pattern": "blocks"})[0] == "FC751"


def test_a_module_named_by_its_whole_path_is_taken_whatever_its_layer() -> None:
    names = ["model.layers.0.mlp.up_proj", "q_proj"]

    found = taken({"target_modules": names, "layers_to_transform": [1]})

    assert sorted(found) == ["0.mlp.up_proj", "1.self_attn.q_proj"]


def test_the_first_key_that_matches_the_end_of_a_path_gives_the_rank() -> None:
    base = {"target_modules": ["q_proj"], "r": 1}

    assert trained(base) == 2 * 16
    assert trained({**base, "rank_pattern": {"q_proj": 3}}) == 2 * 3 * 16
    assert trained({**base, "rank_pattern": {"q_proj": 3, ".*": 5}}) == 2 * 3 * 16
    assert trained({**base, "rank_pattern": {".*": 5, "q_proj": 3}}) == 2 * 5 * 16
    assert trained({**base, "rank_pattern": {r"layers\.1\..*": 3}}) == 16 + 3 * 16
    assert trained({**base, "rank_pattern": {"^q_proj": 3}}) == 2 * 16
    assert trained({**base, "rank_pattern": {"proj": 3}}) == 2 * 16


def test_modules_that_are_alike_but_for_an_index_count_the_same_looked_at_one_by_one() -> None:
    model = decoder(30)
    blind = trained({"target_modules": r".*\.(q|v)_proj"}, model)

    assert blind == trained({"target_modules": r".*\.(q|v)_proj|99"}, model)
    assert blind == 30 * (16 + 12)
