from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def vocabulary() -> dict[str, dict[str, str]]:
    """The ids of the catalog, read without the code under test."""

    def entries(kind: str) -> dict[str, str]:
        data: dict[str, Any] = yaml.safe_load(
            (ROOT / "catalog" / f"{kind}s.yaml").read_text(encoding="utf-8")
        )
        return dict.fromkeys(data, "")

    methods = {path.stem: "" for path in (ROOT / "catalog" / "methods").glob("*.yaml")}
    architectures = {path.stem: "" for path in (ROOT / "catalog" / "architectures").glob("*.yaml")}
    options: dict[str, str] = {}
    for path in (ROOT / "catalog" / "methods").glob("*.yaml"):
        options |= dict.fromkeys(yaml.safe_load(path.read_text(encoding="utf-8")).get("options") or {}, "")
    return {
        "parameter or option": options | entries("parameter"),
        **{kind: entries(kind) for kind in ("metric", "parameter", "source", "unit")},
        "method": methods,
        "architecture": architectures,
        "model": {path.stem: "" for path in (ROOT / "catalog" / "models").glob("*.yaml")},
        "target": entries("target"),
        "framework": {path.stem: "" for path in (ROOT / "catalog" / "frameworks").glob("*.yaml")},
    }
