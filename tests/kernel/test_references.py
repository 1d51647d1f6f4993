"""The reference of a paper leads back to its file, however it is typed, and says nothing else."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.kernel.references import between, reference


@given(st.uuids())
def test_a_reference_leads_back_to_its_file_however_it_is_typed(identifier: UUID) -> None:
    printed = reference(identifier)
    for typed in (printed, printed.lower(), printed.replace("-", ""), printed.replace("-", " – "), f"  {printed}\u00a0"):
        span = between(typed)
        assert span is not None
        assert span[0] <= identifier <= span[1]
        assert {reference(end) for end in span} == {printed}


@pytest.mark.parametrize("typed", ["", "Inès", "7F3A", "7F3A-91C", "7F3A-91C22", "7F3A/91C2", "GF3A-91C2", "\u0667F3A-91C2", "7F3A-91C2 b"])
def test_what_is_no_reference_leads_nowhere(typed: str) -> None:
    assert between(typed) is None
