"""A letter received opens the démarches that answer it: one for each reply chosen, each with its own clock, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.casework.terms.interviews import Said
from relais.foundation.access import Actor
from relais.law.clocks.tables import rules
from relais.law.mail.mail import Mail, Reply
from relais.procedures.letters import letters
from relais.procedures.models import Procedure
from relais.procedures.rules.progress import Act, State
from relais.procedures.services.procedures import NewProcedure, ToldAct, UnableToKeepProcedure, open_procedure, record_act
from relais.procedures.terms.procedures import Ending


@dataclass(frozen=True, slots=True)
class Received:
    """A letter of a known type that the person received. ``on``: the day of its reception, None when only ``written`` is known."""

    mail: Mail
    on: date | None
    written: date | None
    number: str = ""


def answers(mail: Mail) -> tuple[Reply, ...]:
    """The replies that are a démarche by themselves, in the order of the letter."""
    return tuple(one for one in mail.replies if one.clock)


@dataclass(frozen=True, slots=True)
class Word:
    """What the person says of answering: ``said``, and her reason in words, "" when she gives none."""

    said: Said = Said.YES
    reason: str = ""


@transaction.atomic
def follow_mail(
    *,
    actor: Actor,
    file_id: UUID,
    received: Received,
    chosen: Sequence[str],
    now: datetime,
    word: Word = Word(),  # frozen
) -> list[Procedure]:
    """Open a démarche for each reply chosen (codes of letters to write); the same letter told again opens nothing twice. «Later»: its clock
    runs, and the person is waited for; «no»: it is closed at once with her reason, and may be opened again."""
    known = {one.letter: one for one in answers(received.mail)}
    day = received.on or received.written
    if not chosen or not set(chosen) <= known.keys():
        raise UnableToKeepProcedure(replies=gettext_noop("Choisissez au moins une réponse à ce courrier."))
    if day is None:
        raise UnableToKeepProcedure(recu_le=gettext_noop("Écrivez le jour où ce courrier a été reçu, ou sa date."))
    opened = [_follow(actor, file_id, received, known[code], day, now=now) for code in chosen]
    if word.said != Said.YES:
        for kept in opened:
            _heard(actor, kept, word, now=now)
    return opened


def _heard(actor: Actor, kept: Procedure, word: Word, *, now: datetime) -> None:
    """Later, or no: said of an answer that is not sent yet."""
    if kept.state != State.TO_ANSWER.value:
        return
    today = timezone.localdate(now)
    words = ". ".join(filter(None, (str(word.said.label), word.reason)))
    told = ToldAct(Act.PERSON_ASKED, today, words=words)
    if word.said == Said.NO:
        told = ToldAct(Act.CLOSED, today, words=words, ending=Ending.GIVEN_UP)
    record_act(actor=actor, procedure_id=kept.pk, told=told, seen=kept.acts.filter(undone_at=None).count(), now=now)
    kept.refresh_from_db()


def _follow(actor: Actor, file_id: UUID, received: Received, reply: Reply, day: date, *, now: datetime) -> Procedure:
    title = f"{letters()[reply.letter].title[:66]} · {day:%d/%m/%Y}"
    body = rules()[reply.clock].to[:90]
    new = NewProcedure(title=title, body=body, reference=received.number[:40], mail=received.mail.code, appeal=reply.clock)
    kept = open_procedure(actor=actor, file_id=file_id, new=new, now=now)
    if kept.state == State.PREPARED.value:
        # the day of the letter, when that of its reception is unknown: nothing is counted from later than it may be
        told = ToldAct(Act.NOTIFIED, min(received.written or day, day), received=received.on, words=received.mail.title[:200])
        record_act(actor=actor, procedure_id=kept.pk, told=told, seen=0, now=now)
        kept.refresh_from_db()
    return kept
