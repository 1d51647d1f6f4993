"""Retention: what is over, announced thirty days before, then eliminated, with the visa of the archives where the law asks for it.

«Last contact» is the last act that comes from the person (CNIL 2023-095): an interview at her request, her presence at the duty desk, or
the day when she came to open her file. A letter that the service sends is none.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.accounts.models import Organisation
from relais.administration import policies, rules
from relais.administration.models import Elimination, KeptCount, RightsRequest
from relais.administration.queries import registers
from relais.administration.services import kept_tallies
from relais.administration.services.lapses import houses
from relais.administration.terms import Answer, Asked, Why
from relais.casework.models import Interview, RightDecision
from relais.foundation import journal
from relais.foundation.access import Actor, operator
from relais.foundation.vault import rotation
from relais.kernel.decisions import Refused, Unable
from relais.kernel.purposes import Purpose
from relais.law.clocks.counting import plus_months
from relais.people import signs
from relais.people.models import File, Person, Presence
from relais.people.terms import ClosingReason

_ACTOR = operator("conservation")


class UnableToKeepRegisters(Unable):
    """What was asked of a register breaks a rule."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A file whose time is over."""

    file_id: UUID
    why: Why
    last_contact_on: date


def last_contacts(files: Iterable[File]) -> Mapping[UUID, date]:
    """The day of the last contact from the person, for each file; three queries, and one for each room that declares contacts."""
    latest = {file.pk: file.opened_at for file in files}
    told = (
        Interview.objects.filter(file_id__in=latest, from_person=True).order_by().values_list("file_id").annotate(at=Max("at")),
        Presence.objects.filter(file_id__in=latest).order_by().values_list("file_id").annotate(at=Max("starts_at")),
        *(last(list(latest)) for last in signs.declared()),
    )
    for sign in told:
        for file_id, at in sign:
            latest[file_id] = max(latest[file_id], at)
    return {file_id: timezone.localdate(at) for file_id, at in latest.items()}


def _held(organisation: Organisation) -> set[UUID]:
    """Files that a request holds: not answered yet, or limited."""
    rows = RightsRequest.objects.filter(organisation=organisation).values_list("file_id", "kind", "answer", "lifted_at")
    limited = {file_id for file_id, kind, answer, lifted in rows if kind == Asked.LIMITATION and answer != Answer.REFUSED and not lifted}
    return limited | {file_id for file_id, _kind, answer, _lifted in rows if not answer}


def over(organisation: Organisation, *, now: datetime) -> list[Proposal]:
    """The files of an organisation whose time is over, by identifier: the dry run."""
    today = timezone.localdate(now)
    limit = plus_months(today, -registers.policy_of(organisation).months)
    files = list(File.objects.filter(organisation=organisation).order_by("pk"))
    contacts, held = last_contacts(files), _held(organisation)
    found = []
    for file in files:
        mistake = file.closing_reason == ClosingReason.MISTAKE
        standing = rules.Standing(contacts[file.pk], mistake, file.pk in held)
        if rules.is_over(standing, limit=limit):
            found.append(Proposal(file.pk, Why.NEVER_BEGUN if mistake else Why.LAST_CONTACT, contacts[file.pk]))
    return found


@transaction.atomic
def announce(organisation: Organisation, *, now: datetime) -> int:
    """Announce what is over, and take back what no longer is; how many are announced."""
    found = {one.file_id: one for one in over(organisation, now=now)}
    waiting = Elimination.objects.filter(organisation=organisation, erased_at=None)
    waiting.exclude(file_id__in=found).delete()
    known = set(waiting.values_list("file_id", flat=True))
    for one in found.values():
        if one.file_id in known:
            continue
        row = Elimination(organisation=organisation, file_id=one.file_id, why=one.why, last_contact_on=one.last_contact_on)
        row.announced_at, row.due_on = now, timezone.localdate(now) + rules.NOTICE
        row.save(force_insert=True)
        journal.record(actor=_ACTOR, action="elimination.announced", at=now, subject=row, organisation_id=organisation.pk)
    return waiting.count()


