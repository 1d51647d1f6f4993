"""A person of whom each level holds words found nowhere else, a stranger to her file in every role, and every address of Relais.

What a reader learns is what a crawl of every address brings back. A new kind of object adds its words to ``build``; a new kind of
identifier in an address adds its value to ``World.ids``.
"""

import io
import subprocess
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

from django.http import HttpResponseBase
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.aids.services import house as aid_house
from relais.aids.services import paying, sessions
from relais.aids.services import requests as aids
from relais.casework.rules.transmissions import AGAINST, Way
from relais.casework.services import documents, notes, open_rights, transmissions
from relais.casework.services.absences import record_absence
from relais.casework.services.agenda import Meeting, make_appointment
from relais.casework.terms.documents import DocumentKind
from relais.casework.terms.notes import NoteLevel
from relais.domiciliation.services import desks, mail
from relais.domiciliation.services.requests import Decided, Interview, ask, decide
from relais.mandates.services import mandates
from relais.observatory import services as alerts
from relais.people import services
from relais.people.models import File, HouseholdMember, Likeness
from relais.people.terms import Link
from relais.procedures.models import Procedure
from relais.procedures.rules.progress import Act
from relais.procedures.services import blockers, calls, contacts, exhibits, procedures, reminders, sendings
from relais.reception.services import Asked, record_visit
from tests.access import belongings
from tests.factories.accounts import organisation
from tests.factories.people import actor, file_of, worker

#: object of the matrix (doctrine §3.6) → words that only it holds.
WORDS = {
    "existence": "Quatresous",
    "n0": "sonner trois coups brefs",
    "n1": "Vandermeulebroucke",
    "household": "Clodomir Balthazar",
    "right": "ALLOC-771-BIS",
    "procedure": "Requête amarante",
    "procedure act": "Bordereau indigo",
    "blocker": "Écran vermillon",
    "mandate": "Chaloupe vermeille",
    "sending": "Missive nacarat",
    "aid": "Besoin zinzolin",
    "aid sheet": "Coupure cramoisie",
    "aid payee": "Fournisseur nacarat",
    "domiciliation": "Lanterne cobalt",
    "mail proxy": "Hortensia Bistrenoir",
    "document": "Quittance opaline",
    "report": "Rapport turquoise",
    "medical": "Ordonnance safran",
    "note": "Brouette céladon",
    "evaluation": "Mandoline grège",
    "confidence": "Sextant incarnat",
    **belongings.WORDS,
}
NOTES = {"note": NoteLevel.ADMINISTRATIVE, "evaluation": NoteLevel.SHARED, "confidence": NoteLevel.CONFIDENTIAL}
#: searches that are posted: a name typed by whoever heard it, and what it brings back besides that name.
SEARCHES: tuple[tuple[str, dict[str, str]], ...] = (("people:search", {"nom": "Quatresous", "naissance": "1988"}),)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class World:
    """The house, the file of the person, and for each identifier that an address asks the values to try."""

    house: Organisation
    lead: Member
    file: File
    ids: dict[str, list[Any]] = field(default_factory=dict)


def build() -> World:
    """Everything that may be known of one person, by its levels."""
    house = organisation()
    awa = worker(house, "awa")
    now = timezone.now() - 5 * DAY
    found = file_of(awa, "Zéphyrine Quatresous", now=now, birth_name=WORDS["n1"])
    phone = services.NewChannel("telephone", "06 99 88 77 66", remark=WORDS["n0"])
    channel = services.add_channel(actor=actor(awa), file_id=found.pk, channel=phone, now=now)
    _household(awa, found)
    bore = services.add_former_name(actor=actor(awa), file_id=found.pk, name=WORDS["n1"], now=now)
    twice = file_of(awa, "Zéphyrine Quatresou", now=now)
    services.compare_waiting(now=now)
    written = _notes(awa, found)
    held = belongings.of_file(awa, found)
    lives = HouseholdMember.objects.exclude(person=found.person).get(household__members__person=found.person)
    ids = held | {
        "other_id": twice.pk,
        "merge_id": uuid.uuid4(),
        "pair_id": Likeness.objects.get().pk,
        "name_id": bore.pk,
        "file_id": found.pk,
        "channel_id": channel.pk,
        "token": "inconnu",
        **_casework(awa, found),
        "transmission_id": _transmission(awa, found),
        **_hours(awa, found),
        "leaving_id": awa.pk,
        **_alert(awa),
        "service_id": found.service_id,
    }
    #: one name in several addresses: a colleague and somebody of the home; whom the person lets read her address, or the author her note.
    several = {"member_id": [awa.pk, lives.pk], "reader_id": [held["reader_id"], belongings.entrust(written[-1], awa)], "note_id": written}
    return World(house, awa, found, {name: [value] for name, value in ids.items()} | several)


