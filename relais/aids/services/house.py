"""The rules of the house, kept by its heads: what may be given, how much, by whom, who pays."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.accounts.models import Member
from relais.accounts.queries import actor_of
from relais.aids import policies
from relais.aids.models import AidEnvelope, AidKind, AidPayer, AidPolicy
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.foundation.marks import LEFT_BEHIND, is_behind, mark_of
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.kernel.money import Cents
from relais.people.services.beginnings import UnableToKeepFiles, who_acts, whole_record

FIELDS = ("rules", "scale", "days", "overspend", "appeal", "court")
KIND_FIELDS = ("name", "nature", "repayable", "ceiling", "head_up_to", "line")


class UnableToKeepAids(Unable):
    """What was asked of aids breaks a rule."""


@dataclass(frozen=True, slots=True)
class ToldKind:
    """One kind of aid, as the rules of the house give it."""

    name: str
    nature: str
    repayable: bool = False
    ceiling: Cents | None = None
    head_up_to: Cents = 0
    line: str = ""


def demand_head(actor: Actor) -> UUID:
    """The organisation that the actor holds; OutOfScope for a stranger, Refused otherwise."""
    if actor.organisation_id is None:
        raise OutOfScope
    if not (decision := policies.can_hold(actor)):
        raise Refused(decision)
    return actor.organisation_id


def demand_seen(seen: str, now: str) -> None:
    """UnableToKeepAids when the page showed something else; "" for who showed no page."""
    if is_behind(seen, now):
        raise UnableToKeepAids(whole=LEFT_BEHIND)


@transaction.atomic
def change_policy(*, actor: Actor, told: dict[str, object], seen: str = "", now: datetime) -> AidPolicy:
    """Write the rules of the house; a request keeps the scale it was computed with. ``seen``: the mark of what the page showed."""
    house = demand_head(actor)
    kept = AidPolicy.objects.within(actor).select_for_update().first()
    demand_seen(seen, mark_of(kept, FIELDS))
    kept = kept or AidPolicy(organisation_id=house)
    for name in FIELDS:
        setattr(kept, name, told[name])
    kept.changed_by_id, kept.changed_at = who_acts(actor), now
    _whole(kept).save()
    journal.record(actor=actor, action="aids.policy_changed", at=now, subject=kept)
    return kept


def _whole(record: AidPolicy) -> AidPolicy:
    try:
        return whole_record(record)
    except UnableToKeepFiles as problem:
        raise UnableToKeepAids(**problem.problems) from problem


@transaction.atomic
def keep_kind(*, actor: Actor, told: ToldKind, now: datetime, kind_id: int | None = None, seen: str = "") -> AidKind:
    """Open a kind of aid, or change it: what was decided stays as it was decided. ``seen``: the mark of what the page showed."""
    house = demand_head(actor)
    name = " ".join(told.name.split())
    every = AidKind.objects.within(actor).select_for_update()
    kept = AidKind(organisation_id=house) if kind_id is None else every.filter(pk=kind_id).first()
    if kept is None:
        raise OutOfScope
    demand_seen(seen, mark_of(kept, KIND_FIELDS))
    same = AidKind.objects.within(actor).filter(name__iexact=name).exclude(pk=kept.pk)
    if same.exists():
        raise UnableToKeepAids(name=_("Une aide porte déjà ce nom."))
    if told.ceiling is not None and told.head_up_to > told.ceiling:
        raise UnableToKeepAids(head_up_to=_("Ce montant dépasse le plafond de l’aide."))
    kept.name, kept.nature, kept.repayable = name, told.nature, told.repayable
    kept.ceiling, kept.head_up_to, kept.line = told.ceiling, told.head_up_to, " ".join(told.line.split())
    try:
        whole_record(kept).save()
    except UnableToKeepFiles as problem:
        raise UnableToKeepAids(**problem.problems) from problem
    journal.record(actor=actor, action="aids.kind_kept", at=now, subject=kept)
    return kept


@transaction.atomic
def close_kind(*, actor: Actor, kind_id: int, now: datetime) -> AidKind:
    """Ask no more of a kind of aid, or open it again: what is under way goes on."""
    demand_head(actor)
    kept = AidKind.objects.within(actor).select_for_update().filter(pk=kind_id).first()
    if kept is None:
        raise OutOfScope
    kept.closed_at = None if kept.closed_at else now
    kept.save(update_fields=["closed_at"])
    journal.record(actor=actor, action="aids.kind_kept", at=now, subject=kept)
    return kept


@transaction.atomic
def set_envelope(*, actor: Actor, kind_id: int, year: int, amount: Cents, now: datetime) -> AidEnvelope:
    """Say how much may be granted of a kind in a year; written again, the former amount is replaced and the journal has both days."""
    house = demand_head(actor)
    if not AidKind.objects.within(actor).filter(pk=kind_id).exists():
        raise OutOfScope
    if amount < 0 or not 2000 <= year <= 2100:
        raise UnableToKeepAids(year=_("Écrivez une année entre 2000 et 2100."))
    told = {"amount": amount, "organisation_id": house, "set_by_id": who_acts(actor), "set_at": now}
    kept, _made = AidEnvelope.objects.within(actor).update_or_create(kind_id=kind_id, year=year, defaults=told)
    journal.record(actor=actor, action="aids.envelope_set", at=now, subject=kept)
    return kept


@transaction.atomic
def name_payer(*, actor: Actor, member_id: UUID, now: datetime) -> AidPayer:
    """Let a member read whom to pay and how much, and note what is paid."""
    house = demand_head(actor)
    member = Member.objects.within(actor).filter(pk=member_id, is_active=True).first()
    if member is None:
        raise UnableToKeepAids(member=_("Choisissez une personne de la structure."))
    if not policies.may_be_payer(actor_of(member, on=timezone.localdate(now))):
        raise UnableToKeepAids(member=_("Qui siège à la commission, ou ne lit aucun dossier par son rôle, ne lit pas à qui payer."))
    kept, _made = AidPayer.objects.within(actor).get_or_create(
        member=member, defaults={"organisation_id": house, "named_by_id": who_acts(actor), "named_at": now}
    )
    journal.record(actor=actor, action="aids.payer_named", at=now, subject=kept)
    return kept


@transaction.atomic
def end_payer(*, actor: Actor, payer_id: int, now: datetime) -> None:
    """She reads payments no more."""
    demand_head(actor)
    kept = AidPayer.objects.within(actor).filter(pk=payer_id).first()
    if kept is None:
        raise OutOfScope
    journal.record(actor=actor, action="aids.payer_ended", at=now, subject=kept)
    kept.delete()
