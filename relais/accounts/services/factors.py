"""Second factors: added by their owner, proved at sign-in, removed, or reset by somebody else under everybody's eyes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from relais.accounts import policies, queries
from relais.accounts.events import SecondFactorAdded, SecondFactorsReset
from relais.accounts.models import FactorKind, Member, RecoveryCode, SecondFactor
from relais.accounts.proofs import codes, kept, passkeys, totp
from relais.accounts.services.ground import UnableToKeepAccounts, demand, member_of
from relais.accounts.services.notices import tell
from relais.accounts.services.sessions import end_all
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.foundation.sealing import Unsealable, keyring

#: more keys than this on one account are forgotten keys.
MOST_PASSKEYS = 10


def _own(actor: Actor, member_id: UUID) -> Member:
    demand(policies.can_keep_own_factors(actor, member_id=member_id))
    return member_of(actor, member_id)


def _added(actor: Actor, member: Member, factor: SecondFactor, now: datetime) -> SecondFactor:
    factor.save(force_insert=True)
    journal.record(actor=actor, action="second_factor.added", at=now, subject=factor)
    tell(member=member, author=actor, event="factor_added", detail=factor.kind, now=now)
    bus.publish(SecondFactorAdded(member.organisation_id, member.pk, factor.kind, now))
    return factor


@transaction.atomic
def add_application(*, actor: Actor, member_id: UUID, secret: bytes, code: str, now: datetime) -> SecondFactor:
    """Keep an authenticator application once it has shown one right code; it replaces the one before."""
    member = _own(actor, member_id)
    typed = totp.typed(code)
    step = None if typed is None else totp.accepted_step(secret, typed, now=now, after=0)
    if step is None:
        raise UnableToKeepAccounts(
            _("Ce code ne va pas. Prenez celui que l’application montre maintenant, et vérifiez l’heure du téléphone.")
        )
    member.factors.filter(kind=FactorKind.TOTP).delete()
    factor = SecondFactor(id=uuid4(), member=member, kind=FactorKind.TOTP, counter=step, added_at=now)
    factor.sealed = kept.keep(secret, factor_id=factor.pk, now=now)
    return _added(actor, member, factor, now)


@transaction.atomic
def add_passkey(*, actor: Actor, member_id: UUID, label: str, host: str, state: dict[str, Any], answer: str, now: datetime) -> SecondFactor:
    """Keep the passkey that answered the challenge. ``label``: how its owner recognises it («PC du bureau»)."""
    member = _own(actor, member_id)
    if member.factors.filter(kind=FactorKind.PASSKEY).count() >= MOST_PASSKEYS:
        raise UnableToKeepAccounts(_("Ce compte a déjà dix clés d’accès : retirez celles qui ne servent plus."))
    try:
        credential = passkeys.added(host=host, state=state, answer=answer)
    except passkeys.NotProven as problem:
        raise UnableToKeepAccounts(_("La clé d’accès n’a pas répondu comme prévu. Recommencez.")) from problem
    factor = SecondFactor(id=uuid4(), member=member, kind=FactorKind.PASSKEY, label=label.strip()[:60], added_at=now)
    factor.sealed = kept.keep(credential, factor_id=factor.pk, now=now)
    return _added(actor, member, factor, now)


@transaction.atomic
def replace_recovery_codes(*, actor: Actor, member_id: UUID, printed: Collection[str], now: datetime) -> None:
    """Make these codes, already on paper, the only ones that open; the former ones open nothing from now on."""
    member = _own(actor, member_id)
    member.recovery_codes.all().delete()
    key = keyring().current
    letters = [code for text in printed if (code := codes.typed(text))]
    if len(letters) != codes.COUNT:
        raise UnableToKeepAccounts(_("Ces codes ne sont pas lisibles. Demandez-en d’autres."))
    RecoveryCode.objects.bulk_create(
        RecoveryCode(member=member, key_id=key, digest=codes.digest(code, member=str(member.pk), key_id=key), made_at=now)
        for code in letters
    )
    journal.record(actor=actor, action="recovery_codes.replaced", at=now, subject=member)


def _application_opens(member: Member, code: str, now: datetime) -> bool:
    factor = member.factors.select_for_update().filter(kind=FactorKind.TOTP).first()
    if factor is None:
        return False
    try:
        secret = kept.opened(factor.sealed, factor_id=factor.pk, now=now)
    except Unsealable:
        return False
    step = totp.accepted_step(secret, code, now=now, after=factor.counter)
    if step is None:
        return False
    factor.counter, factor.used_at = step, now
    factor.save(update_fields=["counter", "used_at"])
    return True


def _printed_code_opens(member: Member, code: str, now: datetime) -> bool:
    ring = keyring()
    digests = [codes.digest(code, member=str(member.pk), key_id=key) for key in ring.keys]
    return member.recovery_codes.filter(digest__in=digests, used_at=None).update(used_at=now) == 1


@transaction.atomic
def prove_by_code(*, actor: Actor, member_id: UUID, text: str, now: datetime) -> str:
    """``application`` or ``code`` when what was typed proves the member, "" when it does not; each code serves once.

    The refusal is journaled: it is written, not raised.
    """
    member = _own(actor, member_id)
    proof = ""
    if (digits := totp.typed(text)) and _application_opens(member, digits, now):
        proof = "application"
    elif (letters := codes.typed(text)) and _printed_code_opens(member, letters, now):
        proof = "code"
    journal.record(actor=actor, action="second_factor.proved" if proof else "second_factor.refused", at=now, subject=member)
    return proof


@transaction.atomic
def prove_by_passkey(*, actor: Actor, member_id: UUID, host: str, state: dict[str, Any], answer: str, now: datetime) -> str:
    """``cle`` when one of the member's passkeys answered the challenge, "" otherwise. A count that goes back is a copy."""
    member = _own(actor, member_id)
    keys = {factor.pk: factor for factor in member.factors.select_for_update().filter(kind=FactorKind.PASSKEY).order_by("added_at")}
    credentials = queries.credentials_of(keys.values(), now=now)
    proof = ""
    try:
        shown = passkeys.proven(host=host, state=state, answer=answer, known=list(credentials.values()))
    except passkeys.NotProven:
        shown = None
    for pk, credential in credentials.items():
        factor = keys[pk]
        if shown is None or passkeys.credential_id(credential) != shown.credential_id:
            continue
        if shown.counter > factor.counter or shown.counter == factor.counter == 0:
            factor.counter, factor.used_at, proof = shown.counter, now, "cle"
            factor.save(update_fields=["counter", "used_at"])
    journal.record(actor=actor, action="second_factor.proved" if proof else "second_factor.refused", at=now, subject=member)
    return proof


