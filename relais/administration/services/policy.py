"""What the delegate records: the policy of the organisation, and the day when the papers were read."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.accounts.models import Organisation
from relais.accounts.queries import organisation_of
from relais.administration import policies, rules
from relais.administration.models import DataPolicy
from relais.administration.queries import registers
from relais.administration.services.retention import UnableToKeepRegisters
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.foundation.marks import LEFT_BEHIND, is_behind, mark_of
from relais.kernel.decisions import OutOfScope, Refused

FIELDS = ("address", "dpo_contact", "host", "host_is_certified", "months", "reason", "public_archives", "files_an_hour")


def _house(actor: Actor) -> Organisation:
    if not (decision := policies.can_keep_policy(actor)):
        raise Refused(decision)
    found = organisation_of(actor)
    if found is None:
        raise OutOfScope
    return found


@transaction.atomic
def change(*, actor: Actor, told: Mapping[str, object], seen: str = "", now: datetime) -> DataPolicy:
    """Write the whole policy; more than 24 months is justified. ``seen``: the mark of what the page showed, "" for none."""
    policy = registers.policy_of(Organisation.objects.select_for_update().get(pk=_house(actor).pk))
    if is_behind(seen, mark_of(policy, FIELDS)):
        raise UnableToKeepRegisters(whole=LEFT_BEHIND)
    for name in FIELDS:
        setattr(policy, name, told[name])
    if not (decision := rules.justified(months=policy.months, reason=policy.reason)):
        raise UnableToKeepRegisters(reason=decision.reason)
    policy.recorded_by_id, policy.recorded_at = actor.user_id, now
    try:
        policy.full_clean()
    except ValidationError as refusal:
        raise UnableToKeepRegisters(**{name: " ".join(words) for name, words in refusal.message_dict.items()}) from refusal
    policy.save()
    journal.record(actor=actor, action="policy.changed", at=now, subject=policy)
    return policy


@transaction.atomic
def date_papers(*, actor: Actor, on: date, now: datetime) -> None:
    """The delegate read the papers on this day: pages no longer say «démonstration»."""
    house = _house(actor)
    if on > timezone.localdate(now):
        raise UnableToKeepRegisters(on=gettext_noop("Cette date n’est pas encore venue."))
    house.papers_read_on = on
    house.save(update_fields=["papers_read_on"])
    journal.record(actor=actor, action="policy.papers_dated", at=now, subject=house)
