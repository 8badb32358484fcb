"""docs/reference says what docstrings, schema, options and commands say today."""

from __future__ import annotations

import importlib.util
import json
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.document import json_schema

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    pytest.importorskip("griffe2md", reason="needs griffe2md: pip install vnplan[dev]")
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "docs" / "make_reference.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(reference) -> dict[str, str]:
    return reference.pages()


def test_the_reference_is_what_the_code_says_today(pages):
    folder = ROOT / "docs" / "reference"
    stale = [name for name, text in pages.items() if (folder / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run: make reference"


def test_every_field_of_the_schema_has_a_vietnamese_name_and_every_name_a_field(reference):
    schema = json.loads(json_schema())
    objects = {"Document": schema, **schema["$defs"]}
    fields = {(name, field) for name, held in objects.items() for field in held["properties"]}
    spoken = reference.names()
    assert [pair for pair in sorted(fields) if not spoken(*pair)] == []
    table = tomllib.loads((ROOT / "docs" / "reference" / "fields.toml").read_text(encoding="utf-8"))
    anywhere = table.pop("any")
    own = {(name, field) for name, held in table.items() for field in held}
    assert own - fields == set()
    assert set(anywhere) <= {field for _, field in fields}


def test_the_python_page_has_the_verbs_and_the_commands_page_every_command(pages):
    for verb in ("convert", "parse", "restore"):
        assert f"### `pipeline.conversion.{verb}`" in pages["python.md"]
    for command in ("convert", "restore", "parse", "export", "evaluate", "serve", "schema", "doctor"):
        assert f"## `vnplan {command}`" in pages["command_line.md"]
