"""What is trained beside the adapter: copies, tokens, biases, and layers that are repeated."""

from tests.counting.small import decoder, parsed, trained

Q = 2 * 16  # rank 1 on q_proj in both layers


def test_a_saved_module_is_trained_as_a_copy_and_counted_twice_in_all() -> None:
    on = parsed({"target_modules": ["q_proj"], "modules_to_save": ["lm_head"]})

    assert on.metrics["trainable_parameters"] == Q + 256
    assert on.metrics["total_parameters"] == on.metrics["base_parameters"] + Q + 256


def test_names_of_saved_modules_match_the_end_of_a_path_without_a_dot() -> None:
    assert trained({"target_modules": ["q_proj"], "modules_to_save": ["head"]}) == Q + 256


def test_a_module_that_is_saved_inside_one_that_is_saved_is_copied_twice_and_trained_once() -> None:
    on = parsed({"target_modules": ["q_proj"], "modules_to_save": ["mlp", "up_proj"]})

    assert on.metrics["trainable_parameters"] == Q + 2 * 256
    assert on.metrics["added_parameters"] == Q + 2 * (256 + 128)


def test_an_adapter_inside_a_saved_module_is_copied_with_it() -> None:
    on = parsed({"target_modules": ["q_proj"], "modules_to_save": ["attn"]})  # ends self_attn

    assert on.metrics["trainable_parameters"] == Q + 2 * (64 + 32)
    assert on.metrics["added_parameters"] == 2 * Q + 2 * (64 + 32)


def test_tied_modules_share_what_is_saved_where_they_are_to_stay_tied() -> None:
    config = {"target_modules": ["q_proj"], "modules_to_save": ["embed_tokens", "lm_head"]}

    assert trained(config, decoder(tied=True)) == Q + 2 * 256
    assert trained({**config, "ensure_weight_tying": True}, decoder(tied=True)) == Q + 256


def test_tokens_are_rows_of_the_input_embedding_and_of_what_is_named() -> None:
    base = {"target_modules": ["q_proj"]}

    assert trained({**base, "trainable_token_indices": [1, 2]}) == Q + 2 * 8
    assert trained({**base, "trainable_token_indices": {"lm_head": [1]}}) == Q + 8
    both = {"embed_tokens": [1], "lm_head": [1]}
    assert trained({**base, "trainable_token_indices": both}) == Q + 2 * 8
    assert trained({**base, "trainable_token_indices": both}, decoder(tied=True)) == Q + 8


def test_repeated_layers_share_their_weights_and_have_adapters_of_their_own() -> None:
    on = parsed({"target_modules": ["q_proj"], "layer_replication": [[0, 2], [0, 2]]})

    assert on.metrics["trainable_parameters"] == 2 * Q
    assert on.metrics["total_parameters"] == decoder().parameters + 2 * Q


def test_nothing_that_is_added_is_trained_for_inference() -> None:
    on = parsed({"target_modules": ["q_proj"], "modules_to_save": ["lm_head"], "inference_mode": True})

    assert on.metrics["trainable_parameters"] == 0
    assert on.metrics["total_parameters"] == decoder().parameters + Q + 256