@transaction.atomic
def carry_out(organisation: Organisation, *, now: datetime) -> int:
    """Eliminate what was announced, is still over, is due, and has its visa where one is needed; how many files."""
    needs_visa = registers.policy_of(organisation).public_archives
    still = {one.file_id for one in over(organisation, now=now)}
    today = timezone.localdate(now)
    waiting = Elimination.objects.filter(organisation=organisation, erased_at=None).order_by("pk").select_for_update()
    ready = [
        row
        for row in waiting
        if row.file_id in still and rules.may_go(due_on=row.due_on, today=today, needs_visa=needs_visa, visa=row.visa)
    ]
    if ready:
        since = kept_tallies.first_year(organisation, year=today.year)
        before = kept_tallies.counted(organisation, since=since, until=today.year)
        for row in ready:
            _eliminate(row, now=now)
        kept_tallies.keep_lost(organisation, before, kept_tallies.counted(organisation, since=since, until=today.year))
    return len(ready)


def _eliminate(row: Elimination, *, now: datetime) -> None:
    """Count, erase the file, and the person when she has no other."""
    file = File.objects.select_related("person").get(pk=row.file_id)
    _count(file)
    person = file.person
    file.delete()
    if not person.files.exists():
        Person.objects.filter(pk=person.pk).delete()
    row.erased_at = now
    row.save(update_fields=["erased_at"])
    journal.record(actor=_ACTOR, action="elimination.done", at=now, subject=row, organisation_id=row.organisation_id)


def _count(file: File) -> None:
    """Keep what is counted by month: files by reason of closing, rights by what was said."""
    month = f"{timezone.localdate(file.closed_at or file.opened_at):%Y-%m}"
    tally = Counter({(month, f"dossier:{file.closing_reason or 'sans_cloture'}"): 1})
    for right, said, at in RightDecision.objects.filter(file=file).order_by("pk").values_list("right", "said", "decided_at"):
        tally[(f"{timezone.localdate(at):%Y-%m}", f"droit:{right}:{said}"[:80])] += 1
    for (when, what), number in tally.items():
        row, _made = KeptCount.objects.get_or_create(organisation_id=file.organisation_id, month=when, what=what)
        KeptCount.objects.filter(pk=row.pk).update(count=F("count") + number)


def run(*, now: datetime) -> None:
    """What is done each day: carry out what was announced, then announce what is over, in each organisation."""
    for organisation in houses():
        carry_out(organisation, now=now)
        announce(organisation, now=now)


@transaction.atomic
def record_visa(*, actor: Actor, visa: str, on: date, now: datetime) -> int:
    """The delegate records the visa of the archives on all that is announced; how many files."""
    if not (decision := policies.can_keep_policy(actor)):
        raise Refused(decision)
    if not visa.strip():
        raise UnableToKeepRegisters(visa=gettext_noop("Écrivez le numéro du visa."))
    if on > timezone.localdate(now):
        raise UnableToKeepRegisters(visa_on=gettext_noop("Cette date n’est pas encore venue."))
    done = Elimination.objects.within(actor).filter(erased_at=None, visa="").update(visa=visa.strip()[:80], visa_on=on)
    journal.record(actor=actor, action="elimination.visa_recorded", at=now, purpose=Purpose.SECURITY)
    return done


@transaction.atomic
def remove_organisation(*, actor: Actor, organisation: Organisation, now: datetime) -> int:
    """End an organisation from the terminal: its people erased, its keys destroyed, its accounts closed. How many people."""
    if not actor.operator:
        raise Refused(policies.can_keep_policy(actor))
    people = Person.objects.filter(organisation=organisation)
    number = people.count()
    people.delete()
    rotation.destroy(organisation.pk)
    organisation.closed_at = now
    organisation.save(update_fields=["closed_at"])
    journal.record(actor=actor, action="organisation.removed", at=now, subject=organisation, organisation_id=organisation.pk)
    return number
