"""Who is tied to whom in the demonstration: homes, what is shared and refused, who is on duty, a file to take over, an access to review."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.accounts.queries import actor_of
from relais.demo.files import files_of, members
from relais.demo.hours import worked
from relais.foundation.access import Actor
from relais.people import services
from relais.people.models import File, Sharing
from relais.people.rules import Level
from relais.people.services import Arrival, NewConsent, NewSharing, Receiver
from relais.people.terms import Basis, ConsentForm, ConsentKind, InformationForm, InformationKind, Link, Motive, Part

#: who receives at the duty desk, one working day after the other.
_DUTY = ("leon", "maelle", "awa", "leon", "maelle")


def tie(house: Organisation, *, now: datetime) -> None:
    """The ties of the cast, once."""
    cast = members(house)
    if not {"awa", "leon", "maelle", "petit", "karim", "diallo"} <= cast.keys() or Sharing.objects.filter(organisation=house).exists():
        return
    on = timezone.localdate(now)
    actors = {name: actor_of(member, on=on) for name, member in cast.items()}
    files = files_of(house)
    _homes(actors["awa"], files, on=on, now=now)
    _agreements(cast, actors, files, on=on, now=now)
    _cover(cast, actors, files, on=on, now=now)


def _homes(awa: Actor, files: dict[str, File], *, on: date, now: datetime) -> None:
    """A couple with two files; their daughter, in alternating custody, has another home; a family in which the children have no file."""
    nora, father, lina = (files[name] for name in ("Nora Lambert", "M. Bernard", "Lina Bernard"))
    together = date(on.year - 4, 9, 1)
    spouse = Arrival(link=Link.SPOUSE, on=together, file_id=files["Julien Lambert"].pk)
    services.arrive(actor=awa, file_id=nora.pk, arrival=spouse, now=now)
    daughter = Arrival(link=Link.MINOR_CHILD, on=together, alternating=True, file_id=lina.pk)
    services.arrive(actor=awa, file_id=nora.pk, arrival=daughter, now=now)
    services.assign(actor=awa, file_id=lina.pk, member_id=_lead(father), part=Part.CO_LEAD, now=now)
    hers = actor_of(father.assignments.get(part=Part.LEAD).member, on=on)
    services.arrive(actor=hers, file_id=father.pk, arrival=daughter, now=now)
    for called, born in (("Aminata", 2012), ("Ibrahim", 2016), ("Fatou", 2021)):
        child = Arrival(link=Link.MINOR_CHILD, called=called, birth_year=born)
        services.arrive(actor=awa, file_id=files["Famille Traoré"].pk, arrival=child, now=now)


def _lead(file: File) -> UUID:
    return file.assignments.get(part=Part.LEAD).member_id


def _agreements(cast: dict[str, Member], actors: dict[str, Actor], files: dict[str, File], *, on: date, now: datetime) -> None:
    """What people were told, agreed to and refused; what is shared, with whom."""
    awa, ines = actors["awa"], files["Inès Bakri"]
    services.record_information(
        actor=awa, file_id=ines.pk, kind=InformationKind.DATA, form=InformationForm.READ, given_on=on - timedelta(days=200), now=now
    )
    agreed = NewConsent(ConsentKind.SUPPORT, ConsentForm.SPOKEN, "Être accompagnée pour garder son logement", on - timedelta(days=200))
    services.record_consent(actor=awa, file_id=ines.pk, said=agreed, now=now)
    for called, receiver, level, why in (
        ("Inès Bakri", "karim", Level.ADMINISTRATIVE, "Il l’aide à demander la prime d’activité en ligne."),
        ("Famille Traoré", "diallo", Level.RECEPTION, "L’association la reçoit pour les fournitures de l’école."),
    ):
        what = NewSharing(
            receiver=Receiver(cast[receiver].pk),
            basis=Basis.CONSENT,
            necessity=why,
            ends_at=now + timedelta(days=60),
            levels=frozenset({level}),
            consent_form=ConsentForm.SPOKEN,
            consent_on=on - timedelta(days=3),
        )
        services.share(actor=awa, file_id=files[called].pk, what=what, now=now)
    team = NewSharing(
        receiver=Receiver(cast["maelle"].pk),
        basis=Basis.TEAM,
        necessity="Elle suit le père de Lina : mêmes rendez-vous à l’école.",
        ends_at=now + timedelta(days=90),
        levels=frozenset({Level.ADMINISTRATIVE, Level.EVALUATION}),
    )
    services.share(actor=awa, file_id=files["Nora Lambert"].pk, what=team, now=now)
    services.oppose(actor=actors["leon"], file_id=files["Ali Haddad"].pk, now=now)


def _cover(cast: dict[str, Member], actors: dict[str, Actor], files: dict[str, File], *, on: date, now: datetime) -> None:
    """Who stands in for Awa, who is on duty this week, the file that Léon asks her to take over, the access that the head has to review."""
    awa, leon, maelle, head = (actors[name] for name in ("awa", "leon", "maelle", "petit"))
    ids = {name: member.pk for name, member in cast.items()}
    service_id = files["Inès Bakri"].service_id
    until = now + timedelta(days=14)
    services.assign(actor=awa, file_id=files["Mme Delorme"].pk, member_id=ids["leon"], part=Part.SUBSTITUTE, ends_at=until, now=now)
    days = [on]
    while len(days) < len(_DUTY):
        days.append(worked(days[-1], 1))
    for name, day in zip(_DUTY, days, strict=True):
        services.put_on_duty(actor=head, service_id=service_id, member_id=ids[name], on=day, now=now)
    vasseur = files["Mme Vasseur"].pk
    services.propose_handover(actor=leon, from_member_id=ids["leon"], to_member_id=ids["awa"], file_ids=[vasseur], now=now)
    services.take_exceptional_access(
        actor=maelle,
        called="M. Le Goff",
        birth_year=1951,
        motive=Motive.REQUEST,
        words="M. Le Goff est au bureau et demande sa feuille de suite ; Awa est en visite.",
        now=now - timedelta(hours=5),
    )
