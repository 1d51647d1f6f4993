"""What this room holds that falls due besides the files themselves: days at the duty desk, handovers to answer."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.people.due import Kind
from relais.people.models import Handover, RosterDay
from relais.people.terms import HandoverState


def _duty(now: datetime) -> QuerySet[Any]:
    return RosterDay.objects.filter(on__gte=timezone.localdate(now))


def _answers(_now: datetime) -> QuerySet[Any]:
    return Handover.objects.filter(state=HandoverState.PROPOSED, file__closed_at=None)


DUTY = Kind(
    "permanence", _("Jour de permanence"), ("people.RosterDay",), _duty, "on", "member", file="", service="service", page="people:roster"
)
ANSWERS = Kind(
    "passation", _("Passation sans réponse"), ("people.Handover",), _answers, "proposed_at", "to_member", page="people:handovers"
)
