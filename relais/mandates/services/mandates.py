"""Acts on mandates: prepared, signed, withdrawn act by act, noted from Aidants Connect. Policy, rule, change, journal, event."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.accounts.models import Member
from relais.casework.services.documents import Deposit, UnableToKeepDocuments, deposit
from relais.casework.terms.documents import DocumentKind
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope, Unable
from relais.kernel.guards.reading import cell_findings
from relais.kernel.purposes import Purpose
from relais.mandates.events import MandateGranted, MandateRevoked
from relais.mandates.models import Mandate, MandateAct
from relais.mandates.rules.days import LONGEST, last_day
from relais.mandates.rules.paper import WORDING
from relais.mandates.services.attesting import ATTESTED, attest
from relais.mandates.terms import Domain, How, Kind, Length
from relais.people.models import File
from relais.people.rules import Level
from relais.people.services.beginnings import file_in_scope, who_acts, whole_record

#: acts of one sheet: it stays one that a person reads and signs at once.
MOST_ACTS = 6
_NOT_KEPT = "Ceci ressemble à un mot de passe ou à un code : un mandat les remplace, il ne les garde pas."


class UnableToKeepMandate(Unable):
    """What was asked of a mandate breaks a rule."""


@dataclass(frozen=True, slots=True)
class ToldAct:
    """One act to write on the sheet; ``words``: what will be done, as the person would say it."""

    domain: str
    words: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A sheet that came back signed: its day, and the copy that is kept."""

    on: date
    scan: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """A mandate that lives in Aidants Connect: its number, its domains, its days. No link is made, no account is kept."""

    number: str
    domains: Sequence[str]
    signed_on: date
    ends_on: date


def _open_file(actor: Actor, file_id: UUID, *, now: datetime) -> File:
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    if found.state == "clos":
        raise UnableToKeepMandate(whole=gettext_noop("Ce dossier est clos : rouvrez-le pour y préparer un mandat."))
    return found


def _names(actor: Actor, found: File) -> dict[str, str]:
    """The names that the sheet bears, as they are the day it is prepared."""
    person, service = found.person, found.service
    full = " ".join(filter(None, (person.given_names, person.family_name or person.birth_name)))
    agent = Member.objects.get(pk=who_acts(actor)).display_name
    given = full if person.given_names and (person.family_name or person.birth_name) else person.called
    return {"given_by": given, "given_to": f"{found.organisation.name}, {service.name}", "agent": agent}


def _acts(told: Sequence[ToldAct]) -> list[ToldAct]:
    """The acts, trimmed; UnableToKeepMandate beside the line at fault (``words_2``: the second)."""
    lines = [(at, ToldAct(one.domain, " ".join(one.words.split()))) for at, one in enumerate(told, 1)]
    lines = [(at, one) for at, one in lines if one.words or one.domain]
    problems = {f"words_{at}": "Dites ce qui sera fait, en une ligne." for at, one in lines if not one.words}
    problems |= {f"domain_{at}": "Choisissez le domaine de cet acte." for at, one in lines if one.domain not in Domain.values}
    problems |= {f"words_{at}": _NOT_KEPT for at, one in lines if any(found.blocks for found in cell_findings(one.words, header=""))}
    if not lines:
        problems["words_1"] = gettext_noop("Écrivez au moins un acte : un mandat ne donne jamais tous les pouvoirs.")
    if len(lines) > MOST_ACTS:
        problems["whole"] = f"Un mandat porte {MOST_ACTS} actes au plus : préparez-en un second."
    if problems:
        raise UnableToKeepMandate(**problems)
    return [one for _, one in lines]


