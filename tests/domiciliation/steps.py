"""Acts of the stories of domiciliation, through the services."""

from datetime import date, datetime

from django.utils import timezone

from relais.accounts.models import Member
from relais.domiciliation.models import Domiciliation, Election
from relais.domiciliation.services.desks import Address, write_desk
from relais.domiciliation.services.requests import Decided, Interview, ask, decide
from relais.people.models import File
from tests.factories.people import NOW, actor, service_of

HOUSED = Interview(link="residentiel", home="femme_enfants", cause="rupture", residence="chez_un_tiers", reason="prestations")


def with_desk(head: Member) -> Member:
    """The head writes where mail arrives."""
    told = Address("CCAS de Montbrume", "1 place du Pont\n00000 Montbrume", "du lundi au vendredi, 9 h à 12 h")
    write_desk(actor=actor(head), service_id=service_of(head).pk, told=told, now=NOW)
    return head


def asked(who: Member, found: File, *, on: date | None = None, now: datetime = NOW, told: Interview = HOUSED) -> Election:
    """A request recorded."""
    return ask(actor=actor(who), file_id=found.pk, asked_on=on or timezone.localdate(now), told=told, now=now)


def granted(who: Member, head: Member, found: File, *, now: datetime = NOW, told: Interview = HOUSED) -> Election:
    """A request recorded and granted the same day."""
    election = asked(who, found, now=now, told=told)
    return decide(actor=actor(head), election_id=election.pk, decided=Decided(True, timezone.localdate(now)), now=now)


def of(found: File) -> Domiciliation:
    """The domiciliation of a file, read again."""
    return Domiciliation.objects.get(file=found)
