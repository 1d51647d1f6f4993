"""Signs of her, and absences that she told: one press at the counter, and the three months run again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.domiciliation.models import Domiciliation, Leave, Sign
from relais.domiciliation.rules.clocks import LONGEST_AWAY
from relais.domiciliation.services.beginnings import UnableToDomicile, active, heard_of, keep, wind
from relais.domiciliation.terms import How
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.people.services.beginnings import who_acts


@transaction.atomic
def record_sign(*, actor: Actor, file_id: UUID, how: str, now: datetime) -> Domiciliation:
    """She came or called today: once a day each, whatever is pressed. Her silence is over, and the letter that spoke of it too."""
    found = active(actor, file_id, now=now)
    if how not in How.values:
        raise UnableToDomicile(whole=_("Dites si la personne est passée ou a appelé."))
    seen(actor, found, how=How(how), now=now)
    return found


def seen(actor: Actor, found: Domiciliation, *, how: How, now: datetime) -> None:
    """The same, for the acts that see her by themselves (mail handed to her); the domiciliation is locked."""
    on = timezone.localdate(now)
    if Sign.objects.filter(domiciliation=found, on=on, how=how).exists():
        return
    row = Sign(organisation_id=found.organisation_id, domiciliation=found, on=on, how=how, recorded_by_id=who_acts(actor), recorded_at=now)
    keep(row)
    if how == How.VISIT:  # who calls may be away still
        end_open_leave(found, on=on)
    heard_of(actor, found, on=on, now=now)
    found.save()
    journal.record(actor=actor, action="domiciliation.seen", at=now, subject=found)


def end_open_leave(found: Domiciliation, *, on: date) -> None:
    """She is back: an absence under way, or of which nobody knew the end, stops today."""
    for row in Leave.objects.filter(Q(last=None) | Q(last__gt=on), domiciliation=found, first__lte=on):
        row.last = on
        row.save(update_fields=["last"])


@transaction.atomic
def tell_absence(*, actor: Actor, file_id: UUID, first: date, last: date | None, now: datetime) -> Leave:
    """She will not come for some days, or for a time that nobody knows: these days are not counted. Why is not asked."""
    found = active(actor, file_id, now=now)
    today = timezone.localdate(now)
    if last is not None and last < first:
        raise UnableToDomicile(last=_("La fin vient avant le début : vérifiez les deux dates."))
    if first > today + LONGEST_AWAY or (last is not None and last > today + LONGEST_AWAY) or first < today - LONGEST_AWAY:
        raise UnableToDomicile(first=_("Cette date est à plus d’un an : vérifiez l’année."))
    if last is None and Leave.objects.filter(domiciliation=found, last=None).exists():
        raise UnableToDomicile(last=_("Une absence sans date de retour est déjà notée : notez d’abord le retour."))
    row = Leave(organisation_id=found.organisation_id, domiciliation=found, first=first, last=last, recorded_by_id=who_acts(actor))
    row.recorded_at = now
    keep(row)
    wind(actor, found, now=now)
    found.save()
    journal.record(actor=actor, action="domiciliation.away", at=now, subject=found)
    return row


@transaction.atomic
def come_back(*, actor: Actor, file_id: UUID, now: datetime) -> Domiciliation:
    """Nobody saw her, but her absence is over (she wrote, the hospital called): the three months go on from today."""
    found = active(actor, file_id, now=now)
    end_open_leave(found, on=timezone.localdate(now))
    wind(actor, found, now=now)
    found.save()
    journal.record(actor=actor, action="domiciliation.back", at=now, subject=found)
    return found
