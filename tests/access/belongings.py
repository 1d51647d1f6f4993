"""What hangs from the file of one person besides what ``world.py`` writes: a real row for each identifier that an address asks.

Each row is written through its service, by the référent of the file, with words found nowhere else.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from relais.accounts.models import Member, RoleGrant, Team
from relais.administration.models import Signal, WatchedWeek
from relais.administration.services import requests
from relais.administration.terms import Asked
from relais.casework.models import NoteReader
from relais.casework.services import goals
from relais.casework.terms.interviews import Who
from relais.casework.terms.notes import Ground
from relais.exchange.services.receiving import receive_table
from relais.people import merging, services
from relais.people.models import AddressReader, BreakGlass, File, Handover, RosterDay
from relais.people.rules import Level
from relais.people.terms import Basis, Motive
from tests.factories.people import actor, file_of, worker
from tests.factories.tables import csv_of

#: object of the matrix → the words that only it holds.
WORDS = {
    "sharing": "Estafette grenat",
    "goal": "Girouette lilas",
    "step": "Passerelle bistre",
    "import": "Zinzolin-Tablier",
}


def of_file(lead: Member, found: File) -> dict[str, Any]:
    """A row of each kind, all of this file; identifiers as the addresses name them."""
    house = found.organisation
    colleague = worker(house, f"{lead.identifier}-leon")
    kept_out = worker(house, f"{lead.identifier}-voisine")
    me, now = actor(lead), timezone.now()
    barred = services.bar(actor=me, file_id=found.pk, member_id=kept_out.pk, now=now)
    asked = requests.record(
        actor=me, file_id=found.pk, kind=Asked.ACCESS, received_on=timezone.localdate(), words="Je veux ma copie", now=now
    )
    named = AddressReader.objects.create(person=found.person, member=colleague, named_at=now)
    return {
        "assignment_id": found.assignments.get(member=lead).pk,
        "bar_id": barred.pk,
        "request_id": asked.pk,
        "signal_id": _signalled(lead, found),
        "reader_id": named.pk,
        **_shared(lead, found, colleague),
        **_agreed(lead, found),
        **_passed(lead, found, colleague),
        "merge_id": _merged(lead, found),
        "lot_id": _brought(lead, found),
        "grant_id": RoleGrant.objects.filter(member=lead).latest("pk").pk,
        "team_id": Team.objects.create(organisation=house, service=found.service, name=f"Équipe de {lead.identifier}").pk,
    }


def _signalled(lead: Member, found: File) -> Any:
    """What a rule of the week told of who reads it: for the delegate, without a name."""
    monday = timezone.localdate() - timedelta(days=7 + timezone.localdate().weekday())
    WatchedWeek.objects.create(organisation=found.organisation, week_on=monday, watched_at=timezone.now())
    told = {"rule": "meme_nom", "standing": "suit", "week_on": monday, "on": monday, "count": 1}
    return Signal.objects.create(organisation=found.organisation, member=lead, file_ref=found.pk, **told).pk


def entrust(note_id: Any, lead: Member) -> Any:
    """A reader added to a confidential note, withdrawn since: her row is there, the note opens to its author alone."""
    now, gone = timezone.now(), worker(lead.organisation, f"{lead.identifier}-lectrice")
    added = NoteReader(organisation_id=lead.organisation_id, note_id=note_id, member=gone, ground=Ground.TEAM, added_at=now)
    added.necessity = "Elle reprend l’hébergement."
    added.save(force_insert=True)
    return added.pk


def _shared(lead: Member, found: File, colleague: Member) -> dict[str, Any]:
    now = timezone.now()
    what = services.NewSharing(
        receiver=services.Receiver(member_id=colleague.pk),
        basis=Basis.CONSENT,
        necessity=f"{WORDS['sharing']} : préparer ensemble la commission.",
        ends_at=now + timedelta(days=30),
        levels=frozenset({Level.ADMINISTRATIVE}),
        consent_form="oral",
        consent_on=timezone.localdate(),
    )
    given = services.share(actor=actor(lead), file_id=found.pk, what=what, now=now)
    return {"sharing_id": given.pk, "consent_id": given.consent_id}


def _agreed(lead: Member, found: File) -> dict[str, Any]:
    now, me = timezone.now(), actor(lead)
    goal = goals.set_goal(actor=me, file_id=found.pk, words=WORDS["goal"], now=now)
    step = goals.add_step(actor=me, file_id=found.pk, step=goals.NewStep(Who.US, WORDS["step"]), now=now)
    return {"goal_id": goal.pk, "step_id": step.pk}


def _passed(lead: Member, found: File, colleague: Member) -> dict[str, Any]:
    """A handover that waits for its answer, an exceptional access that waits for its review, a day of duty."""
    now = timezone.now()
    services.propose_handover(actor=actor(lead), from_member_id=lead.pk, to_member_id=colleague.pk, file_ids=[found.pk], now=now)
    began = now - timedelta(days=3)
    glass = BreakGlass.objects.create(
        file=found,
        member=colleague,
        motive=Motive.ABSENCE,
        words="Échéance du lendemain",
        starts_at=began,
        ends_at=began + timedelta(days=1),
    )
    day = RosterDay.objects.create(organisation=found.organisation, service=found.service, member=lead, on=timezone.localdate(now))
    return {"handover_id": Handover.objects.get(file=found).pk, "access_id": glass.pk, "day_id": day.pk}


def _brought(lead: Member, found: File) -> Any:
    """A table that she brought, of which a row waits."""
    table = csv_of([["D1", WORDS["import"], "Zoé", "12/03/1990"]], headers=("N°", "Nom", "Prénom", "Date de naissance"))
    return receive_table(actor=actor(lead), service_id=found.service_id, content=table, now=timezone.now()).pk


def _merged(lead: Member, found: File) -> Any:
    """Another file of hers, in the same service, made one with this one."""
    now = timezone.now()
    other = file_of(lead, found.person.called, now=now - timedelta(days=4))
    seen = merging.digest(merging.image((found.person_id, other.person_id)))
    return services.merge_persons(actor=actor(lead), file_id=found.pk, other_id=other.pk, chosen={}, seen=seen, now=now).pk
