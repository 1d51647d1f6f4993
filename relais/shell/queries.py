"""Reads of the shell: the reports, as all may see them, and as those who answer read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from relais.foundation.access import Actor
from relais.shell import policies
from relais.shell.models import Feedback, Kind

#: the newest ones are enough to know what is being done; the table holds the others.
SHOWN = 100
KINDS = tuple(Kind.choices)


@dataclass(frozen=True, slots=True)
class Report:
    """One report. ``text`` is "" for the public until somebody read it: nobody's facts are shown by mistake."""

    number: int
    kind: str
    page: str
    text: str
    state: str
    state_code: str
    reported_at: datetime
    answer: str
    answered_at: datetime | None


def _report(row: Feedback, *, public: bool) -> Report:
    return Report(
        number=row.pk,
        kind=row.get_kind_display(),
        page=row.page,
        text="" if public and row.read_at is None else row.text,
        state=row.get_state_display(),
        state_code=row.state,
        reported_at=row.reported_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def _newest() -> QuerySet[Feedback]:
    return Feedback.objects.order_by("-reported_at", "-id")[:SHOWN]


def reports(actor: Actor) -> Sequence[Report]:  # noqa: ARG001 - public: the same for every actor
    """The newest reports, as all may see them."""
    return [_report(row, public=True) for row in _newest()]


def reports_to_read(actor: Actor) -> Sequence[Report]:
    """The same with their texts, for those who answer; nothing for others."""
    return [_report(row, public=False) for row in _newest()] if policies.can_answer_feedback(actor) else []


def reports_made(actor: Actor) -> QuerySet[Feedback]:  # noqa: ARG001 - public: the same for every actor
    """The reports made about this instance."""
    return Feedback.objects.all()
