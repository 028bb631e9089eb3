"""What is done with each kind of broken input; every function gives the text that people would see."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from finetune_catalog.diagnostics import Diagnostic, Problem, Report, Span, render_text
from finetune_catalog.yamlsource import read, read_json, read_json_lines

#: a small catalog that stays as it is, so that what is said of a case stays as it is, too
BASE = Path(__file__).resolve().parent / "base"


def read_file(path: Path, keep: int | None) -> str:
    """Read a YAML or JSON file."""
    content = path.read_bytes()
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    if path.suffix == ".jsonl":
        found = [d for _, more in read_json_lines(text, path.name) for d in more]
    else:
        found = [*(read_json if path.suffix == ".json" else read)(content, path.name)[1]]
    return rendered(found[-keep:] if keep else found, {path.name: text})


def check_formula(path: Path, _: int | None) -> str:
    """Check and analyse a formula; evaluate it where the case has values."""
    from finetune_catalog.expression.check import check
    from finetune_catalog.expression.types import Scope

    text = path.read_text(encoding="utf-8").rstrip("\n")
    declared = data_of(path.parent / "scope.yaml")
    expects = declared.pop("expects", None)
    scope = Scope({name: declaration(entry) for name, entry in declared.items()})
    checked, problems = check(text, scope, declaration(expects) if expects else None)
    if checked is not None:
        problems = (*problems, *analysed(checked, scope, expects))
        values = path.parent / "values.yaml"
        if values.exists():
            problems = (*problems, *evaluated(checked, data_of(values)))
    return rendered([located(problem, path.name, text) for problem in problems], {path.name: text})


def analysed(checked: Any, scope: Any, expects: Any) -> tuple[Problem, ...]:
    from finetune_catalog.expression.analysis import analyse, problems

    declared = declaration(expects).interval if expects else None
    return tuple(problems(analyse(checked, scope, declared)))


def evaluated(checked: Any, values: Mapping[str, Any]) -> tuple[Problem, ...]:
    from finetune_catalog.expression.evaluate import EvaluationError, evaluate

    try:
        evaluate(checked, values)
    except EvaluationError as error:
        return (error.problem,)
    return ()


def declaration(entry: Mapping[str, Any]) -> Any:
    """Declare a name: as the catalog's loader would, with the units of base/; records and optional values besides."""
    from finetune_catalog.expression.types import Declaration, ListOf, Optional, Record
    from finetune_catalog.loading.declarations import declaration as declare
    from finetune_catalog.loading.units import Units, unit_entries

    if entry.get("optional"):
        inner = declaration({**entry, "optional": False})
        return Declaration(Optional(inner.type), inner.unit, inner.interval, inner.choices)
    if entry["type"] == "list":
        return Declaration(ListOf(declaration(entry["items"])))
    if entry["type"] == "record":
        fields = tuple((name, declaration(field)) for name, field in entry["fields"].items())
        return Declaration(Record(entry["name"], fields))
    declared = declare(entry, Units(unit_entries(data_of(BASE / "units.yaml"))), "float64")
    assert declared is not None, entry
    return declared


def data_of(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {} if path.exists() else {}


def located(problem: Problem, name: str, text: str) -> Diagnostic:
    """Place a problem of a formula in its file."""
    lines = text[: problem.start].split("\n")
    ends = text[: problem.end].split("\n")
    span = Span(name, len(lines), len(lines[-1]) + 1, len(ends), len(ends[-1]) + 1)
    return Diagnostic(
        problem.code,
        problem.message,
        problem.severity,
        span,
        None,
        problem.allowed,
        problem.help,
        problem.notes,
    )


def check_overlay(path: Path, _: int | None) -> str:
    """Load and check the catalog in base/ with a folder over it."""
    return checked_catalog([BASE, Path(path.name)]).replace(str(BASE), "base")


def check_catalog(path: Path, _: int | None) -> str:
    """Load and check a folder as a catalog."""
    return checked_catalog([Path(path.name)])


def checked_catalog(folders: list[Path]) -> str:
    from finetune_catalog import checks
    from finetune_catalog.loading import load_catalog

    loaded = load_catalog(folders)
    found = [*loaded.report]
    if loaded.data is not None and loaded.report.ok:
        found += checks.run(loaded.data, loaded.sheets)
    return rendered(found, loaded.report.texts)


def validate_configuration(path: Path, _: int | None) -> str:
    """Validate a configuration with the catalog in base/, or with a case's overlay over that."""
    from finetune_catalog import configs
    from finetune_catalog.loading import read_catalog

    overlay = path.parent / "overlay"
    data, report = read_catalog([BASE, overlay] if overlay.exists() else [BASE])
    assert data is not None, render_text(report)
    return render_text(configs.validate(data, [configs.from_file(path.name)]))


def open_source(path: Path, _: int | None) -> str:
    """Open the model that a text names, with the catalog in base/."""
    from finetune_catalog.loading import read_catalog
    from finetune_catalog.models.opening import open_model

    data, report = read_catalog([BASE])
    assert data is not None, render_text(report)
    return render_text(open_model(data, path.read_text(encoding="utf-8").strip())[1])


def sweep_columns(path: Path, _: int | None) -> str:
    """Sweep a method over columns, as Python code would."""
    import finetune_catalog as fc

    asked = data_of(path)
    try:
        fc.load().sweep(asked["method"], **asked["columns"])
    except fc.ConfigurationError as error:
        return render_text(error.report)
    return ""


def run_command(path: Path, _: int | None) -> str:
    """Run a command line of the program, and give what it prints."""
    import contextlib
    import io
    import shlex

    from finetune_catalog.cli import main

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        main(shlex.split(path.read_text(encoding="utf-8")))
    return printed.getvalue()


def rendered(found: Iterable[Diagnostic], texts: dict[str, str]) -> str:
    return render_text(Report.of(found, texts))


#: inputs by name, with what is done with them; the first that a case holds counts
INPUTS: Mapping[str, Callable[[Path, int | None], str]] = {
    **dict.fromkeys(("file.yaml", "file.json", "file.jsonl"), read_file),
    "formula.txt": check_formula,
    "source.txt": open_source,  # before config.json, which is what it opens
    **dict.fromkeys(("config.yaml", "config.json", "config.jsonl"), validate_configuration),
    "sweep.yaml": sweep_columns,
    "command.txt": run_command,
    "overlay": check_overlay,
    "catalog": check_catalog,
}
