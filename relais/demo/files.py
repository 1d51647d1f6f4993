"""The files of the demonstration: fictional people, dates relative to the day it is installed, made through the services."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.accounts.queries import actor_of
from relais.people import services
from relais.people.models import File
from relais.people.services import NewChannel, Told
from relais.people.terms import ClosingReason, FileState


@dataclass(frozen=True, slots=True)
class Followed:
    """Somebody whom a member of the cast follows. ``fields``: what ``Told`` carries besides; ``state``: when not active.

    ``since``: days from the opening of the file to the day of the demonstration.
    """

    lead: str
    called: str
    birth_year: int
    fields: dict[str, Any] = field(default_factory=dict)
    channels: tuple[NewChannel, ...] = ()
    state: FileState = FileState.ACTIVE
    reason: str = ""
    since: int = 30


#: numbers that the regulator keeps for works of fiction (ARCEP): they ring nowhere.
_MOBILE = "06 39 98 00"
FOLLOWED = (
    Followed(
        "awa",
        "Inès Bakri",
        1988,
        {"language": "arabe", "interpreter": True, "nationality": "hors_ue", "address": "3 rue des Quais, Montbrume"},
        (NewChannel("telephone", f"{_MOBILE} 11", remark="après 17 h"), NewChannel("courrier", "3 rue des Quais, Montbrume")),
        since=210,
    ),
    Followed(
        "awa",
        "M. Le Goff",
        1951,
        {"family_name": "Le Goff", "given_names": "Yann"},
        (NewChannel("telephone", f"{_MOBILE} 12"),),
        since=120,
    ),
    Followed(
        "awa",
        "Sabrina",
        1996,
        {
            "address": "12 impasse du Lavoir, Montbrume",
            "address_protected": True,
            "correspondence_address": "CCAS, place du Pont, Montbrume",
        },
        (
            NewChannel("telephone", f"{_MOBILE} 13", may_be_used=False, remark="une autre personne répond"),
            NewChannel("proche", "sa sœur, le matin", remark="dire seulement « rappeler le bureau »"),
        ),
    ),
    Followed("awa", "Mme Delorme", 1942, {"protection": "curatelle_simple"}, (NewChannel("courrier", "8 place du Pont, Montbrume"),)),
    Followed("awa", "Kévin Roussel", 2003, {}, (NewChannel("sms", f"{_MOBILE} 14"),), FileState.STANDBY),
    Followed("awa", "Famille Traoré", 1979, {"language": "bambara"}, (NewChannel("telephone", f"{_MOBILE} 15"),), since=90),
    Followed("awa", "Nora Lambert", 1985, {}, (NewChannel("telephone", f"{_MOBILE} 17"),), since=75),
    Followed("awa", "Julien Lambert", 1983, {}, (NewChannel("sms", f"{_MOBILE} 18"),), since=75),
    Followed("awa", "Lina Bernard", 2015, since=75),
    Followed("maelle", "M. Bernard", 1982, {}, (NewChannel("telephone", f"{_MOBILE} 19"),), since=60),
    Followed("awa", "M. Petitjean", 1969, {}, (), FileState.CLOSED, ClosingReason.DONE, since=200),
    Followed("leon", "Mme Vasseur", 1960, {}, (NewChannel("telephone", f"{_MOBILE} 16"),)),
    Followed("leon", "Annie Vasseur", 1960, {"birth_name": "Morel"}, (NewChannel("telephone", f"{_MOBILE} 16"),)),
    Followed("leon", "Ali Haddad", 1990, {"nationality": "hors_ue"}, (NewChannel("courriel", "ali@exemple.invalid"),)),
)


def open_files(house: Organisation, *, now: datetime) -> None:
    """The files of the cast, once."""
    cast = members(house)
    if "awa" not in cast or File.objects.filter(organisation=house).exists():
        return
    for each in FOLLOWED:
        _open(cast[each.lead], each, now=now)
    services.compare_waiting(now=now)


def members(house: Organisation) -> dict[str, Member]:
    """The cast of a house, by identifier."""
    return {member.identifier: member for member in Member.objects.filter(organisation=house).select_related("organisation")}


def files_of(house: Organisation) -> dict[str, File]:
    """The open files of a house, by the name that the person is called by: no two of the cast bear the same."""
    return {file.person.called: file for file in File.objects.filter(organisation=house, closed_at=None).select_related("person")}


def _open(lead: Member, followed: Followed, *, now: datetime) -> File:
    actor, opened_at = actor_of(lead, on=timezone.localdate(now)), now - timedelta(days=followed.since)
    told = Told(followed.called, birth_year=followed.birth_year, fields=followed.fields)
    (service_id,) = actor.service_ids
    found = services.open_file(actor=actor, service_id=service_id, told=told, now=opened_at)
    for channel in followed.channels:
        services.add_channel(actor=actor, file_id=found.pk, channel=channel, now=opened_at)
    if followed.state != FileState.ACTIVE:
        services.set_state(actor=actor, file_id=found.pk, state=followed.state, reason=followed.reason, now=now)
    return found
