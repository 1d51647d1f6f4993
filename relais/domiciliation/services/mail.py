"""Mail: received in one press, handed to her or to whom she named, returned. Of what kind and when, never from whom."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.domiciliation.models import Domiciliation, Mail, Proxy
from relais.domiciliation.services.beginnings import UnableToDomicile, active, held, keep
from relais.domiciliation.services.presence import seen
from relais.domiciliation.terms import Gone, How, MailKind, State
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people.services.beginnings import who_acts

#: a procuration lasts a year at most: then it is written again.
LONGEST = timedelta(days=366)


@transaction.atomic
def receive_mail(*, actor: Actor, file_id: UUID, kind: str, now: datetime) -> Mail:
    """Something came for her today. UnableToDomicile when the domiciliation is over: mail then goes back."""
    found = held(actor, file_id, now=now)
    if found.state != State.ACTIVE:
        raise UnableToDomicile(whole=_("Cette domiciliation n’est pas en cours : ce courrier se retourne à l’expéditeur."))
    if kind not in MailKind.values:
        raise UnableToDomicile(whole=_("Dites ce qui est arrivé : courrier, recommandé ou colis."))
    row = Mail(organisation_id=found.organisation_id, domiciliation=found, kind=MailKind(kind), arrived_on=timezone.localdate(now))
    row.recorded_by_id, row.recorded_at = who_acts(actor), now
    keep(row)
    journal.record(actor=actor, action="domiciliation.mail_received", at=now, subject=found)
    return row


def _let_go(actor: Actor, found: Domiciliation, gone: Gone, *, now: datetime) -> int:
    """All that waits leaves; how many."""
    waiting = Mail.objects.filter(domiciliation__file_id=found.file_id, gone="")
    return waiting.update(gone=gone, gone_on=timezone.localdate(now), gone_by_id=who_acts(actor))


@transaction.atomic
def hand_over(*, actor: Actor, file_id: UUID, proxy_id: UUID | None = None, now: datetime) -> int:
    """All that waits is handed to her, or to whom she named on a dated paper; how many.

    She is seen then, unless somebody else comes. It is done in a limited file too: her letters are hers.
    """
    found = held(actor, file_id, now=now, while_limited=True)
    if proxy_id is not None and not _holds(found, proxy_id, on=timezone.localdate(now)):
        raise UnableToDomicile(whole=_("Cette procuration n’est plus valable : ce courrier n’est remis qu’à la personne."))
    done = _let_go(actor, found, Gone.HANDED if proxy_id is None else Gone.PROXY, now=now)
    if not done:
        raise UnableToDomicile(whole=_("Aucun courrier n’attend : il a déjà été remis ou retourné."))
    journal.record(actor=actor, action="domiciliation.mail_handed", at=now, subject=found)
    if proxy_id is None and found.state == State.ACTIVE:
        seen(actor, found, how=How.VISIT, now=now)
    return done


def _holds(found: Domiciliation, proxy_id: UUID, *, on: date) -> bool:
    """Whether this procuration is of this person and valid that day; OutOfScope for one of somebody else."""
    row = Proxy.objects.filter(domiciliation=found, pk=proxy_id).first()
    if row is None:
        raise OutOfScope
    return row.signed_on <= on <= row.ends_on


@transaction.atomic
def return_mail(*, actor: Actor, file_id: UUID, now: datetime) -> int:
    """What waited too long, or came after the end, goes back to who sent it; how many."""
    found = held(actor, file_id, now=now)
    done = _let_go(actor, found, Gone.RETURNED, now=now)
    if not done:
        raise UnableToDomicile(whole=_("Aucun courrier n’attend : il a déjà été remis ou retourné."))
    journal.record(actor=actor, action="domiciliation.mail_returned", at=now, subject=found)
    return done


@transaction.atomic
def give_proxy(*, actor: Actor, file_id: UUID, called: str, signed_on: date, ends_on: date, now: datetime) -> Proxy:
    """Note whom she lets take her mail, as her dated paper says."""
    found = active(actor, file_id, now=now)
    name = " ".join(called.split())
    if not name:
        raise UnableToDomicile(called=_("Écrivez le nom porté sur la procuration."))
    if signed_on > timezone.localdate(now):
        raise UnableToDomicile(signed_on=_("Ce jour n’est pas encore venu."))
    if not signed_on <= ends_on <= signed_on + LONGEST:
        raise UnableToDomicile(ends_on=_("Une procuration finit après sa signature, et dure un an au plus."))
    row = Proxy(organisation_id=found.organisation_id, domiciliation=found, called=name, signed_on=signed_on, ends_on=ends_on)
    row.recorded_by_id, row.recorded_at = who_acts(actor), now
    keep(row)
    journal.record(actor=actor, action="domiciliation.proxy_given", at=now, subject=found)
    return row


@transaction.atomic
def withdraw_proxy(*, actor: Actor, file_id: UUID, proxy_id: UUID, now: datetime) -> None:
    """She takes it back: the name is erased at once."""
    found = held(actor, file_id, now=now)
    row = Proxy.objects.filter(domiciliation=found, pk=proxy_id).first()
    if row is None:
        raise OutOfScope
    row.delete()
    journal.record(actor=actor, action="domiciliation.proxy_withdrawn", at=now, subject=found)
