"""Writes docs/reference/ from docstrings, the JSON schema and the command line: `make reference`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import griffe
import griffe2md

from pipeline.document import json_schema
from pipeline.options import Options

HERE = Path(__file__).parent / "reference"
# What each room exports; its inside is nobody's interface.
ROOMS = (
    "source", "preprocessing", "ocr", "restoration", "sections", "extraction", "evaluation", "synthesis",
    "export", "batch", "page",
)  # fmt: skip
VERBS = ["convert", "parse", "restore"]
_CONFIG = griffe2md.default_config | {
    "summary": False,
    "show_submodules": False,
    "inherited_members": False,
    "heading_level": 2,
}
_DEAD_LINK = re.compile(r"\[([^\]\[]+)\]\(#[^)]*\)")
_BARE_ATTRIBUTE = re.compile(r"^#{3,5} `[\w.]+`\n\n```python\n\w+(: [^\n]+)?( = [^\n]+)?\n```\n\n?", re.M)
Schema = dict[str, Any]


def main() -> None:
    """Write all pages."""
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Return the pages by file name."""
    return {
        "python.md": python_page(),
        "document.md": document_page(),
        "options.md": options_page(),
        "command_line.md": command_page(),
    }


def python_page() -> str:
    """Return what the public names and the rooms' verbs do, from their docstrings."""
    head = "# Python\n\n`from pipeline import convert, parse, restore, Document, Options, PipelineError`\n"
    package = griffe.load("pipeline", docstring_parser="google", resolve_aliases=True)
    parts = [_module(package["conversion"], VERBS), _module(package["errors"])]
    return "\n".join([head, *parts, *(_module(package[room]) for room in ROOMS)])


def _module(module: griffe.Object, members: list[str] | None = None) -> str:
    text = griffe2md.render_object_docs(module, {**_CONFIG, "members": members})
    text = _BARE_ATTRIBUTE.sub("", _DEAD_LINK.sub(r"\1", text))
    return re.sub(r"</?code>", "`", text).strip() + "\n"


def document_page() -> str:
    """Return the fields of the JSON with their types, and what they are called in Vietnamese."""
    schema = json.loads(json_schema())
    head = (
        "# The document (JSON)\n\nMade from the JSON Schema (2020-12) that `vnplan schema` prints. "
        "Dates are ISO 8601, text is NFC, pages and lines count from 1.\n"
    )
    objects = {"Document": schema, **schema["$defs"]}
    return "\n".join([head, *(_object(name, held) for name, held in objects.items())])


def _object(name: str, held: Schema) -> str:
    spoken, needed = names(), set(held.get("required", ()))
    rows = "\n".join(
        f"| `{field}` | {_type(value)} | {'' if field in needed else 'optional'} | {spoken(name, field)} |"
        for field, value in held["properties"].items()
    )
    about = held.get("description", "").partition("\n\nAttributes:")[0].replace("\n", " ")
    return f"## {name}\n\n{about}\n\n| field | type | | tiếng Việt |\n|---|---|---|---|\n{rows}\n"


def names() -> Any:
    """Return the function from (object, field) to its Vietnamese name, empty where `fields.toml` has none."""
    table = tomllib.loads((HERE / "fields.toml").read_text(encoding="utf-8"))
    return lambda name, field: table.get(name, {}).get(field) or table["any"].get(field, "")


def _type(value: Schema) -> str:
    """Return a JSON type in a few words; an object of its own is linked."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in value:
        return " or ".join(map(_type, value["anyOf"]))
    if "enum" in value:
        return ", ".join(f"`{choice}`" for choice in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    if value.get("type") == "array":
        return f"list of {_type(value['items'])}" if "items" in value else _fixed_list(value)
    return str(value.get("type", "any")) + _range(value)


def _fixed_list(value: Schema) -> str:
    return f"[{', '.join(map(_type, value.get('prefixItems', ())))}]"


def _range(value: Schema) -> str:
    bounds = (("minimum", "≥"), ("exclusiveMinimum", ">"), ("maximum", "≤"))
    told = [f"{sign} {value[name]}" for name, sign in bounds if name in value]
    return f" ({', '.join(told)})" if told else ""


def options_page() -> str:
    """Return every knob of a conversion with its range and default."""
    knobs = Options.model_json_schema()["properties"].items()
    rows = "\n".join(
        f"| `{name}` | {_type(knob)} | `{json.dumps(knob.get('default'))}` | {knob.get('description', '')} |"
        for name, knob in knobs
    )
    head = "# Options\n\nEvery knob of a conversion (`pipeline.Options`); the unit stands in the name.\n\n"
    return f"{head}| option | type | default | |\n|---|---|---|---|\n{rows}\n"


def command_page() -> str:
    """Return the help of every command."""
    command = [sys.executable, "-m", "typer", "pipeline.cli.app", "utils", "docs", "--name", "vnplan"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return "\n".join(_unescaped(done.stdout)) + "\n"


def _unescaped(text: str) -> Iterator[str]:
    marks = {"&#x27;": "'", "&gt;": ">", "&lt;": "<", "&quot;": '"', "&amp;": "&"}
    for line in text.strip().splitlines():
        for mark, sign in marks.items():
            line = line.replace(mark, sign)  # noqa: PLW2901
        yield line.rstrip()


if __name__ == "__main__":
    main()