def _household(awa: Member, found: File) -> None:
    arrival = services.Arrival(link=Link.MINOR_CHILD, called=WORDS["household"], birth_year=2015)
    services.arrive(actor=actor(awa), file_id=found.pk, arrival=arrival, now=timezone.now())


def _notes(awa: Member, found: File) -> list[Any]:
    """A note of each level."""
    kept = []
    for code, level in NOTES.items():
        parts = notes.Parts(facts=WORDS[code])
        kept.append(notes.write_note(actor=actor(awa), file_id=found.pk, level=level, parts=parts, now=timezone.now()).pk)
    return kept


def _transmission(awa: Member, found: File) -> Any:
    """A writing that the law asks to transmit: confidential."""
    told = transmissions.Writing(WORDS["confidence"], WORDS["confidence"], way=Way(why_not=WORDS["confidence"], parents=AGAINST))
    return transmissions.begin_transmission(actor=actor(awa), file_id=found.pk, told=told, now=timezone.now()).pk


def _casework(awa: Member, found: File) -> dict[str, Any]:
    now = timezone.now()
    right = open_rights.ToldRight(name="RSA", number=WORDS["right"])
    kept = open_rights.keep_right(actor=actor(awa), file_id=found.pk, told=right, now=now)
    for title, kind in (("document", DocumentKind.LETTER), ("report", DocumentKind.REPORT), ("medical", DocumentKind.MEDICAL)):
        handed = documents.Deposit(b"%PDF-1.7\n%%EOF\n", "scan.pdf", kind, WORDS[title])
        document = documents.deposit(actor=actor(awa), file_id=found.pk, handed=handed, now=now)
    return {"right_id": kept.pk, "document_id": document.pk, **_procedure(awa, found), **_mandate(awa, found), **_tracks(awa, found)}


def _tracks(awa: Member, found: File) -> dict[str, Any]:
    """What a service of the town decides itself."""
    return {**_aid(awa, found), **_domiciliation(awa, found)}


def _procedure(awa: Member, found: File) -> dict[str, Any]:
    """A démarche that somebody already moved on; ``act``: the act that a screen offers to note next."""
    new, now = procedures.NewProcedure(title=WORDS["procedure"]), timezone.now()
    kept = procedures.open_procedure(actor=actor(awa), file_id=found.pk, new=new, now=now)
    told = procedures.ToldAct(Act.FILED, timezone.localdate(), doer="avec", words=WORDS["procedure act"])
    act = procedures.record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=0, now=now)
    blocked = blockers.note_blocker(
        actor=actor(awa),
        procedure_id=kept.pk,
        told=blockers.ToldBlocker("B01", "caf", "en_ligne", "remplir", timezone.localdate(), "aucun", "15min", message=WORDS["blocker"]),
        now=now,
    )
    ids = {"procedure_id": kept.pk, "act_id": act.pk, "act": Act.CHASED.value, "blocker_id": blocked.pk, **_call(awa)}
    return {**ids, **_written(awa, found, kept)}


