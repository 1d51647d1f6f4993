"""What happens to a request, act by act, through the services."""

from datetime import date, datetime, timedelta

from relais.accounts.models import Member
from relais.aids.models import AidDecision, AidItem, AidKind, AidRequest, AidSession
from relais.aids.services import house, requests, sessions
from relais.people.models import File
from tests.factories.people import NOW, actor

DAY = timedelta(days=1)
TODAY = NOW.date()
HOME = requests.ToldBudget((34,), (4, 9), {"salaires": 95_000, "familiales": 34_200}, {"loyer": 52_000, "energie": 11_050})


def kind_of(
    head: Member, name: str = "Aide à l’énergie", *, repayable: bool = False, envelope: int | None = 50_000, **told: int
) -> AidKind:
    kept = house.keep_kind(
        actor=actor(head),
        told=house.ToldKind(name, "energie", repayable, told.get("ceiling", 40_000), told.get("head_up_to", 8_000)),
        now=NOW - 9 * DAY,
    )
    if envelope is not None:
        house.set_envelope(actor=actor(head), kind_id=kept.pk, year=NOW.year, amount=envelope, now=NOW)
    return kept


def asked(worker: Member, found: File, kind: AidKind, amount: int = 32_050, *, now: datetime = NOW - 3 * DAY, **more: str) -> AidRequest:
    told = requests.ToldRequest(kind.pk, "Ils vont couper, j’ai peur pour les petits.", amount, more.pop("payee_kind", "personne"), **more)
    return requests.ask(actor=actor(worker), file_id=found.pk, told=told, now=now)


def complete(worker: Member, kept: AidRequest, *, now: datetime = NOW - 3 * DAY) -> AidRequest:
    me = actor(worker)
    requests.keep_budget(actor=me, aid_id=kept.pk, told=HOME, now=now)
    told = requests.Proposal("Une adulte et deux enfants, coupure annoncée.", "Payer la facture entière.", kept.asked)
    return requests.propose(actor=me, aid_id=kept.pk, told=told, now=now)


def ready(worker: Member, found: File, kind: AidKind, amount: int = 32_050, *, now: datetime = NOW - 3 * DAY, **more: str) -> AidRequest:
    return complete(worker, asked(worker, found, kind, amount, now=now, **more), now=now)


def sitting(head: Member, on: date = TODAY) -> AidSession:
    return sessions.open_session(actor=actor(head), held_on=on, place="Salle des quais", now=NOW - 5 * DAY)


def enrolled(worker: Member, kept: AidRequest, held: AidSession) -> AidItem:
    return sessions.enrol(actor=actor(worker), aid_id=kept.pk, session_id=held.pk, now=NOW - 2 * DAY)


def decided(head: Member, item: AidItem, outcome: str = "accorde", amount: int = 32_050, **more: object) -> AidDecision:
    told = sessions.ToldDecision(outcome, amount, **more)  # type: ignore[arg-type]
    return sessions.decide(actor=actor(head), session_id=item.session_id, item_id=item.pk, told=told, now=NOW)


def signed(head: Member, held: AidSession) -> AidSession:
    sessions.note_presence(actor=actor(head), session_id=held.pk, present="M. Roux\nMme Petit", remarks="", now=NOW)
    return sessions.lock_session(actor=actor(head), session_id=held.pk, signed_by="M. Roux, vice-président", now=NOW)
