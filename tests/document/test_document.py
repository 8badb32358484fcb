"""The JSON contract round trips and describes itself."""

from __future__ import annotations

import json

import jsonschema
import pytest
from pydantic import ValidationError

import pipeline
from pipeline.conversion import parse
from pipeline.document import Document, json_schema


def test_load_of_dump_is_the_document():
    document = parse("KẾ HOẠCH\nThử\nI. NHIỆM VỤ\n1. Sở Y tế báo cáo trước ngày 01/6/2026.\n")
    assert Document.from_json(document.to_json()) == document


def test_the_schema_is_valid_json_schema():
    jsonschema.Draft202012Validator.check_schema(json.loads(json_schema()))


def test_an_unknown_field_is_refused():
    document = json.loads(parse("KẾ HOẠCH\n").to_json())
    document["surprise"] = 1
    with pytest.raises(ValidationError):
        Document.from_json(json.dumps(document))


def test_the_public_names_are_these():
    assert sorted(pipeline.__all__) == ["Document", "Options", "PipelineError", "convert", "parse", "restore"]
    for name in pipeline.__all__:
        assert getattr(pipeline, name) is not None
