"""Reminders prepared and sent together: a run begins, each row is prepared by itself, one press sends all, one press takes it back.

A row that fails says why and keeps the others as they are: each is an act of its own démarche, in a savepoint of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.casework.services import documents
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.foundation.pdf_join import Part, join
from relais.kernel.decisions import OutOfScope, Refused, Unable
from relais.kernel.purposes import Purpose
from relais.people.models import File
from relais.people.services.beginnings import who_acts
from relais.procedures.models import Reminder, ReminderRun
from relais.procedures.queries import reminders as queries
from relais.procedures.queries.procedures import unanswered
from relais.procedures.services.procedures import UnableToKeepProcedure
from relais.procedures.services.sendings import PreparedLetter, ToldSending, prepare_letter, record_sending, take_back_sending

#: démarches of one run: what a morning can print, sign and post.
MOST = 60


@transaction.atomic
def begin_run(*, actor: Actor, run_id: UUID, procedure_ids: Sequence[UUID], now: datetime) -> ReminderRun:
    """Begin to prepare the reminders of démarches of the board. ``run_id`` comes with the page: sent twice, it is the same run."""
    member = who_acts(actor)
    if actor.organisation_id is None:
        raise OutOfScope
    known = ReminderRun.objects.filter(pk=run_id).first()
    if known is not None:
        if known.member_id != member:
            raise OutOfScope
        return known
    if not procedure_ids:
        raise UnableToKeepProcedure(whole=gettext_noop("Cochez au moins une démarche."))
    if len(procedure_ids) > MOST:
        raise UnableToKeepProcedure(whole=gettext_noop("Soixante relances au plus à la fois."))
    wanted = set(procedure_ids)
    late = list(unanswered(actor, on=timezone.localdate(now), now=now).filter(pk__in=wanted))
    if not late:
        raise UnableToKeepProcedure(whole=gettext_noop("Ces démarches n’attendent plus de réponse. Regardez la liste, puis recommencez."))
    run = ReminderRun.objects.create(pk=run_id, organisation_id=actor.organisation_id, member_id=member, began_at=now)
    Reminder.objects.bulk_create(
        Reminder(organisation_id=actor.organisation_id, run=run, procedure=one, position=place) for place, one in enumerate(late)
    )
    return run


@transaction.atomic
def keep_reminder(*, actor: Actor, reminder_id: UUID, letter: PreparedLetter | None, problem: str, now: datetime) -> Reminder:
    """What came of one row: its letter, or why there is none. Told twice, the first stands."""
    locked = Reminder.objects.within(actor).select_for_update(of=("self",))
    row = locked.filter(pk=reminder_id, run__member_id=who_acts(actor)).select_related("run").first()
    if row is None:
        raise OutOfScope
    if row.sending_id is not None or row.problem:
        return row
    if letter is not None:
        try:
            with transaction.atomic():
                row.sending = prepare_letter(actor=actor, procedure_id=row.procedure_id, letter=letter, now=now, run=row.run)
        except (Unable, Refused) as refusal:
            problem = str(refusal)
    row.problem = "" if row.sending is not None else problem[:300]
    row.save(update_fields=["sending", "problem"])
    return row


@transaction.atomic
def send_together(*, actor: Actor, run_id: UUID, told: ToldSending, seen: Mapping[UUID, int], now: datetime) -> tuple[int, dict[UUID, str]]:
    """Record as sent the letters of a run that were on the page. ``seen``: reminder → how many acts its démarche had there.

    How many left, and by reminder why the others did not."""
    run = _run(actor, run_id, now=now)
    done, problems = 0, {}
    for row in run.ready:
        kept = row.reminder
        if kept.pk not in seen or kept.sending_id is None:
            continue
        try:
            with transaction.atomic():
                record_sending(
                    actor=actor, procedure_id=kept.procedure_id, sending_id=kept.sending_id, told=told, seen=seen[kept.pk], now=now
                )
        except Unable as refusal:
            problems[kept.pk] = str(refusal)
        else:
            done += 1
    return done, problems


@transaction.atomic
def take_back_together(*, actor: Actor, run_id: UUID, now: datetime) -> tuple[int, dict[UUID, str]]:
    """They did not leave: every sending of the run is taken back, but where something was noted since. How many, and why not the others."""
    run = _run(actor, run_id, now=now)
    done, problems = 0, {}
    for row in run.sent:
        kept = row.reminder
        if kept.sending_id is None:
            continue
        try:
            with transaction.atomic():
                take_back_sending(actor=actor, procedure_id=kept.procedure_id, sending_id=kept.sending_id, now=now)
        except Unable as refusal:
            problems[kept.pk] = str(refusal)
        else:
            done += 1
    return done, problems


def _run(actor: Actor, run_id: UUID, *, now: datetime) -> queries.Run:
    run = queries.run(actor, run_id, now=now)
    if run is None:
        raise OutOfScope
    return run


def letters_of_run(*, actor: Actor, run_id: UUID, now: datetime) -> bytes:
    """The letters of a run as one PDF to print, each opened and journaled in its file; UnableToJoin when there is none any more."""
    parts = _opened(actor, _run(actor, run_id, now=now), now=now)
    if not parts:
        raise UnableToKeepProcedure(whole=gettext_noop("Aucune lettre à imprimer : elles ont été retirées."))
    return join(parts)


@transaction.atomic
def _opened(actor: Actor, run: queries.Run, *, now: datetime) -> list[Part]:
    parts: list[Part] = []
    files: dict[UUID, File] = {row.reminder.procedure.file_id: row.reminder.procedure.file for row in run.kept}
    for file in files.values():
        journal.read(actor, file, purpose=Purpose.SUPPORT, at=now, part="reminders")
    for file_id, document_id in queries.documents_of(run):
        opened = documents.opened(actor=actor, file_id=file_id, document_ids=[document_id], now=now)
        parts += [Part(files[file_id].person.called, handed.media, handed.content) for handed in opened]
    return parts
