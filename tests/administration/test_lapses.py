"""Rows go when the dictionary says so, and not a day before; an account that left loses its name."""

from datetime import UTC, datetime, timedelta

import pytest

from relais.accounts.models import Member, Role
from relais.accounts.services import close_account
from relais.administration.services import lapses
from relais.foundation.models import JournalEntry
from relais.people import services
from relais.people.models import Presence, RosterDay
from tests.factories.accounts import TERMINAL, organisation
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db


def test_a_presence_goes_after_twelve_months_and_not_before() -> None:
    house = organisation()
    awa, leon = worker(house), worker(house, "leon")
    head = worker(house, "petit", Role.HEAD, secrecy="mission")
    found = file_of(awa)
    services.put_on_duty(actor=actor(head), service_id=found.service_id, member_id=leon.pk, on=NOW.date(), now=NOW)
    services.record_presence(actor=actor(awa), file_id=found.pk, member_id=leon.pk, now=NOW)
    lapses.erase_lapsed(now=datetime(2027, 11, 23, 9, tzinfo=UTC))
    assert (Presence.objects.count(), RosterDay.objects.count()) == (1, 1)
    assert lapses.erase_lapsed(now=datetime(2027, 11, 25, 9, tzinfo=UTC)) == 2
    assert (Presence.objects.count(), RosterDay.objects.count()) == (0, 0)
    assert JournalEntry.objects.filter(action="retention.rows_erased").exists()


def test_who_left_two_years_ago_has_no_name_left_and_what_she_wrote_stays() -> None:
    house = organisation()
    awa = worker(house)
    worker(house, "petit", Role.HEAD, secrecy="mission")
    found = file_of(awa)
    close_account(actor=TERMINAL, member_id=awa.pk, now=NOW)
    assert lapses.forget_departed(now=NOW + timedelta(days=700)) == 0
    assert lapses.forget_departed(now=NOW + timedelta(days=740)) == 1
    assert lapses.forget_departed(now=NOW + timedelta(days=741)) == 0
    left = Member.objects.get(pk=awa.pk)
    assert (left.display_name, left.email, left.job_title, left.identifier[:6]) == ("Ancien membre", "", "", "parti-")
    assert found.assignments.filter(member=left).exists()
