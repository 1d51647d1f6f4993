"""Identifiers already read, as the right side of ``__in``: the same rows as a list would find, and nothing of none."""

import pytest
from django.db.models import Exists, OuterRef, Q

from relais.foundation.among import Among
from relais.people.models import Assignment, File
from tests.factories.accounts import organisation
from tests.factories.people import file_of, worker

pytestmark = pytest.mark.django_db


def test_the_same_rows_as_a_list_by_key_by_path_in_a_subquery_and_denied() -> None:
    awa = worker(organisation())
    first, second, third = (file_of(awa, name) for name in ("A", "B", "C"))
    some = {first.pk, third.pk}
    inner = Assignment.objects.filter(file_id__in=Among(some), file_id=OuterRef("pk"))
    for condition in (
        Q(pk__in=Among(some)),
        Q(assignments__file_id__in=Among(some)),
        Q(Exists(inner)),
        Q(assignments__file__in=Among(some)),
    ):
        assert set(File.objects.filter(condition)) == {first, third}
        assert set(File.objects.filter(~condition)) == {second}


def test_among_nothing_nothing_is_found_and_everything_is_out_of_it() -> None:
    found = file_of(worker(organisation()))
    assert not File.objects.filter(pk__in=Among(())).exists()
    assert File.objects.filter(~Q(pk__in=Among(()))).get() == found