@transaction.atomic
def remove_factor(*, actor: Actor, member_id: UUID, factor_id: UUID, now: datetime) -> None:
    """Remove one of one's own factors; the last one stays as long as a role asks for it."""
    member = _own(actor, member_id)
    factor = member.factors.filter(pk=factor_id).first()
    if factor is None:
        raise UnableToKeepAccounts(_("Ce second facteur n’existe pas, ou plus."))
    last = member.factors.count() == 1
    if last and policies.second_factor_is_required(actor.roles, is_demo=member.organisation.is_demo):
        raise UnableToKeepAccounts(_("C’est votre seul second facteur, et votre rôle en demande un : ajoutez l’autre d’abord."))
    journal.record(actor=actor, action="second_factor.removed", at=now, subject=factor)
    tell(member=member, author=actor, event="factor_removed", detail=factor.kind, now=now)
    factor.delete()
    if last:
        member.recovery_codes.all().delete()


@transaction.atomic
def reset_factors(*, actor: Actor, member_id: UUID, now: datetime) -> Member:
    """Forget every factor of somebody who lost theirs and end their sessions: they add a new one at their next sign-in. Never one's own.

    At once visible to the member and to the «responsables» of their services.
    """
    member = member_of(actor, member_id)
    services = queries.services_of(member)
    demand(policies.can_reset_factors(actor, member_id=member.pk, organisation_id=member.organisation_id, service_ids=services))
    member.factors.all().delete()
    member.recovery_codes.all().delete()
    end_all(member)
    journal.record(actor=actor, action="second_factor.reset", at=now, subject=member, organisation_id=member.organisation_id)
    tell(member=member, author=actor, event="factors_reset", now=now)
    bus.publish(SecondFactorsReset(member.organisation_id, member.pk, now))
    return member
