"""Acts on a request, by whoever keeps the administrative part of the file: asked, completed, proposed, told, given up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.aids.models import AidKind, AidPolicy, AidProof, AidRequest
from relais.aids.queries import requests as queries
from relais.aids.queries import seen as marks
from relais.aids.queries import sheets
from relais.aids.rules.budget import Budget
from relais.aids.rules.guard import naming
from relais.aids.rules.sheet import budget_text
from relais.aids.services.house import UnableToKeepAids, demand_seen
from relais.aids.terms import CHARGES, RESOURCES, How, PayeeKind, State
from relais.casework.services.notes import Parts, write_note
from relais.casework.terms.notes import NoteLevel
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.kernel.guards.reading import blocking
from relais.kernel.money import Cents
from relais.kernel.purposes import Purpose
from relais.people.models import File, FormerName, HouseholdMember
from relais.people.rules import Level
from relais.people.services.beginnings import file_in_scope, who_acts

#: states in which a request still changes.
_OPEN = (State.PREPARED, State.READY, State.POSTPONED)
#: the largest amount of a request, in centimes: a slip of the hand is seen.
LARGEST = 10_000_000
#: the most persons of one home.
MOST = 20


@dataclass(frozen=True, slots=True)
class ToldRequest:
    """What is asked: the need in her words, how much, whom to pay."""

    kind_id: int
    need: str
    asked: Cents
    payee_kind: str
    payee: str = ""
    invoice: str = ""


@dataclass(frozen=True, slots=True)
class ToldBudget:
    """The home and its month. ``adults``, ``children``: ages; lines by code, centimes."""

    adults: tuple[int, ...]
    children: tuple[int, ...]
    resources: Mapping[str, Cents]
    charges: Mapping[str, Cents]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the commission will read. ``checked``: the author saw what may name the person, and it does not."""

    presentation: str
    proposal: str
    proposed: Cents | None = None
    checked: bool = False


