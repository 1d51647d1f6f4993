"""All that every room keeps leaves with its organisation and comes back: same rows, same texts, same accesses, on every address."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from relais.accounts.models import Member
from relais.exchange.archive import tables
from relais.exchange.archive.arriving import bring_organisation
from relais.exchange.archive.leaving import write_organisation
from relais.people.models import Person
from tests.access.test_every_door import LEFT_OUT, PUBLIC, crawl
from tests.access.world import WORDS, World, build
from tests.exchange.test_archive import accesses, emptied, told
from tests.factories.accounts import TERMINAL, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
#: tables of which the world has no row, by room: they go by the same introspection; the fewer the better.
_NO_ROW = {
    "accounts": "FederatedIdentity",
    "administration": "DataPolicy Elimination KeptCount KeptTally",
    "aids": "AidEnvelope AidPolicy AidProof",
    "casework": "Disagreement DocumentReader Interview RightDecision",
    "domiciliation": "Holder Leave Sign",
    "exchange": "KnownAs",
    "observatory": "AlertAct",
    "people": "Information KeptAnswers KeptSituation Opposition Presence",
    "procedures": "Lapse LineTry",
    "reporting": "ClosedFigure",
}
EMPTY = {f"{room}.{table}" for room, named in _NO_ROW.items() for table in named.split()}


def test_what_every_room_keeps_arrives_as_it_left() -> None:
    world = build()
    models = tables.in_order()
    before, reached = {tables.label(model): told(model) for model in models}, accesses()
    assert {label for label, rows in before.items() if not rows} == EMPTY
    read, _ = crawl(signed_in(world.lead), world, left_out=LEFT_OUT | PUBLIC)
    held, later = io.BytesIO(), timezone.now() + timedelta(minutes=1)
    write_organisation(actor=TERMINAL, organisation=world.house, into=held, now=later)
    emptied()
    assert not Person.objects.exists()

    arrived = bring_organisation(actor=TERMINAL, source=held, now=later)

    assert arrived.pk == world.house.pk
    after = {tables.label(model): told(model) for model in models}
    for label, rows in before.items():
        assert after[label] == rows, label
    assert accesses() == reached
    lead = Member.objects.get(pk=world.lead.pk)
    again, _ = crawl(signed_in(lead), World(arrived, lead, world.file, world.ids), left_out=LEFT_OUT | PUBLIC)
    assert read - again <= {"import"}, "what was read in the first instance is read in the other"
    assert again <= set(WORDS)
