"""Acts on what blocks a démarche: met, ended, not ended after all.

The collective part is written in the same transaction, apart, and nothing joins both.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.law.blockers.catalogue import blockages, bodies
from relais.people.services.beginnings import who_acts, whole_record
from relais.procedures.events import BlockerTold
from relais.procedures.models import Blocker, BlockerFact, Moment
from relais.procedures.rules.blocked import days_hold
from relais.procedures.services.procedures import UnableToKeepProcedure, clean_lines, procedure_to_change
from relais.procedures.terms.blockers import BlockedStep, Harm, LostTime, Solved, service_code
from relais.procedures.terms.procedures import Way


class UnableToKeepBlocker(UnableToKeepProcedure):
    """What was asked of a blocker breaks a rule."""


@dataclass(frozen=True, slots=True)
class ToldBlocker:
    """A blocker as it is told. ``code``: of the taxonomy; ``body``, ``way``: where; ``message``: what was shown, "" when unknown."""

    code: str
    body: str
    way: Way | str
    step: BlockedStep | str
    seen_on: date
    harm: Harm | str
    lost: LostTime | str
    message: str = ""
    attempts: int | None = None
    proof: bool = False


@transaction.atomic
def note_blocker(*, actor: Actor, procedure_id: UUID, told: ToldBlocker, now: datetime) -> Blocker:
    """A démarche is blocked. The same one, still under way, is not noted twice."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    if told.code not in blockages():
        raise UnableToKeepBlocker(code=gettext_noop("Ce blocage n’est pas dans notre liste."))
    if told.body not in bodies() or told.way not in Way.values:
        raise UnableToKeepBlocker(body=gettext_noop("Cet organisme n’est pas dans notre liste."))
    if problems := days_hold(seen=told.seen_on, ended=None, on=timezone.localdate(now)):
        raise UnableToKeepBlocker(**problems)
    words = clean_lines(message=told.message)
    service = service_code(told.body, told.way)
    if kept.blockers.filter(ended_on=None, code=told.code, service=service, step=told.step).exists():
        raise UnableToKeepBlocker(whole=gettext_noop("Ce blocage est déjà noté pour cette démarche, et il dure encore."))
    blocker = Blocker(
        organisation_id=kept.organisation_id,
        procedure=kept,
        code=told.code,
        service=service,
        step=told.step,
        seen_on=told.seen_on,
        harm=told.harm,
        lost=told.lost,
        attempts=told.attempts,
        proof=told.proof,
        message=words["message"],
        author_id=who_acts(actor),
        recorded_at=now,
    )
    whole_record(blocker).save(force_insert=True)
    _tell(blocker, Moment.SEEN, day=blocker.seen_on)
    journal.record(actor=actor, action="procedure.blocked", at=now, subject=kept)
    return blocker


@transaction.atomic
def end_blocker(*, actor: Actor, procedure_id: UUID, blocker_id: UUID, ended_on: date, solved: Solved | str, now: datetime) -> Blocker:
    """It blocks no more, by this. Noted by mistake: it stays in the story, and what counted it is withdrawn."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    blocker = kept.blockers.select_for_update(of=("self",)).filter(pk=blocker_id).first()
    if blocker is None:
        raise OutOfScope
    if blocker.ended_on is not None:
        raise UnableToKeepBlocker(whole=gettext_noop("Ce blocage est déjà terminé. Regardez ce qui est noté."))
    if solved not in Solved.values:
        raise UnableToKeepBlocker(solved=gettext_noop("Dites ce qui l’a réglé."))
    if problems := days_hold(seen=blocker.seen_on, ended=ended_on, on=timezone.localdate(now)):
        raise UnableToKeepBlocker(**problems)
    blocker.ended_on, blocker.solved, blocker.ended_by_id = ended_on, str(solved), who_acts(actor)
    blocker.save(update_fields=["ended_on", "solved", "ended_by"])
    if solved == Solved.MISTAKE:
        _tell(blocker, Moment.WITHDRAWN, day=blocker.seen_on)
    else:
        _tell(blocker, Moment.ENDED, day=ended_on)
    journal.record(actor=actor, action="procedure.unblocked", at=now, subject=kept)
    return blocker


@transaction.atomic
def resume_blocker(*, actor: Actor, procedure_id: UUID, blocker_id: UUID, now: datetime) -> Blocker:
    """Its end was noted too soon: it blocks still. Nothing counted is erased, a line takes the ending away. Twice is once."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    blocker = kept.blockers.select_for_update(of=("self",)).filter(pk=blocker_id).first()
    if blocker is None:
        raise OutOfScope
    if blocker.ended_on is None:
        return blocker
    if kept.blockers.filter(ended_on=None, code=blocker.code, service=blocker.service, step=blocker.step).exists():
        raise UnableToKeepBlocker(whole=gettext_noop("Ce blocage a été noté de nouveau depuis : gardez celui qui dure encore."))
    if blocker.solved == Solved.MISTAKE:
        _tell(blocker, Moment.SEEN, day=blocker.seen_on)
    else:
        _tell(blocker, Moment.RESUMED, day=blocker.ended_on)
    blocker.ended_on, blocker.solved, blocker.ended_by = None, "", None
    blocker.save(update_fields=["ended_on", "solved", "ended_by"])
    journal.record(actor=actor, action="procedure.blocked_still", at=now, subject=kept)
    return blocker


def _tell(blocker: Blocker, moment: Moment, *, day: date) -> None:
    """Write the collective part: these fields, and no other (tests/procedures/test_blockers.py lists them)."""
    told = BlockerTold(
        organisation_id=blocker.organisation_id,
        moment=moment.value,
        code=blocker.code,
        service=blocker.service,
        step=blocker.step,
        day=day,
        lost=blocker.lost,
        harm=blocker.harm,
        solved=blocker.solved if moment in (Moment.ENDED, Moment.RESUMED) else "",
    )
    BlockerFact.objects.create(**asdict(told))
    bus.publish(told)
