"""Display templates: parts where text and names suffice, a small harmless part of Jinja where not."""

import subprocess
import sys

import pytest

from finetune_catalog.configure.display import DisplayError, read_display, split
from finetune_catalog.records import Parameter
from tests.configure.catalogs import bundled


def parameter(name: str, type_: str) -> Parameter:
    return Parameter(name, name, type_, "1", name, "")


PARAMETERS = {
    name: parameter(name, type_)
    for name, type_ in (
        ("n", "integer"),
        ("x", "float32"),
        ("y", "float64"),
        ("b", "boolean"),
        ("s", "string"),
    )
}
VALUES = {"n": 8, "x": 1048576.2, "y": 1e-7, "b": False, "s": "nf4"}


@pytest.mark.parametrize(
    ("template", "parts"),
    [
        ("Full", ("Full",)),
        ("", ("",)),
        ("{{n}}", ("", "n", "")),
        ("L(r={{ n }}, α={{  x}})", ("L(r=", "n", ", α=", "x", ")")),
        ("a }} b { c", ("a }} b { c",)),
        ("{{ n|upper }}", None),
        ("{{ n }}{% if b %}!{% endif %}", None),
        ("{# note #}", None),
        ("{{ True }}", None),
        ("{{ n", None),
        ("{{ }}", None),
    ],
)
def test_templates_of_text_and_names_become_parts(template: str, parts: tuple[str, ...] | None) -> None:
    assert split(template) == parts


@pytest.mark.parametrize("template", [method.display for method in bundled().methods.values()])
def test_bundled_templates_need_no_jinja(template: str) -> None:
    assert split(template) is not None


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ n }} {{ x }} {{ y }} {{ b }} {{ s }}", "8 1048576.3 0.0000001 false nf4"),
        ("{# by Jinja #}{{ n }} {{ x }} {{ y }} {{ b }} {{ s }}", "8 1048576.3 0.0000001 false nf4"),
        ("{% if b %}yes{% elif n > 7 and s == 'nf4' %}{{ s|upper }}{% else %}no{% endif %}", "NF4"),
        ("{{ 'yes' if not b else 'no' }}", "yes"),
        ("{{ s ~ '-' ~ n }}", "nf4-8"),
    ],
)
def test_values_are_written_as_people_see_them(template: str, text: str) -> None:
    assert read_display(template).render(PARAMETERS, VALUES) == text


def test_parts_and_jinja_write_every_value_alike() -> None:
    for name in PARAMETERS:
        by_parts = read_display(f"{{{{ {name} }}}}").render(PARAMETERS, VALUES)
        assert by_parts == read_display(f"{{# #}}{{{{ {name} }}}}").render(PARAMETERS, VALUES)


@pytest.mark.parametrize(
    "template",
    [
        "{{ n",
        "{% if n %}",
        "{{ n.bit_length() }}",
        "{{ s.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ range(9) }}",
        "{% for i in s %}{{ i }}{% endfor %}",
        "{% set n = 1 %}{{ n }}",
        "{% include 'x' %}",
        "{% macro m() %}{% endmacro %}",
        "{{ s|attr('upper') }}",
        "{{ 'a' * 1000000000 }}",
        "{{ '%1000000000d' % n }}",
        "{{ s is callable }}",
    ],
)
def test_what_a_display_needs_not_is_refused(template: str) -> None:
    with pytest.raises(DisplayError):
        read_display(template)


def test_names_are_known_before_anything_is_shown() -> None:
    assert read_display("{{ n }}{{ x }}{{ n }}").names == ("n", "x")
    assert set(read_display("{% if b %}{{ s }}{% endif %}").names) == {"b", "s"}


def test_printing_a_configuration_does_not_import_jinja() -> None:
    code = (
        "import sys; from tests.configure.catalogs import bundled; from finetune_catalog.configure import configure;"
        "print(configure(bundled(), 'lora', {'rank': 16})[0]); assert 'jinja2' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False
    )

    assert done.stdout.strip() == "LoRA(r=16, α=16)", done.stderr