def _written(awa: Member, found: File, kept: Procedure) -> dict[str, Any]:
    """A letter of the démarche, every document of hers as an exhibit, and a run of reminders with a démarche of long ago."""
    now, who, today = timezone.now(), actor(awa), timezone.localdate()
    letter = sendings.PreparedLetter("relance", WORDS["sending"], "CAF", b"%PDF-1.7\n%%EOF\n", today)
    written = sendings.prepare_letter(actor=who, procedure_id=kept.pk, letter=letter, now=now)
    every = [one.pk for one in found.documents.order_by("added_at", "pk")]
    taken = exhibits.take_exhibits(actor=who, procedure_id=kept.pk, document_ids=every, now=now)
    new = procedures.NewProcedure(title=f"{WORDS['procedure']} bis")
    late = procedures.open_procedure(actor=who, file_id=found.pk, new=new, now=now)
    told = procedures.ToldAct(Act.FILED, today - 200 * DAY, doer="avec", words=WORDS["procedure act"])
    procedures.record_act(actor=who, procedure_id=late.pk, told=told, seen=0, now=now)
    run = reminders.begin_run(actor=who, run_id=uuid.uuid4(), procedure_ids=[late.pk], now=now)
    return {"sending_id": written.pk, "exhibit_id": taken[0].pk, "run_id": run.pk}


def _call(awa: Member) -> dict[str, Any]:
    """A line of the contact book, and a call of hers under way, whose page tells what she has to ask."""
    now = timezone.now()
    told = contacts.ToldLine("caf", "CAF, partenaires", "telephone", "03 20 00 00 00", "réunion partenaires")
    line = contacts.add_line(actor=actor(awa), told=told, now=now)
    call = calls.begin_call(actor=actor(awa), body="caf", line_id=line.pk, now=now)
    return {"line_id": line.pk, "call_id": call.pk, "body": "caf"}


def _alert(awa: Member) -> dict[str, Any]:
    """An alert that she wrote of the same blocker, and its copy: whoever reads them learns nothing of the person."""
    now = timezone.now()
    copies = (("prefecture", "1 place de la Paix"),)
    told = alerts.ToldAlert(recipient="CAF, partenaires", fix="Corriger la page", copies=copies)
    seen = alerts.ToldSighting(day=timezone.localdate(), harm="aucun")
    where = alerts.Trouble("B01", "caf.en_ligne", "remplir")
    kept = alerts.write_alert(actor=actor(awa), trouble=where, told=told, seen=seen, now=now)
    return {"alert_id": kept.pk, "copy_id": kept.copies.get().pk}


def _mandate(awa: Member, found: File) -> dict[str, Any]:
    """A mandate signed today, with its copy."""
    now, who = timezone.now(), actor(awa)
    told = [mandates.ToldAct("social", WORDS["mandate"])]
    kept = mandates.prepare_mandate(actor=who, file_id=found.pk, acts=told, days=31, now=now)
    signed = mandates.Signed(timezone.localdate(now), b"%PDF-1.7\n%%EOF\n", "mandat.pdf")
    return {"mandate_id": mandates.sign_mandate(actor=who, mandate_id=kept.pk, signed=signed, now=now).pk}


def _aid(awa: Member, found: File) -> dict[str, Any]:
    """An advance decided today in a session, engaged, with its schedule; its sheet says nothing of who she is."""
    now, me, today = timezone.now(), actor(awa), timezone.localdate()
    petit = actor(worker(awa.organisation, f"{awa.identifier}-cheffe", Role.HEAD))
    kind = aid_house.keep_kind(actor=petit, told=aid_house.ToldKind("Avance", "autre", repayable=True), now=now)
    named = aid_house.name_payer(actor=petit, member_id=awa.pk, now=now)
    told = aids.ToldRequest(kind.pk, WORDS["aid"], 10_000, "tiers", WORDS["aid payee"], "F-1")
    kept = aids.ask(actor=me, file_id=found.pk, told=told, now=now)
    aids.keep_budget(actor=me, aid_id=kept.pk, told=aids.ToldBudget((34,), (), {"salaires": 90_000}, {"loyer": 40_000}), now=now)
    aids.propose(actor=me, aid_id=kept.pk, told=aids.Proposal(WORDS["aid sheet"], "Payer la facture."), now=now)
    held = sessions.open_session(actor=petit, held_on=today, place="", now=now)
    item = sessions.enrol(actor=me, aid_id=kept.pk, session_id=held.pk, now=now)
    decision = sessions.decide(actor=petit, session_id=held.pk, item_id=item.pk, told=sessions.ToldDecision("accorde", 10_000), now=now)
    paid = paying.engage(actor=petit, decision_id=decision.pk, amount=10_000, channel="virement", on=today, now=now)
    paying.plan(actor=me, aid_id=kept.pk, count=2, first=today, now=now)
    ids = {"aid_id": kept.pk, "session_id": held.pk, "item_id": item.pk, "decision_id": decision.pk, "payment_id": paid.pk}
    return ids | {"kind_id": kind.pk, "payer_id": named.pk, "rank": 1}


