"""Retention: what is over is announced, then eliminated, with the visa of the archives; nothing of a person stays but numbers."""

import argparse
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, OrganisationKind
from relais.accounts.services import open_organisation
from relais.administration import dictionary, holdings
from relais.administration.models import Elimination, KeptCount
from relais.administration.services import requests, retention
from relais.administration.terms import Asked
from relais.casework.models import Interview, RightDecision
from relais.foundation.models import DataKey
from relais.kernel.decisions import Refused
from relais.people import services as people
from relais.people.models import File, Person
from relais.people.terms import ClosingReason, FileState
from relais.project.commands import retention as command
from tests.factories.accounts import TERMINAL, signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=740)
DUE = LATER + timedelta(days=31)


def met(found: File, who: Member, at, *, from_person: bool) -> None:
    Interview.objects.create(
        organisation=found.organisation, file=found, member=who, kind="telephone", at=at, from_person=from_person, recorded_at=at
    )


def test_two_years_run_from_the_last_contact_of_the_person_not_from_our_letters(house: Organisation, awa: Member) -> None:
    old, alive, asked = file_of(awa, "Ancienne"), file_of(awa, "Venue"), file_of(awa, "Demande")
    met(old, awa, LATER - timedelta(days=10), from_person=False)
    met(alive, awa, LATER - timedelta(days=10), from_person=True)
    requests.record(actor=actor(awa), file_id=asked.pk, kind=Asked.ACCESS, received_on=NOW.date(), words="", now=NOW)
    assert retention.over(house, now=NOW + timedelta(days=700)) == []
    assert [one.file_id for one in retention.over(house, now=LATER)] == [old.pk]


def test_announced_then_eliminated_with_the_visa_and_only_numbers_stay(house: Organisation, awa: Member, nadia: Member) -> None:
    old = file_of(awa, "Ancienne")
    RightDecision.objects.create(organisation=house, file=old, member=awa, right="c2s", said="oui", decided_at=NOW)
    people.set_state(actor=actor(awa), file_id=old.pk, state=FileState.CLOSED, reason=ClosingReason.DONE, now=NOW)
    assert (retention.announce(house, now=LATER), retention.announce(house, now=LATER)) == (1, 1)
    assert retention.carry_out(house, now=LATER) == 0
    assert retention.carry_out(house, now=DUE) == 0, "no visa yet"
    with pytest.raises(Refused):
        retention.record_visa(actor=actor(awa), visa="2028-12", on=NOW.date(), now=DUE)
    assert retention.record_visa(actor=actor(nadia), visa="2028-12", on=DUE.date(), now=DUE) == 1
    assert retention.carry_out(house, now=DUE) == 1
    assert (File.objects.count(), Person.objects.count()) == (0, 0)
    row = Elimination.objects.get()
    assert (row.file_id, row.visa, row.erased_at) == (old.pk, "2028-12", DUE)
    assert dict(KeptCount.objects.values_list("what", "count")) == {"dossier:objectifs_atteints": 1, "droit:c2s:oui": 1}


def test_a_person_who_comes_back_takes_her_file_out_of_the_list(house: Organisation, awa: Member) -> None:
    now = timezone.now()
    old = file_of(awa, "Ancienne", now=now - timedelta(days=740))
    retention.announce(house, now=now)
    page = signed_in(awa).get(reverse("people:file", args=[old.pk])).content.decode()
    assert "Fin de conservation annoncée" in page
    met(old, awa, now, from_person=True)
    assert retention.carry_out(house, now=now + timedelta(days=31)) == 0
    assert retention.announce(house, now=now + timedelta(days=31)) == 0
    assert Elimination.objects.count() == 0


def test_a_person_followed_elsewhere_keeps_her_other_file(house: Organisation, awa: Member) -> None:
    association = open_organisation(actor=TERMINAL, name="Association", kind=OrganisationKind.ASSOCIATION, now=NOW)
    lise = worker(association, "lise")
    old = file_of(lise, "Ancienne")
    other = File.objects.create(organisation=association, person=old.person, service=old.service, state="clos", closing_reason="deces",
                                opened_at=LATER, closed_at=LATER)  # fmt: skip
    retention.announce(association, now=LATER)
    assert retention.carry_out(association, now=DUE) == 1, "an association without public archives needs no visa"
    assert list(File.objects.values_list("pk", flat=True)) == [other.pk]
    assert Person.objects.count() == 1


def test_the_commands_say_and_do(house: Organisation, awa: Member, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    from relais.project.terminal import BadUsage

    monkeypatch.setattr(command, "start_django", lambda: None)
    old = file_of(awa, "Ancienne", now=timezone.now() - timedelta(days=800))
    dry = argparse.Namespace(dry_run=True, remove_organisation=None, confirm=None)
    assert command.run(dry) == 0
    told = capsys.readouterr().out
    assert str(old.pk) in told
    assert "Ancienne" not in told
    assert Elimination.objects.count() == 0
    command.run(argparse.Namespace(dry_run=False, remove_organisation=None, confirm=None))
    assert Elimination.objects.count() == 1
    with pytest.raises(BadUsage):
        command.run(argparse.Namespace(dry_run=False, remove_organisation=house.name, confirm="autre"))
    requests.record(
        actor=actor(awa), file_id=old.pk, kind=Asked.ACCESS, received_on=timezone.localdate(), words="Je veux lire.", now=timezone.now()
    )
    assert DataKey.objects.filter(organisation_id=house.pk).exists()
    command.run(argparse.Namespace(dry_run=False, remove_organisation=house.name, confirm=house.name))
    house.refresh_from_db()
    assert house.closed_at is not None
    assert not DataKey.objects.filter(organisation_id=house.pk).exists()
    assert not Person.objects.exists()


def test_every_table_that_points_to_a_person_is_in_her_copy_or_says_why_not() -> None:
    personal = {table.label for table in dictionary.personal()}
    pointing = set(holdings.pointing())
    assert {"people.Person", "people.File", "people.Channel", "casework.Note", "casework.NoteVersion", "casework.Document"} <= pointing
    assert pointing - personal - set(holdings.EXEMPT) == set(), "its fields are about nobody: then it does not point to a person"
    assert set(holdings.EXEMPT) <= pointing
    assert all(len(sentence.split()) > 6 for sentence in holdings.EXEMPT.values())
