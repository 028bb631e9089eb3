"""One table, four forms: for people in 80 columns and for programs."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finetune_catalog.cli.layout import aligned, laid_out
from finetune_catalog.cli.screen import Screen
from finetune_catalog.cli.tables import Column, Table, as_csv, as_json, as_markdown, print_table
from finetune_catalog.diagnostics.snippet import width

FOUR = "{:.4g}"
TABLE = Table(
    (
        Column("id", "method"),
        Column("speed", "Training speedup", number=True, format=FOUR, unit="×", best="higher"),
        Column("share", "Trainable parameters", number=True, format=FOUR, unit="%", best="lower"),
    ),
    (("first", 4.0, 0.01), ("second", 12.5, 100.0), ("third", None, 5.123456)),
    ("a note",),
)


def screen(width: int = 80, encoding: str = "utf-8", *, color: bool = False) -> Screen:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    environ = {"COLUMNS": str(width)} | ({"FORCE_COLOR": "1"} if color else {})
    return Screen(stream, stream, environ)


def test_numbers_stand_with_their_points_in_one_column_under_wrapped_headings() -> None:
    assert laid_out(TABLE, screen()) == (
        "        Training   Trainable\n"
        "         speedup  parameters\n"
        "method       × ↑         % ↓\n"
        "────────────────────────────\n"
        "first        4         0.01\n"
        "second      12.5     100\n"
        "third        –         5.123\n"
        "\n"
        "a note\n"
    )


def test_an_ascii_screen_gets_ascii() -> None:
    text = laid_out(TABLE, screen(encoding="ascii"))

    assert text.isascii()
    assert "method       x ^         % v\n" in text
    assert "\n----------------------------\n" in text


def test_the_best_value_of_a_column_is_highlighted() -> None:
    good = [line for line in laid_out(TABLE, screen(color=True)).splitlines() if "\x1b[1;32m" in line]

    assert [line.split("\x1b[1;32m")[1].split("\x1b")[0].strip() for line in good] == ["0.01", "12.5"]


def test_a_column_whose_values_are_all_equal_has_no_best() -> None:
    table = Table(TABLE.columns[:2], (("a", 1.0), ("b", 1.0)))

    assert "\x1b[1;32m" not in laid_out(table, screen(color=True))


def test_without_colour_there_is_no_escape() -> None:
    assert "\x1b" not in laid_out(TABLE, screen())


def test_a_table_too_wide_is_split_into_blocks_that_repeat_the_first_column() -> None:
    columns = (Column("id", "id"), *(Column(f"c{n}", f"column{n}", number=True) for n in range(12)))
    text = laid_out(Table(columns, (("row", *range(12)),)), screen())

    assert all(width(line) <= 80 for line in text.splitlines())
    assert text.count("row") == 2
    assert all(f"column{n}" in text for n in range(12))


def test_prose_is_wrapped_into_the_room_that_is_left() -> None:
    table = Table(
        (Column("id", "id"), Column("doc", "meaning", wide=True)), (("x" * 20, "word " * 40), ("y", "short"))
    )
    text = laid_out(table, screen())

    assert max(map(width, text.splitlines())) <= 80
    assert text.count("word") == 40


def test_json_is_one_line_of_objects_with_exact_numbers() -> None:
    text = as_json(TABLE)

    assert text.count("\n") == 1
    assert json.loads(text)[2] == {"id": "third", "speed": None, "share": 5.123456}


def test_csv_has_the_keys_exact_numbers_and_nothing_where_nothing_is() -> None:
    assert as_csv(TABLE) == "id,speed,share\nfirst,4.0,0.01\nsecond,12.5,100.0\nthird,,5.123456\n"


def test_markdown_is_a_pipe_table_that_is_aligned_in_its_source() -> None:
    assert as_markdown(TABLE) == (
        "| method | Training speedup (×) | Trainable parameters (%) |\n"
        "| ------ | -------------------: | -----------------------: |\n"
        "| first  |                    4 |                     0.01 |\n"
        "| second |                 12.5 |                      100 |\n"
        "| third  |                    – |                    5.123 |\n"
    )


@pytest.mark.parametrize("cell", ["a|b", "back\\slash", "two\nlines"])
def test_markdown_cells_cannot_break_the_table(cell: str) -> None:
    lines = as_markdown(Table((Column("id", "id"),), ((cell,),))).splitlines()

    assert len(lines) == 3
    assert lines[2].replace("\\|", "").count("|") == 2


@given(st.lists(st.text(max_size=8), min_size=1, max_size=4))
def test_csv_reads_back_whatever_the_cells_hold(cells: list[str]) -> None:
    columns = tuple(Column(f"c{n}", "") for n in range(len(cells)))
    cells = [cell.replace("\r", "").replace("\0", "") for cell in cells]

    read = list(csv.reader(io.StringIO(as_csv(Table(columns, (tuple(cells),))), newline="")))

    assert read[1:] == [cells] or cells == [""]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-999, 999), min_size=1))
def test_aligned_numbers_have_one_width_once_padded_left(numbers: list[float]) -> None:
    cells = [FOUR.format(number) for number in numbers]
    points = {len(cell) - min(i for i in (cell.find("."), cell.find("e"), len(text)) if i >= 0)
              for text, cell in zip(cells, aligned(cells), strict=True)}  # fmt: skip

    assert [cell.strip() for cell in aligned(cells)] == cells
    assert len(points) == 1


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown"])
def test_every_form_is_printed(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    print_table(TABLE, form, Screen(sys.stdout, sys.stderr, {}))

    assert "second" in capsys.readouterr().out
