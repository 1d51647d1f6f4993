"""Rights open to a person: written with their last day, shown where it matters, read by whoever keeps the administrative part."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.casework.models import OpenRight
from relais.casework.queries import open_rights as queries
from relais.casework.services.open_rights import ToldRight, UnableToKeepRight, close_right, keep_right
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


def test_the_same_right_is_corrected_and_never_doubled_and_a_closed_one_leaves_the_list(awa: Member) -> None:
    found = file_of(awa)
    me = actor(awa)
    first = keep_right(actor=me, file_id=found.pk, told=ToldRight("RSA", date(2027, 3, 31), "CAF", "1234567"), now=NOW)
    keep_right(actor=me, file_id=found.pk, told=ToldRight("C2S", date(2026, 12, 1)), now=NOW)
    again = keep_right(actor=me, file_id=found.pk, told=ToldRight(" rsa ", date(2027, 6, 30)), now=NOW)
    assert (again.pk, again.ends_on, again.body, again.number) == (first.pk, date(2027, 6, 30), "CAF", "1234567")
    assert [one.name for one in queries.open_rights(me, found, now=NOW)] == ["C2S", "RSA"]
    close_right(actor=me, file_id=found.pk, right_id=first.pk, now=NOW)
    assert [one.name for one in queries.open_rights(me, found, now=NOW)] == ["C2S"]
    lines = JournalEntry.objects.filter(action__startswith="right.").order_by("id")
    assert [line.action for line in lines] == ["right.kept"] * 3 + ["right.closed"]


def test_who_does_not_keep_the_administrative_part_reads_and_writes_none(awa: Member, house: Organisation) -> None:
    found = file_of(awa)
    right = keep_right(actor=actor(awa), file_id=found.pk, told=ToldRight("AAH"), now=NOW)
    for other in (worker(house, "leon"), worker(house, "yasmine", Role.RECEPTION), worker(house, "petit", Role.HEAD)):
        who = actor(other)
        assert not queries.open_rights(who, found, now=NOW).exists()
        later = NOW + timedelta(hours=1)
        with pytest.raises(OutOfScope):
            keep_right(actor=who, file_id=found.pk, told=ToldRight("APL"), now=later)
        with pytest.raises(OutOfScope):
            close_right(actor=who, file_id=found.pk, right_id=right.pk, now=later)
    assert OpenRight.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (ToldRight("  "), "name"),
        (ToldRight("x" * 81), "name"),
        (ToldRight("RSA", date(2126, 1, 1)), "ends_on"),
        (ToldRight("RSA", number="mot de passe : Tulipe59!"), "number"),
    ],
)
def test_what_is_no_right_is_refused_beside_its_field(awa: Member, told: ToldRight, field: str) -> None:
    with pytest.raises(UnableToKeepRight) as refusal:
        keep_right(actor=actor(awa), file_id=file_of(awa).pk, told=told, now=NOW)
    assert set(refusal.value.problems) == {field}
    assert not OpenRight.objects.exists()


def test_the_page_writes_shows_and_closes_a_right_and_the_file_shows_its_last_day(awa: Member) -> None:
    found = file_of(awa, now=timezone.now() - timedelta(days=1))
    client = signed_in(awa)
    page = reverse("casework:rights", kwargs={"file_id": found.pk})
    refused = client.post(page, {"name": "RSA", "ends_on": "31/02/2027", "body": "CAF"})
    assert refused.status_code == 422
    assert "CAF" in refused.content.decode()
    assert client.post(page, {"name": "RSA", "ends_on": "31/12/2020"}).status_code == 302
    shown = client.get(reverse("people:file", kwargs={"file_id": found.pk})).content.decode()
    assert "RSA" in shown
    assert "passé" in shown
    client.post(reverse("casework:close_right", kwargs={"file_id": found.pk, "right_id": OpenRight.objects.get().pk}))
    assert "Aucun droit ouvert" in client.get(page).content.decode()
