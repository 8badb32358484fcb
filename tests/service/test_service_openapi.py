"""Schemathesis against the OpenAPI document."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from invented_plans import document, due, task
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from service_running import keep

from pipeline.service import Settings, create_app


class _Client:
    """What `keep` needs of a client."""

    def __init__(self, app):
        self.app = app


@pytest.fixture(scope="module")
def api_schema(tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setattr("pipeline.service.worker.Worker.start", lambda self: None)
    patch.setattr("pipeline.service.worker.Worker.stop", lambda self: None)
    patch.setattr("pipeline.service.access.is_loopback", lambda host: True)
    folder = tmp_path_factory.mktemp("api")
    app = create_app(Settings(folder=folder, requests_per_minute=10**6, uploads_per_minute=10**6))
    from starlette.testclient import TestClient

    with TestClient(app):
        keep(_Client(app), document(task(deadline=due("2026-06-30")), digest="0" * 64))
    # schemathesis starts the application itself, and two do not share a folder
    yield schemathesis.openapi.from_asgi("/openapi.json", app)
    patch.undo()


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def test_the_server_keeps_to_its_own_description(api_schema):
    """Every operation is called with a dozen inputs, fit and unfit; each answer is one that it describes."""
    called = 0
    for found in api_schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        def call(case):
            case.validate_response(case.call(), checks=CHECKS)

        call()
        called += 1
    assert called >= 15
