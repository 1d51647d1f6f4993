"""Builds the demonstration through the services of the rooms, as people would: twice is once."""

import secrets
from datetime import datetime

from django.db import transaction

from relais.accounts import queries
from relais.accounts.models import Member, Organisation
from relais.accounts.services import Invitation, invite_member, open_organisation, remove_demo_organisation, set_password
from relais.demo.aids import give_aids
from relais.demo.alerts import alert
from relais.demo.bonds import tie
from relais.demo.cast import HOUSES, House, Person
from relais.demo.domiciliations import domicile
from relais.demo.files import open_files
from relais.demo.hours import keep_hours
from relais.demo.letters import appeal
from relais.demo.mandates import sign_mandates
from relais.demo.obstacles import obstruct
from relais.demo.papers import keep_papers
from relais.demo.past import remember
from relais.demo.readings import look_at_last_week
from relais.demo.requests import ask
from relais.demo.work import do_work
from relais.foundation.access import Actor

_WORDS = (
    *("galet", "sureau", "passerelle", "roseau", "lanterne", "rivage", "bruyère"),
    *("péniche", "sarment", "clairière", "moulin", "ardoise", "écluse", "tilleul"),
)


class UnableToBuildDemo(Exception):
    """The demonstration would mix with real work; the message says with what."""


def new_password() -> str:
    """Four words and a number, drawn for this instance: typed easily, and enough for fictional people behind a lock."""
    words = "-".join(secrets.choice(_WORDS) for _ in range(4))
    return f"{words.capitalize()}-{secrets.randbelow(9000) + 1000}"


def _invitation(person: Person, password: str) -> Invitation:
    return Invitation(
        identifier=person.identifier,
        display_name=person.name,
        roles=person.roles,
        password=password,
        job_title=person.job,
        secrecy_basis=person.secrecy,
        service=person.service,
        team=person.team,
    )


def _furnish(actor: Actor, house: House, *, password: str, now: datetime) -> None:
    organisation = Organisation.objects.filter(name=house.name).first()
    if organisation is None:
        organisation = open_organisation(actor=actor, name=house.name, kind=house.kind, now=now, is_demo=True)
    if not organisation.is_demo:
        raise UnableToBuildDemo(f"une organisation réelle s’appelle « {house.name} »")
    for person in house.people:
        member = Member.objects.filter(identifier=person.identifier).select_related("organisation").first()
        if member is None:
            invite_member(actor=actor, organisation=organisation, invitation=_invitation(person, password), now=now)
        elif not member.organisation.is_demo:
            raise UnableToBuildDemo(f"un compte réel porte l’identifiant « {person.identifier} »")
        elif not member.check_password(password):
            set_password(actor=actor, member_id=member.pk, password=password, now=now)
    open_files(organisation, now=now)
    keep_hours(organisation, now=now)
    do_work(organisation, now=now)
    ask(organisation, now=now)
    obstruct(organisation, now=now)
    alert(organisation, now=now)
    keep_papers(organisation, now=now)
    sign_mandates(organisation, now=now)
    appeal(organisation, now=now)
    give_aids(organisation, now=now)
    domicile(organisation, now=now)
    tie(organisation, now=now)
    remember(organisation, now=now)
    look_at_last_week(organisation, now=now)


@transaction.atomic
def build(*, actor: Actor, password: str, now: datetime, reset: bool = False) -> bool:
    """Install the two organisations and their cast; True when something was missing. ``reset`` erases them first."""
    if reset:
        for organisation in Organisation.objects.filter(is_demo=True).order_by("pk"):
            remove_demo_organisation(actor=actor, organisation=organisation, now=now)
    before = Member.objects.count()
    for house in HOUSES:
        _furnish(actor, house, password=password, now=now)
    return Member.objects.count() != before or not queries.has_demo()