def open_file(actor: Actor, file_id: UUID, *, now: datetime) -> File:
    """The file, when the actor writes its administrative part and it is not closed."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    demand_open(found)
    return found


def demand_open(found: File) -> None:
    """UnableToKeepAids when the file is closed."""
    if found.state == "clos":
        raise UnableToKeepAids(whole=_("Ce dossier est clos : rouvrez-le pour y suivre une aide."))


def held(actor: Actor, aid_id: UUID, *, now: datetime, states: Collection[str] = ()) -> AidRequest:
    """The request, locked, of a file where the actor works; OutOfScope otherwise, UnableToKeepAids when its state no longer lets."""
    found = AidRequest.objects.within(actor).select_for_update(of=("self",)).select_related("kind").filter(pk=aid_id).first()
    if found is None:
        raise OutOfScope
    open_file(actor, found.file_id, now=now)
    if states and found.state not in states:
        raise UnableToKeepAids(
            whole=_("Cette demande est « %(state)s » : la page a changé entre-temps.") % {"state": found.get_state_display()}
        )
    return found


def demand_no_secret(**texts: str) -> None:
    """UnableToKeepAids beside the first field that holds a password or a code."""
    problems = {name: _("Ceci ressemble à un mot de passe ou à un code : retirez-le.") for name, text in texts.items() if blocking(text)}
    if problems:
        raise UnableToKeepAids(**problems)


def _told(actor: Actor, told: ToldRequest) -> AidKind:
    """The kind that is asked; UnableToKeepAids by field."""
    problems = {}
    kind = AidKind.objects.within(actor).filter(pk=told.kind_id, closed_at=None).first()
    if kind is None:
        problems["kind"] = _("Choisissez une aide du règlement.")
    if not told.need.strip():
        problems["need"] = _("Écrivez le besoin, avec les mots de la personne.")
    if not 1 <= told.asked <= LARGEST:
        problems["asked"] = _("Écrivez le montant demandé.")
    if told.payee_kind not in PayeeKind.values:
        problems["payee_kind"] = _("Dites à qui l’aide sera payée.")
    elif told.payee_kind == PayeeKind.THIRD and not told.payee.strip():
        problems["payee"] = _("Écrivez à qui payer : le nom du fournisseur, du bailleur ou du commerçant.")
    if problems or kind is None:
        raise UnableToKeepAids(**problems)
    demand_no_secret(need=told.need, payee=told.payee, invoice=told.invoice)
    return kind


def _write(kept: AidRequest, told: ToldRequest, kind: AidKind) -> None:
    kept.kind, kept.asked, kept.payee_kind = kind, told.asked, told.payee_kind
    kept.need = told.need.strip()
    third = told.payee_kind == PayeeKind.THIRD
    kept.payee, kept.invoice = (told.payee.strip(), told.invoice.strip()) if third else ("", "")


@transaction.atomic
def ask(*, actor: Actor, file_id: UUID, told: ToldRequest, now: datetime) -> AidRequest:
    """Note what the person asks; it gets the next number of the year in this house."""
    found = open_file(actor, file_id, now=now)
    kind = _told(actor, told)
    year = timezone.localdate(now).year
    # the kind is a row of the house: locked, two requests never take the same number
    list(AidKind.objects.within(actor).select_for_update().order_by("pk").values_list("pk", flat=True))
    last = AidRequest.objects.within(actor).filter(year=year).aggregate(last=Max("number"))["last"] or 0
    kept = AidRequest(
        organisation_id=found.organisation_id, file=found, year=year, number=last + 1, instructed_by_id=who_acts(actor), opened_at=now
    )
    _write(kept, told, kind)
    kept.save(force_insert=True)
    journal.record(actor=actor, action="aid.asked", at=now, subject=kept)
    return kept


def _settle(kept: AidRequest) -> None:
    """Ready when nothing lacks, to complete otherwise."""
    kept.state = State.PREPARED if sheets.lacking(kept) else State.READY
    kept.save()


@transaction.atomic
def change_request(*, actor: Actor, aid_id: UUID, told: ToldRequest, seen: str = "", now: datetime) -> AidRequest:
    """Change what is asked, before anything is decided."""
    kept = held(actor, aid_id, now=now, states=_OPEN)
    demand_seen(seen, marks.mark(kept, "request"))
    _write(kept, told, _told(actor, told))
    _settle(kept)
    journal.record(actor=actor, action="aid.changed", at=now, subject=kept)
    return kept


@transaction.atomic
def keep_budget(*, actor: Actor, aid_id: UUID, told: ToldBudget, seen: str = "", now: datetime) -> AidRequest:
    """Keep the budget that the person confirmed today, with the scale that the house has today."""
    kept = held(actor, aid_id, now=now, states=_OPEN)
    demand_seen(seen, marks.mark(kept, "budget"))
    if not told.adults:
        raise UnableToKeepAids(adults=_("Écrivez l’âge d’au moins une personne adulte du foyer."))
    ages = (*told.adults, *told.children)
    if len(ages) > MOST or any(not 0 <= age <= 120 for age in ages):
        raise UnableToKeepAids(adults=_("Vérifiez les âges : des nombres entre 0 et 120, 20 personnes au plus."))
    amounts = [*told.resources.values(), *told.charges.values()]
    if any(not 0 <= amount <= LARGEST for amount in amounts) or set(told.resources) - set(RESOURCES) or set(told.charges) - set(CHARGES):
        raise UnableToKeepAids(whole=_("Un montant est trop grand : vérifiez les euros et les centimes."))
    policy = AidPolicy.objects.within(actor).first() or AidPolicy()
    kept.budget = budget_text(Budget(told.adults, told.children, told.resources, told.charges, policy.scale, policy.days))
    kept.confirmed_on = timezone.localdate(now)
    _settle(kept)
    journal.record(actor=actor, action="aid.budget_kept", at=now, subject=kept)
    return kept


@transaction.atomic
def keep_proofs(*, actor: Actor, aid_id: UUID, document_ids: Collection[UUID], missing: str, seen: str = "", now: datetime) -> AidRequest:
    """Choose among the documents of the file those that prove the request; say what is still to bring."""
    kept = held(actor, aid_id, now=now, states=_OPEN)
    demand_seen(seen, marks.mark(kept, "proofs"))
    demand_no_secret(missing=missing)
    found = file_in_scope(actor, kept.file_id, Level.ADMINISTRATIVE, now=now)
    known = {one.document.pk for one in queries.documents_of(actor, found, now=now)}
    if set(document_ids) - known:
        raise UnableToKeepAids(documents=_("Un document n’est plus dans ce dossier : choisissez de nouveau."))
    # proofs that this actor does not read stay
    kept.proofs.filter(document_id__in=known).exclude(document_id__in=document_ids).delete()
    there = set(kept.proofs.values_list("document_id", flat=True))
    AidProof.objects.bulk_create(
        AidProof(organisation_id=kept.organisation_id, request=kept, document_id=one) for one in sorted(set(document_ids) - there)
    )
    kept.missing = missing.strip()
    _settle(kept)
    journal.record(actor=actor, action="aid.proofs_kept", at=now, subject=kept)
    return kept


def names_around(found: File) -> list[str]:
    """All by which the person and her home are known: what a sheet for the commission may not hold."""
    person = found.person
    homes = HouseholdMember.objects.filter(person_id=person.pk).values("household_id")
    around = HouseholdMember.objects.filter(household_id__in=homes).values_list("called")
    names = [person.called, person.given_names, person.family_name, person.birth_name]
    names += FormerName.objects.filter(person_id=person.pk).values_list("name", flat=True)
    return [name for name in (*names, *(one for row in around for one in row)) if name]


@transaction.atomic
def propose(*, actor: Actor, aid_id: UUID, told: Proposal, seen: str = "", now: datetime) -> AidRequest:
    """Write what the commission reads. What may name the person is told first; its author takes it away, or says that it names nobody."""
    kept = held(actor, aid_id, now=now, states=_OPEN)
    demand_seen(seen, marks.mark(kept, "proposal"))
    texts = {"presentation": told.presentation.strip(), "proposal": told.proposal.strip()}
    problems = {name: _("Écrivez-le : c’est ce que la commission lira.") for name, text in texts.items() if not text}
    if told.proposed is not None and not 0 <= told.proposed <= LARGEST:
        problems["proposed"] = _("Vérifiez ce montant.")
    if problems:
        raise UnableToKeepAids(**problems)
    demand_no_secret(**texts)
    if not told.checked:
        names = names_around(file_in_scope(actor, kept.file_id, Level.ADMINISTRATIVE, now=now))
        warned = {name: naming(text, names=names) for name, text in texts.items()}
        said = _("Ceci peut dire qui elle est : %(words)s.")
        told_names = {name: said % {"words": ", ".join(found[:6])} for name, found in warned.items() if found}
        if told_names:
            raise UnableToKeepAids(**told_names, checked=_("Retirez-le, ou cochez cette case si cela ne désigne personne."))
    kept.presentation, kept.proposal, kept.proposed = texts["presentation"], texts["proposal"], told.proposed
    _settle(kept)
    journal.record(actor=actor, action="aid.proposed", at=now, subject=kept)
    return kept


@transaction.atomic
def evaluate(*, actor: Actor, aid_id: UUID, level: str, words: str, now: datetime) -> AidRequest:
    """Write the evaluation as a note of the file, under its own level: the commission never reads it."""
    kept = held(actor, aid_id, now=now)
    if level not in {NoteLevel.ADMINISTRATIVE, NoteLevel.SHARED}:
        raise UnableToKeepAids(level=_("Choisissez qui lit cette note."))
    note = write_note(actor=actor, file_id=kept.file_id, level=NoteLevel(level), parts=Parts(analysis=words), now=now)
    kept.evaluation = note
    kept.save(update_fields=["evaluation"])
    journal.record(actor=actor, action="aid.evaluated", at=now, subject=kept)
    return kept


@transaction.atomic
def give_up(*, actor: Actor, aid_id: UUID, now: datetime) -> AidRequest:
    """She asks no more, or it was a mistake; nothing is decided, and no reason is asked."""
    kept = held(actor, aid_id, now=now, states=_OPEN)
    kept.state = State.GIVEN_UP
    kept.save(update_fields=["state"])
    journal.record(actor=actor, action="aid.given_up", at=now, subject=kept)
    return kept


@transaction.atomic
def tell(*, actor: Actor, aid_id: UUID, on: date, how: str, now: datetime) -> AidRequest:
    """Note that the person knows what was decided: the day from which she may contest it."""
    kept = held(actor, aid_id, now=now, states=(State.DECIDED, State.POSTPONED))
    decision = queries.decision_standing(kept)
    if decision is None:
        raise UnableToKeepAids(whole=_("Rien n’est encore décidé."))
    if decision.told_on is not None:
        raise UnableToKeepAids(whole=_("C’est déjà noté."))
    if how not in How.values:
        raise UnableToKeepAids(how=_("Dites comment la personne l’a su."))
    if not decision.decided_on <= on <= timezone.localdate(now):
        raise UnableToKeepAids(on=_("Écrivez un jour entre la décision et aujourd’hui."))
    decision.told_on, decision.told_how = on, how
    decision.save(update_fields=["told_on", "told_how"])
    journal.record(actor=actor, action="aid.told", at=now, subject=kept)
    return kept


def note_paper(*, actor: Actor, request: AidRequest, part: str, now: datetime) -> None:
    """Write that a sheet (``sheet``) or a letter (``letter``) leaves, or is read, before it is made; the caller has it in scope."""
    journal.read(actor, request, purpose=Purpose.RIGHTS, at=now, part=part)
