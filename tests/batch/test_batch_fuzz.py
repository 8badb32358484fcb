"""Damaged files: the readers end in pages or in an InputError, never in anything else.

`python -m benchmarks.batch_fuzz` runs the same check for longer.
"""

from __future__ import annotations

import fuzzing
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("kind", sorted(fuzzing.SOUND))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_gives_pages_or_an_input_error(kind, data, tmp_path):
    fuzzing.check(kind, data.draw(fuzzing.damages()), tmp_path)


def test_a_picture_without_dots_is_no_fault(tmp_path):
    # found by `python -m benchmarks.batch_fuzz 2000 7`: a picture's width became 0
    fuzzing.check("pdf", [("over", 0.494140625, b"\x00")], tmp_path)