@transaction.atomic
def prepare_mandate(*, actor: Actor, file_id: UUID, acts: Sequence[ToldAct], days: int, now: datetime) -> Mandate:
    """Prepare a sheet to sign: nothing is in force before the person's signature."""
    found = _open_file(actor, file_id, now=now)
    told = _acts(acts)
    if days not in Length.values:
        raise UnableToKeepMandate(days=gettext_noop("Choisissez combien de temps dure ce mandat."))
    mandate = Mandate(
        organisation_id=found.organisation_id,
        file=found,
        kind=Kind.PAPER,
        days=days,
        wording=WORDING,
        prepared_by_id=who_acts(actor),
        prepared_at=now,
        **_names(actor, found),
    )
    whole_record(mandate).save(force_insert=True)
    _write(mandate, told)
    journal.record(actor=actor, action="mandate.prepared", at=now, subject=mandate)
    return mandate


def _write(mandate: Mandate, told: Sequence[ToldAct]) -> None:
    for at, one in enumerate(told, 1):
        act = MandateAct(organisation_id=mandate.organisation_id, mandate=mandate, position=at, domain=one.domain, words=one.words)
        whole_record(act).save(force_insert=True)


def _mandate(actor: Actor, mandate_id: UUID, *, now: datetime) -> Mandate:
    """The mandate, locked, of a file where the actor works; OutOfScope otherwise."""
    mandate = Mandate.objects.within(actor).select_for_update(of=("self",)).filter(pk=mandate_id).first()
    if mandate is None:
        raise OutOfScope
    file_in_scope(actor, mandate.file_id, Level.ADMINISTRATIVE, now=now)
    return mandate


@transaction.atomic
def sign_mandate(*, actor: Actor, mandate_id: UUID, signed: Signed, now: datetime) -> Mandate:
    """Keep the signed copy, sealed among the documents of the file, and put the mandate in force from its day."""
    mandate = _mandate(actor, mandate_id, now=now)
    _open_file(actor, mandate.file_id, now=now)
    if mandate.signed_on is not None or mandate.days is None:
        raise UnableToKeepMandate(whole=gettext_noop("Ce mandat est déjà signé."))
    if signed.on > timezone.localdate(now):
        raise UnableToKeepMandate(on=gettext_noop("Ce jour n’est pas encore venu."))
    if signed.on < timezone.localdate(mandate.prepared_at):
        raise UnableToKeepMandate(on=gettext_noop("Cette feuille n’était pas encore préparée ce jour-là."))
    handed = Deposit(signed.scan, signed.name, DocumentKind.FORM, title="Mandat signé", dated_on=signed.on)
    try:
        mandate.scan = deposit(actor=actor, file_id=mandate.file_id, handed=handed, now=now)
    except UnableToKeepDocuments as problem:
        raise UnableToKeepMandate(**problem.problems) from problem
    mandate.scan_digest = hashlib.sha256(signed.scan).hexdigest()
    mandate.signed_on, mandate.ends_on = signed.on, last_day(signed_on=signed.on, days=mandate.days)
    _grant(actor, mandate, action="mandate.granted", now=now)
    return mandate


def _grant(actor: Actor, mandate: Mandate, *, action: str, now: datetime) -> None:
    """In force from now on: attested, journaled, told."""
    mandate.recorded_by_id, mandate.recorded_at = who_acts(actor), now
    attest(mandate)
    mandate.save()
    journal.record(actor=actor, action=action, at=now, subject=mandate)
    bus.publish(MandateGranted(mandate.organisation_id, mandate.file_id, mandate.pk, mandate.kind, now))


@transaction.atomic
def point_to_mandate(*, actor: Actor, file_id: UUID, told: Pointer, now: datetime) -> Mandate:
    """Note a mandate held in Aidants Connect: its number, its domains, its end. Each domain may be withdrawn alone, here too."""
    found = _open_file(actor, file_id, now=now)
    _check_pointer(told, on=timezone.localdate(now))
    mandate = Mandate(
        organisation_id=found.organisation_id,
        file=found,
        kind=Kind.AIDANTS_CONNECT,
        number=" ".join(told.number.split()),
        prepared_by_id=who_acts(actor),
        prepared_at=now,
        **_names(actor, found),
    )
    whole_record(mandate).save(force_insert=True)
    mandate.signed_on, mandate.ends_on = told.signed_on, told.ends_on
    _write(mandate, [ToldAct(domain, "") for domain in Domain.values if domain in told.domains])
    _grant(actor, mandate, action="mandate.pointed", now=now)
    return mandate


