"""Values with parts on a command line."""

from typing import Any

import pytest

from finetune_catalog.structured import parse_value


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("names", "q_proj,v_proj", ["q_proj", "v_proj"]),
        ("names", "[q_proj, v_proj]", ["q_proj", "v_proj"]),
        ("names", '["q_proj", "v_proj"]', ["q_proj", "v_proj"]),
        ("names", "[qv]_proj", "[qv]_proj"),
        ("names", r".*\.[qv]_proj", r".*\.[qv]_proj"),
        ("ranks", "{q_proj: 32, layers.1.v_proj: 8}", {"q_proj": 32, "layers.1.v_proj": 8}),
        ("ranks", '{"q_proj": 32}', {"q_proj": 32}),
        ("ranks", "{q_proj: 32", "{q_proj: 32"),
        ("spans", "[[0, 4], [2, 6]]", [[0, 4], [2, 6]]),
        ("tokens", "{embed_tokens: [1, 2]}", {"embed_tokens": [1, 2]}),
        ("integers", "0,1", [0, 1]),
    ],
)
def test_lists_and_mappings_need_no_quotes_around_plain_words(type_: str, text: str, value: Any) -> None:
    assert parse_value(type_, text) == value
