"""Where a person hides comes back by no address of Relais, but to the référent and to whom she named, whatever else one reads of her."""

from datetime import timedelta

import pytest
from django.utils import timezone

from relais.accounts.models import Role
from relais.people.models import AddressReader, BreakGlass, Channel, Person
from relais.people.terms import ChannelKind, Part
from tests.access.test_every_door import LEFT_OUT, PUBLIC, crawl
from tests.access.test_matrix import place, stands
from tests.access.world import WORDS, World
from tests.factories.accounts import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECRET, TOLD, HOME = "12 impasse du Lavoir-Bleu", "CCAS, place du Pont-Vieux", "chez Ondine, 9 sente des Orfèvres"


@pytest.fixture
def world(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    Person.objects.filter(pk=world.file.person_id).update(address=SECRET, address_protected=True, correspondence_address=TOLD)
    AddressReader.objects.update(withdrawn_at=timezone.now())
    # where she gets her letters is where she lives
    Channel.objects.create(person_id=world.file.person_id, kind=ChannelKind.POST, value=HOME, remark="sonner chez la gardienne")
    monkeypatch.setitem(WORDS, "her letters", HOME)
    monkeypatch.setitem(WORDS, "address", SECRET)
    monkeypatch.setitem(WORDS, "where to write", TOLD)
    return world


@pytest.mark.parametrize(
    ("role", "relation"),
    [(Role.SOCIAL_WORKER, "co_lead"), (Role.SOCIAL_WORKER, "colleague"), (Role.HEAD, "colleague"), (Role.RECEPTION, "colleague")],
)
def test_nobody_else_is_told_where_she_lives(world: World, role: Role, relation: str) -> None:
    who = place("colleague", world.house, role)
    if relation == "co_lead":
        world.file.assignments.create(member=who, part=Part.CO_LEAD, starts_at=timezone.now() - timedelta(days=1))
        now = timezone.now()
        BreakGlass.objects.create(file=world.file, member=who, motive="danger", words="x", starts_at=now, ends_at=now + timedelta(days=1))
    found, _ = crawl(signed_in(who), world, left_out=LEFT_OUT | PUBLIC)
    assert not found & {"address", "her letters"}
    if relation == "co_lead":
        assert {"n1", "evaluation", "where to write"} <= found, "she reads all the rest"


def test_the_lead_and_whom_she_named_are_told(world: World) -> None:
    found, _ = crawl(signed_in(world.lead), world, left_out=LEFT_OUT | PUBLIC)
    assert {"address", "her letters"} <= found
    named = place("colleague", world.house, Role.RECEPTION)
    stands("colleague", named, world.file)
    AddressReader.objects.create(person=world.file.person, member=named, named_at=timezone.now())
    found, _ = crawl(signed_in(named), world, left_out=LEFT_OUT | PUBLIC)
    assert {"address", "her letters"} <= found
