"""What a departure leaves, for whoever closes the account or ends the role: counts, never whose (``accounts.services.closing``)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relais.accounts.models import Member, Role, RoleGrant, Service
from relais.accounts.services.closing import Held
from relais.people import queries
from relais.people.queries import due


def held(organisation_id: UUID, member_id: UUID, now: datetime) -> list[Held]:
    """The files that this member leads, and what falls due with them; what stops when nobody heads a service to see to it."""
    member = Member.objects.filter(organisation_id=organisation_id, pk=member_id).first()
    if member is None:
        return []
    led = queries.held_by(member, now=now)
    lines = []
    if number := led.count():
        words = ngettext("%(number)s dossier suivi", "%(number)s dossiers suivis", number)
        lines.append(Held(words % {"number": number}, "people:handover", stops=False))
    for one in due.held(member, now=now):
        said = {"what": one.kind.title, "number": one.number, "day": "" if one.first is None else date_format(one.first, "l j F Y")}
        words = _("%(what)s : %(number)s, dès le %(day)s") if one.first is not None else _("%(what)s : %(number)s")
        lines.append(Held(words % said, one.kind.page, stops=False))
    names = _without_head(member, [*led.values_list("service_id", flat=True).order_by().distinct()], now=now)
    told = _("Personne ne dirige le service « %(name)s » : nommez d’abord une ou un responsable, qui verra ce qui reste.")
    return lines + [Held(told % {"name": name}) for name in names]


def _without_head(member: Member, services: list[int], *, now: datetime) -> list[str]:
    """The names of those services that nobody else at work heads."""
    heads = RoleGrant.objects.in_force(timezone.localdate(now)).filter(role=Role.HEAD, member__is_active=True).exclude(member=member)
    headed = heads.filter(Q(service=None, member__organisation_id=member.organisation_id) | Q(service_id__in=services))
    found = set(headed.values_list("service_id", flat=True))
    if None in found:
        return []
    return [*Service.objects.filter(pk__in=set(services) - found).order_by("name").values_list("name", flat=True)]