def _domiciliation(awa: Member, found: File) -> dict[str, Any]:
    """A request refused, then one granted; somebody who may take her mail; a letter that waits."""
    now, who, today = timezone.now(), actor(awa), timezone.localdate()
    head = actor(worker(found.organisation, f"{awa.identifier}-responsable", Role.HEAD, secrecy="mission"))
    desks.write_desk(actor=head, service_id=found.service_id, told=desks.Address("CCAS", "1 place du Pont"), now=now)
    for decided in (Decided(False, today, "sans_lien", WORDS["domiciliation"]), Decided(True, today)):
        kept = ask(actor=who, file_id=found.pk, asked_on=today, told=Interview(link="social"), now=now)
        decide(actor=head, election_id=kept.pk, decided=decided, now=now)
    named = mail.give_proxy(actor=who, file_id=found.pk, called=WORDS["mail proxy"], signed_on=today, ends_on=today + DAY, now=now)
    mail.receive_mail(actor=who, file_id=found.pk, kind="courrier", now=now)
    return {"election_id": kept.pk, "proxy_id": named.pk, "what": "attestation", "which": "a-relancer"}


def _hours(awa: Member, found: File) -> dict[str, Any]:
    """An appointment of hers today, her visit at the counter, an absence, a secret address that nobody holds."""
    now = timezone.now()
    meeting = Meeting(starts_at=now + timedelta(minutes=1), reasons=["argent"])
    kept = make_appointment(actor=actor(awa), member_id=awa.pk, meeting=meeting, file_id=found.pk, now=now)
    asked = Asked(reasons=["logement"])
    came = record_visit(actor=actor(awa), service_id=found.service_id, asked=asked, file_id=found.pk, now=now)
    tomorrow = timezone.localdate() + DAY
    away = record_absence(actor=actor(awa), member_id=awa.pk, first=tomorrow, last=tomorrow, now=now)
    return {"appointment_id": kept.pk, "visit_id": came.pk, "absence_id": away.pk}


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, space: str = "", params: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named address, ``namespace:name``, with the identifiers that it asks."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        asked = (*params, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space, asked)
        elif entry.name:
            yield f"{space}{entry.name}", asked


def paths(name: str, asked: tuple[str, ...], tried: Sequence[Iterable[Any]]) -> Iterator[str]:
    """The address with each combination of these values; one name may stand for two kinds of identifiers, each tried where it fits."""
    found = []
    for values in product(*tried):
        with suppress(NoReverseMatch):
            found.append(reverse(name, kwargs=dict(zip(asked, values, strict=True))))
    assert found, f"say in tests/access/world.py which {asked} the address {name} is tried with"
    yield from found


def said(answer: HttpResponseBase) -> str:
    """All the words of an answer: its page, its headers, its PDF, its workbook, its archive."""
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]  # one or the other
    heads = " ".join(f"{name}: {value}" for name, value in answer.items())
    return heads + _words(body)


def _words(body: bytes) -> str:
    if body.startswith(b"%PDF"):
        return subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True).stdout.decode()
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return " ".join(_words(archive.read(name)) for name in archive.namelist())
    return body.decode("utf-8", "replace")
