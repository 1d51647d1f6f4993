"""Taking an organisation away, by two: one asks and downloads the archive, once; another agrees and reads its key, once.

Neither reads anything alone: the archive is encrypted, and its key is never shown to who downloads it.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.accounts.queries import actor_of
from relais.exchange import policies
from relais.exchange.archive import shelf
from relais.exchange.archive.cipher import new_key
from relais.exchange.events import WholeAgreed
from relais.exchange.models import WholeExport, WholeState, WholeWhy
from relais.exchange.services.ground import demand, who_acts
from relais.foundation import bus, journal
from relais.foundation.access import Actor, operator
from relais.kernel.decisions import OutOfScope, Unable

if TYPE_CHECKING:
    from relais.foundation.vault.fields import SealedWords

#: how long a request waits for its second person, an archive for its download, a link for its use.
WAITS, KEPT, LINK = timedelta(days=7), timedelta(hours=24), timedelta(minutes=2)
UNDER_WAY = (WholeState.ASKED, WholeState.MAKING, WholeState.READY)


class UnableToTakeAway(Unable):
    """What was asked of an archive breaks a rule."""


def _one(actor: Actor, export_id: UUID, *states: str) -> WholeExport:
    """The export, locked; OutOfScope for whoever takes no part, UnableToTakeAway when it has moved on."""
    if not policies.takes_whole(actor):
        raise OutOfScope
    found = WholeExport.objects.within(actor).select_for_update(of=("self",)).filter(pk=export_id).first()
    if found is None:
        raise OutOfScope
    if found.state not in states:
        raise UnableToTakeAway(whole=gettext_noop("Cette demande n’en est plus là : relisez la page."))
    return found


@transaction.atomic
def ask(*, actor: Actor, why: str, now: datetime) -> WholeExport:
    """Ask for the whole organisation; nothing is written until another person agrees."""
    if not policies.takes_whole(actor) or actor.organisation_id is None:
        raise OutOfScope
    export = WholeExport(organisation_id=actor.organisation_id, asked_by_id=who_acts(actor), asked_at=now, why=WholeWhy(why))
    try:
        with transaction.atomic():
            export.save(force_insert=True)
    except IntegrityError as twice:
        raise UnableToTakeAway(whole=gettext_noop("Une demande est déjà en cours : elle se termine d’abord.")) from twice
    journal.record(actor=actor, action="organisation.export_asked", at=now, subject=export)
    return export


@transaction.atomic
def agree(*, actor: Actor, export_id: UUID, now: datetime) -> WholeExport:
    """A second person agrees: the worker writes the archive."""
    export = _one(actor, export_id, WholeState.ASKED)
    asker = actor_of(export.asked_by, on=timezone.localdate(now))
    if not policies.takes_whole(asker):
        raise UnableToTakeAway(whole=gettext_noop("Qui a demandé n’en a plus le droit : refusez cette demande."))
    demand(policies.can_agree(actor, export, asker_answers=policies.answers_for_the_whole(asker)))
    export.state, export.decided_by_id, export.decided_at, export.key = WholeState.MAKING, who_acts(actor), now, new_key()
    export.save()
    journal.record(actor=actor, action="organisation.export_agreed", at=now, subject=export)
    bus.publish(WholeAgreed(export.pk))
    return export


@transaction.atomic
def settle_whole(*, export_id: UUID, size: int, now: datetime) -> None:
    """The worker is done: the archive waits for its download, or could not be written (``size`` 0)."""
    export = WholeExport.objects.select_for_update(of=("self",)).filter(pk=export_id, state=WholeState.MAKING).first()
    if export is None:
        return
    export.state, export.made_at, export.size = WholeState.READY, now, size
    if size == 0:
        _end(export, WholeState.FAILED, now=now)
    export.save()
    journal.record(
        actor=operator("relais worker"),
        action="organisation.export_settled",
        at=now,
        subject=export,
        organisation_id=export.organisation_id,
    )


@transaction.atomic
def refuse(*, actor: Actor, export_id: UUID, now: datetime) -> None:
    """A second person refuses; who asked cancels instead."""
    export = _one(actor, export_id, WholeState.ASKED)
    if export.asked_by_id == actor.user_id:
        raise UnableToTakeAway(whole=gettext_noop("C’est votre demande : annulez-la."))
    export.decided_by_id, export.decided_at = who_acts(actor), now
    _end(export, WholeState.REFUSED, now=now)
    journal.record(actor=actor, action="organisation.export_refused", at=now, subject=export)


@transaction.atomic
def cancel(*, actor: Actor, export_id: UUID, now: datetime) -> None:
    """Who asked, or who agreed, thinks better of it: the archive is erased."""
    export = _one(actor, export_id, WholeState.ASKED, WholeState.READY)
    if actor.user_id not in {export.asked_by_id, export.decided_by_id}:
        raise OutOfScope
    _end(export, WholeState.CANCELLED, now=now)
    journal.record(actor=actor, action="organisation.export_cancelled", at=now, subject=export)


def _end(export: WholeExport, state: WholeState, *, now: datetime) -> None:
    """Over: no key, no link; the archive is erased once that is written."""
    export.state, export.key, export.digest, export.ended_at = state, "", "", now
    export.save()
    transaction.on_commit(lambda: shelf.erase(export.pk))


@transaction.atomic
def key_of(*, actor: Actor, export_id: UUID, now: datetime) -> str:
    """The key of the archive, once, for who agreed; then it is nowhere in Relais."""
    export = _one(actor, export_id, WholeState.READY, WholeState.TAKEN)
    if export.decided_by_id != actor.user_id:
        raise OutOfScope
    key = cast("SealedWords", export.key).open()
    if not key:
        raise UnableToTakeAway(whole=gettext_noop("La clé a déjà été montrée : elle n’est plus ici."))
    export.key = ""
    export.save()
    journal.record(actor=actor, action="organisation.export_key_shown", at=now, subject=export)
    return key


@transaction.atomic
def make_link(*, actor: Actor, export_id: UUID, now: datetime) -> str:
    """What the address of the download holds: for who asked alone, once, in two minutes."""
    export = _one(actor, export_id, WholeState.READY)
    if export.asked_by_id != actor.user_id:
        raise OutOfScope
    if export.made_at is None or now >= export.made_at + KEPT:
        raise UnableToTakeAway(whole=gettext_noop("L’archive a plus de 24 heures : elle est effacée. Faites une autre demande."))
    token = secrets.token_urlsafe(32)
    export.digest, export.link_until = _digest(token), now + LINK
    export.save()
    return token


@transaction.atomic
def take(*, actor: Actor, token: str, now: datetime) -> IO[bytes]:
    """The archive of a link, open, once: it is on the disk no more. OutOfScope otherwise."""
    if not policies.takes_whole(actor):
        raise OutOfScope
    ready = WholeExport.objects.within(actor).filter(state=WholeState.READY, asked_by_id=who_acts(actor))
    waiting = ready.filter(digest=_digest(token), link_until__gt=now, made_at__gt=now - KEPT)
    export = waiting.select_for_update(of=("self",)).first()
    if export is None or not waiting.filter(pk=export.pk).update(state=WholeState.TAKEN, digest="", ended_at=now):
        raise OutOfScope
    journal.record(actor=actor, action="organisation.export_taken", at=now, subject=export)
    file = shelf.held(export.pk)
    transaction.on_commit(lambda: shelf.erase(export.pk))
    return file


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def lapse(*, now: datetime) -> int:
    """Requests that nobody agreed to for a week, archives a day old or a day in the writing, keys of archives taken; how many are over."""
    asked = WholeExport.objects.filter(state=WholeState.ASKED, asked_at__lte=now - WAITS)
    ready = WholeExport.objects.filter(state=WholeState.READY, made_at__lte=now - KEPT)
    done = 0
    stuck = WholeExport.objects.filter(state=WholeState.MAKING, decided_at__lte=now - KEPT)
    for export in (*asked, *ready, *stuck):
        _end(export, WholeState.FAILED if export.state == WholeState.MAKING else WholeState.LAPSED, now=now)
        done += 1
    for export in WholeExport.objects.filter(state=WholeState.TAKEN, made_at__lte=now - KEPT):
        if export.key:
            export.key = ""
            export.save()
    return done
