"""Sealed organisations (docs/adr/0010): every table belongs to one of them, or says why it belongs to none; reads start at the seal."""

import re

import pytest
from django.apps import apps
from django.db.models import Model

from relais.accounts import services as accounts_services
from relais.accounts.models import Member, OrganisationOwned, Service, Team
from relais.foundation.access import ANONYMOUS
from relais.foundation.models import JournalEntry
from relais.shell import services as shell_services
from tests.architecture import tracked
from tests.factories.accounts import NOW, TERMINAL, acting, member, organisation

#: tables of ours that belong to no organisation, and why.
INSTANCE_WIDE = {
    "accounts.Organisation": "It is the seal itself.",
    "accounts.RoleGrant": "Belongs to a member, who belongs to one organisation; read through the member only.",
    "people.Channel": "Belongs to a person, who belongs to one organisation; read through her file only.",
    "people.HouseholdMember": "Belongs to a household, which belongs to one organisation.",
    "people.Opposition": "Belongs to a file, which belongs to one organisation.",
    "people.AddressReader": "Belongs to a person.",
    "people.FormerName": "Belongs to a person.",
    "people.ToCompare": "Belongs to a person; no page reads it.",
    "people.MergedFile": "Belongs to a file; leads to it, and the scope is asked of that file.",
    "people.Assignment": "Belongs to a file, which belongs to one organisation.",
    "people.Bar": "Belongs to a person.",
    "people.Presence": "Belongs to a file.",
    "people.BreakGlass": "Belongs to a file; read through the files of the services that the actor heads, or through the file.",
    "casework.CalendarFeed": "Belongs to a member; found by the digest of a secret address that only its bearer knows.",
    "exchange.LotRow": "Belongs to a lot, which belongs to one organisation and is read by its author.",
    "exchange.KnownAs": "Belongs to a file and to a member; read through the files that this member reaches.",
    "casework.OpenRight": "Belongs to a file; read through the files whose administrative part the actor reads.",
    "procedures.Lapse": "Belongs to an open right, which belongs to a file; written by the daily run, read by no page yet.",
    "accounts.SecondFactor": "Belongs to a member; read by its owner only, and at their own sign-in.",
    "accounts.OpenSession": "Belongs to a member, or to nobody yet; read by its owner only.",
    "accounts.FederatedIdentity": "Belongs to a member; found by what its provider signed, before anybody is signed in.",
    "accounts.AccessLink": "Belongs to a member; found by the digest of a token that only its bearer knows.",
    "accounts.RecoveryCode": "Belongs to a member; never read, only compared.",
    "accounts.AccessNotice": "Belongs to the member who must see it, and is read by them only.",
    "casework.DocumentReader": "Belongs to a document, which belongs to one organisation.",
    "casework.DownloadLink": "Belongs to a document and to the member who asked for it, and is found by the digest of a token.",
    "foundation.JournalHead": "One chain for each organisation; holds a number and a seal, no fact.",
    "foundation.JournalEntry": "Bears the organisation of its chain; no page reads it but file by file, and its lines quote nothing.",
    "foundation.JournalBatch": "Checkpoints of one chain; holds numbers and seals, no fact.",
    "foundation.DataKey": "Bears its organisation; wrapped by a key that the database does not hold, and read by the vault alone.",
    "foundation.Draft": "Bears its organisation and its author, who alone reads it, for a day.",
    "foundation.SentForm": "A digest of a form sent today: only its author can make it again.",
    "foundation.WorkerBeat": "A process of the machine.",
    "foundation.ScheduleState": "A recurring act of the machine.",
    "procedures.TextVersion": "A public text of the whole instance; the organisation it bears is who may change it.",
    "shell.Feedback": "A public report about the software: neither its author nor an organisation is kept.",
}
#: reads that do not start at the seal, and why.
UNSEALED_READS = {
    "relais/mandates/queries.py": {
        "MandateAct.objects.filter": "The acts of a mandate that the outer query has in scope: a condition, that brings back nothing.",
    },
    "relais/procedures/queries/renewals.py": {
        "Procedure.objects.filter": "Whether a renewal was sent, for the open rights that the outer query has in scope: a condition.",
        "RightDecision.objects.filter": "The last word on the renewal of the rights that the outer query has in scope: a condition.",
        "Procedure.objects.exclude": "The démarches of the open rights that the outer query has in scope, and of no other.",
    },
    "relais/people/queries/handovers.py": {
        "File.objects.filter": "What a member leads, for the rule that closes an account: a count, within the member's organisation.",
    },
    "relais/people/queries/situations.py": {
        "KeptSituation.objects.order_by": "The night's run over every organisation: no actor; each answer goes back to its file.",
        "KeptSituation.objects.filter": "Which situation is the last of the file that the outer query has in scope: a condition.",
    },
    "relais/administration/queries/set_aside.py": {
        "RightsRequest.objects.filter": "Files left out of calculations over several files: a condition that only takes away.",
    },
    "relais/observatory/queries.py": {
        "Sighting.objects.filter": "Open data of the whole instance: de-identified, from eleven situations or three structures.",
    },
    "relais/procedures/facts.py": {
        "BlockerFact.objects.filter": "What ended a blocker, on the whole instance: de-identified, from eleven times or three structures.",
    },
    "relais/casework/queries/documents.py": {
        "Document.objects.filter": "The bytes of one person's documents, summed before one more is taken: a number, of a file in scope.",
    },
    "relais/casework/queries/agenda.py": {
        "Appointment.objects.filter": "The hours of the one agent whose secret address was given: no actor, and nothing but hours.",
    },
    "relais/administration/queries/registers.py": {
        "DataPolicy.objects.filter": "What an organisation says of its data, for its papers and its own retention, also from the terminal.",
        "RightsRequest.objects.filter": "The limitation of a file that the caller already has in scope: asked before anything is written.",
        "Elimination.objects.filter": "The elimination announced for a file that the caller already has in scope.",
    },
    "relais/accounts/queries.py": {
        "Team.objects.filter": "The teams of the one member who acts: read to build the actor, before any seal exists.",
        "Member.objects.exists": "Whether the instance is new: a yes or a no, before anybody can sign in.",
        "Member.objects.select_related": "Whose password was just proved, between the two steps of sign-in: nobody acts yet.",
        "Member.objects.filter": "Those who run a member's services or administer beside them: told what happens to the account.",
    },
}
SEALED = (
    *("Member", "Service", "Team", "Person", "File", "RosterDay", "Interview", "RightDecision", "Note", "NoteVersion", "NoteReader"),
    *("Appointment", "Absence", "Procedure", "ProcedureAct", "Visit"),
    "Lot",
)
SEALED += ("Transmission", "Disagreement", "Document", "DocumentContent", "Goal", "Step")
SEALED += ("NameKey", "Handover", "Household", "Consent", "Sharing", "Information", "KeptSituation", "KeptAnswers")
SEALED += ("Likeness", "Merge", "WholeExport")
SEALED += ("Blocker", "BlockerFact", "Call", "ContactLine", "ContactVersion", "LineTry")
SEALED += ("Mandate", "MandateAct", "Sending", "Exhibit", "ReminderRun", "Reminder")
SEALED += ("Desk", "Domiciliation", "Election", "Holder", "Leave", "Mail", "Proxy", "Sign")
SEALED += ("Alert", "AlertAct", "AlertCopy", "Follower", "Sighting")
SEALED += ("AidDecision", "AidEnvelope", "AidInstalment", "AidItem", "AidKind", "AidPayer", "AidPayment", "AidPolicy", "AidProof")
SEALED += ("AidRequest", "AidSession")
SEALED += ("DataPolicy", "Elimination", "KeptCount", "KeptTally", "RightsRequest", "Signal", "WatchedWeek")
SEALED += ("ClosedFigure",)


