"""One's own list as a table, with the columns of the table that comes in; each file taken away is a line of the journal and its purpose."""

from datetime import date, datetime

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.casework.models import Appointment, OpenRight
from relais.casework.terms.agenda import AppointmentState
from relais.exchange.models import KnownAs
from relais.exchange.rules.columns import LABELS, RIGHTS
from relais.exchange.services.ground import who_acts
from relais.foundation import journal
from relais.foundation.access import Actor
from relais.kernel.purposes import Purpose
from relais.people import policies as people_policies
from relais.people import queries as people
from relais.people.models import AddressReader, Assignment, Channel, File
from relais.people.rules import Level
from relais.people.terms import ChannelKind, Part


class Why(models.TextChoices):
    """Why a list is taken away."""

    CONTINUITY = "continuite", _("Travailler sans réseau ou en cas de panne")
    HANDOVER = "relais", _("Passer le relais à une ou un collègue")
    MOVE = "depart", _("Changer de logiciel ou le compléter")
    PERSON = "personne", _("Vérifier ce qui est noté")


_PURPOSES = {Why.CONTINUITY: Purpose.CONTINUITY, Why.HANDOVER: Purpose.SUPPORT, Why.MOVE: Purpose.CONTINUITY, Why.PERSON: Purpose.FILE}
_COLUMNS = tuple(code for code in LABELS if code not in {"called", "postcode", "city", "appointment_time"})


@transaction.atomic
def my_list(*, actor: Actor, why: Why, now: datetime) -> list[list[str]]:
    """Headers, then a row for each open file that the actor leads or co-leads, by name; a file of several rights has its last ones after.

    A protected address is there for its readers only. The number of queries grows with the lines of the journal alone.
    """
    found = list(_files(actor, now=now))
    names = {right.name for file in found for right in _rights(file)}
    ends = [name for name in RIGHTS.values() if name in names]
    known = dict(KnownAs.objects.filter(member_id=who_acts(actor), file__in=found).values_list("file_id", "reference"))
    readers = set(AddressReader.objects.filter(member_id=who_acts(actor), withdrawn_at=None).values_list("person_id", flat=True))
    readers |= set(File.objects.filter(people_policies.leads(actor, now=now)).values_list("person_id", flat=True))
    rows = []
    for file in found:
        told = _told(file, known.get(file.pk, ""), reads_address=not file.person.address_protected or file.person_id in readers)
        days = {right.name: _day(right.ends_on) for right in _rights(file)}
        rows.append([*(told.get(code, "") for code in _COLUMNS), *(days.get(name, "") for name in ends)])
        journal.read(actor, file, purpose=_PURPOSES[why], at=now, part="taken")
    journal.record(actor=actor, action=f"list.taken_{why.value}", at=now, purpose=_PURPOSES[why])
    return [[*(LABELS[code] for code in _COLUMNS), *(f"{name} jusqu’au" for name in ends)], *rows]


def _files(actor: Actor, *, now: datetime) -> QuerySet[File]:
    """The open files where the actor is named to accompany, with all that a row tells; those opened for a time are not theirs."""
    parts = (Part.LEAD, Part.CO_LEAD)
    mine = Assignment.objects.filter(people_policies.current(now), file=OuterRef("pk"), member_id=who_acts(actor), part__in=parts)
    coming = Appointment.objects.filter(starts_at__gt=now, state=AppointmentState.PLANNED, hidden=False).order_by("starts_at", "pk")
    rights = OpenRight.objects.filter(closed_on=None).order_by("ends_on", "name", "pk")
    found = people.leads(people.files(actor, now=now, level=Level.ADMINISTRATIVE)).filter(Exists(mine), closed_at=None)
    return found.prefetch_related(
        Prefetch("person__channels", Channel.objects.order_by("pk")),
        Prefetch("open_rights", rights, to_attr="rights_open"),
        Prefetch("appointments", coming, to_attr="coming"),
    )


def _rights(file: File) -> list[OpenRight]:
    rights: list[OpenRight] = file.rights_open  # type: ignore[attr-defined]  # prefetched
    return rights


def _told(file: File, reference: str, *, reads_address: bool) -> dict[str, str]:
    """One row by the code of its columns; what has no column of its own is left to the file."""
    person = file.person
    channels = [channel for channel in person.channels.all() if channel.may_be_used]
    phones = [channel.value for channel in channels if channel.kind in {ChannelKind.PHONE, ChannelKind.SMS}]
    mails = [channel.value for channel in channels if channel.kind == ChannelKind.EMAIL]
    other = next((right for right in _rights(file) if right.name not in RIGHTS.values()), None)
    coming = next(iter(file.coming), None)  # type: ignore[attr-defined]  # prefetched
    told = {
        "reference": reference,
        "family_name": person.family_name or ("" if person.given_names else person.called),
        "given_names": person.given_names,
        "birth_name": person.birth_name,
        "birth": _day(person.birth_on) or str(person.birth_year or ""),
        "phone": "".join(phones[:1]),
        "mobile": "".join(phones[1:2]),
        "email": "".join(mails[:1]),
        "address": person.address if reads_address else "",
        "language": person.language,
        "lead": file.lead_name or "",  # type: ignore[attr-defined]  # annotated
    }
    if other is not None:
        told |= {"right": other.name, "right_until": _day(other.ends_on), "right_body": other.body, "right_number": other.number}
    if coming is not None:
        told["appointment"] = f"{timezone.localtime(coming.starts_at):%d/%m/%Y %Hh%M}"
    return told


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"