def _check_pointer(told: Pointer, *, on: date) -> None:
    problems: dict[str, str] = {}
    if not told.number.strip():
        problems["number"] = gettext_noop("Écrivez le numéro du mandat, comme il est sur Aidants Connect.")
    elif any(one.blocks for one in cell_findings(told.number, header="")):
        problems["number"] = _NOT_KEPT
    if not told.domains or set(told.domains) - set(Domain.values):
        problems["domains"] = gettext_noop("Cochez les domaines que la personne a choisis.")
    if told.signed_on > on:
        problems["signed_on"] = gettext_noop("Ce jour n’est pas encore venu.")
    if told.ends_on < told.signed_on:
        problems["ends_on"] = gettext_noop("La fin vient avant la signature : vérifiez les deux dates.")
    elif told.ends_on > told.signed_on + timedelta(days=LONGEST):
        problems["ends_on"] = gettext_noop("Un mandat Aidants Connect dure un an au plus : vérifiez cette date.")
    if problems:
        raise UnableToKeepMandate(**problems)


@transaction.atomic
def revoke_acts(*, actor: Actor, mandate_id: UUID, act_ids: Collection[UUID], on: date, how: str, now: datetime) -> int:
    """Note that the person withdraws these acts: they hold no more from that day on. How many; one already withdrawn keeps its day.

    It works in a closed file too: her word counts at once.
    """
    mandate = _mandate(actor, mandate_id, now=now)
    if mandate.signed_on is None:
        raise UnableToKeepMandate(whole=gettext_noop("Ce mandat n’est pas signé : il suffit de l’abandonner."))
    acts = list(mandate.acts.filter(pk__in=act_ids))
    if not acts:
        raise UnableToKeepMandate(acts=gettext_noop("Cochez ce que la personne ne veut plus."))
    if len(acts) != len(set(act_ids)):
        raise OutOfScope
    if on > timezone.localdate(now) or on < mandate.signed_on:
        raise UnableToKeepMandate(on=gettext_noop("Écrivez le jour où la personne l’a dit : entre la signature et aujourd’hui."))
    if how not in How.values:
        raise UnableToKeepMandate(how=gettext_noop("Dites comment la personne l’a fait savoir."))
    left = [one for one in acts if one.revoked_on is None]
    for one in left:
        one.revoked_on, one.revoked_how, one.revoked_by_id, one.revoked_at = on, How(how), who_acts(actor), now
        one.save(update_fields=["revoked_on", "revoked_how", "revoked_by", "revoked_at"])
    if left:
        attest(mandate)
        mandate.save(update_fields=ATTESTED)
        journal.record(actor=actor, action="mandate.revoked", at=now, subject=mandate)
        bus.publish(MandateRevoked(mandate.organisation_id, mandate.file_id, mandate.pk, len(left), now))
    return len(left)


@transaction.atomic
def drop_mandate(*, actor: Actor, mandate_id: UUID, now: datetime) -> None:
    """Forget a sheet that was not signed: she said no, or it was a mistake. Nothing else changes, and no reason is asked."""
    mandate = _mandate(actor, mandate_id, now=now)
    if mandate.signed_on is not None:
        raise UnableToKeepMandate(whole=gettext_noop("Ce mandat est signé : la personne peut le révoquer, il ne s’efface pas."))
    journal.record(actor=actor, action="mandate.dropped", at=now, subject=mandate)
    mandate.delete()


def note_paper(*, actor: Actor, mandate: Mandate, now: datetime) -> None:
    """Write that the sheet leaves on paper, before it is made; the caller has the file in scope."""
    journal.read(actor, mandate, purpose=Purpose.SUPPORT, at=now, part="paper")


def note_attestation(*, actor: Actor, mandate: Mandate, now: datetime) -> None:
    """Write that the attestation leaves the file, before it is made; the caller has the file in scope."""
    journal.read(actor, mandate, purpose=Purpose.SUPPORT, at=now, part="attestation")