def ours() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("relais.")]


def test_every_table_belongs_to_an_organisation_or_says_why_not() -> None:
    owned = {model._meta.label for model in ours() if issubclass(model, OrganisationOwned)}
    assert {model._meta.label for model in ours()} - owned == set(INSTANCE_WIDE)
    assert {label.split(".")[1] for label in owned} == set(SEALED)


def unsealed(text: str) -> list[str]:
    """Reads of a sealed table that begin by anything else than ``within(``."""
    found = re.findall(rf"\b({'|'.join(SEALED)})\.objects\.(\w+)", text)
    return [f"{model}.objects.{verb}" for model, verb in found if verb != "within"]


def test_every_read_starts_at_the_seal() -> None:
    files = [
        path for path in tracked.paths() if re.fullmatch(r"relais/\w+/(queries|facts|web/.*|api/.*)\.py|relais/\w+/queries/.*\.py", path)
    ]
    assert "relais/accounts/queries.py" in files
    found = {path: reads for path in files if (reads := unsealed(tracked.text(path)))}
    assert found == {path: list(reads) for path, reads in UNSEALED_READS.items()}


def test_a_read_without_seal_is_found() -> None:
    assert unsealed("Team.objects.filter(name='x')\nTeam.objects.within(actor)") == ["Team.objects.filter"]


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Member, Service, Team])
def test_a_member_sees_the_rows_of_her_house_a_stranger_and_a_visitor_none_of_them(model: type[Member | Service | Team]) -> None:
    here, there = organisation("Ici"), organisation("Ailleurs")
    awa = acting(member(here, "awa", service="Accueil", team="A"))
    helene = acting(member(there, "helene", service="Polyvalence", team="B"))
    assert {row.organisation_id for row in model.objects.within(awa)} == {here.pk}
    assert {row.organisation_id for row in model.objects.within(helene)} == {there.pk}
    assert not model.objects.within(ANONYMOUS).exists()
    assert not model.objects.within(TERMINAL).exists()


@pytest.mark.django_db
def test_what_one_house_does_is_written_in_its_own_chain_and_a_report_in_nobody_s() -> None:
    here, there = organisation("Ici"), organisation("Ailleurs")
    awa = acting(member(here, "awa"))
    before = JournalEntry.objects.filter(organisation_id=there.pk).count()
    accounts_services.record_sign_in(actor=awa, now=NOW)
    shell_services.report_feedback(actor=awa, kind="panne", page="/droits/", text="Le bouton Imprimer ne répond pas du tout.", now=NOW)
    assert JournalEntry.objects.filter(organisation_id=there.pk).count() == before
    reported = JournalEntry.objects.get(action="feedback.reported")
    assert (reported.organisation_id, reported.actor_id) == (None, None)
