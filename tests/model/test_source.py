"""Whether a source names a document: one place decides, for rules, rows, bodies and parameters."""

from __future__ import annotations

import pytest

from gridroute.model.source import as_source, is_assumed


@pytest.mark.parametrize("written", ["", " ", "assumed", " assumed", "Assumed", "建议默认", "推定 ", "\u3000建议默认"])
def test_no_document(written: str) -> None:
    assert is_assumed(written)
    assert as_source(written) == "assumed"


@pytest.mark.parametrize("written", ["某条例3条", "《推定办法》", "assumed liability act"])
def test_a_document(written: str) -> None:
    assert not is_assumed(written)
    assert as_source(f" {written}") == written


def test_a_source_that_was_left_out() -> None:
    assert as_source(None) == "assumed"
