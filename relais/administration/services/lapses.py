"""Rows whose time is over are erased as the dictionary says («12 months after ends_at»), and departed accounts lose their name."""

from datetime import datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.administration import dictionary
from relais.foundation import journal
from relais.foundation.access import operator
from relais.kernel.purposes import Purpose
from relais.law.clocks.counting import plus_months

#: after a member left, what she wrote may still serve for as long as a file does.
NAMED_AFTER_LEAVING = dictionary.Lapse(24, "months", ("closed_at",))
GONE = "Ancien membre"
_ACTOR = operator("conservation")


def cutoff(lapse: dictionary.Lapse, *, now: datetime) -> datetime:
    """What is older than this moment has lapsed."""
    if lapse.unit == "days":
        return now - timedelta(days=lapse.count)
    return datetime.combine(plus_months(timezone.localdate(now), -lapse.count), time.min, tzinfo=timezone.get_current_timezone())


def lapsed(table: dictionary.Table, *, now: datetime) -> "models.QuerySet[models.Model] | None":
    """The rows of a table whose time is over; None when the table has no rule of this kind."""
    lapse = dictionary.lapse(table.elimination)
    if lapse is None:
        return None
    before = cutoff(lapse, now=now)
    model = dictionary.own_models()[table.label]
    over = Q(pk__in=())
    for name in lapse.fields:
        timed = isinstance(model._meta.get_field(name), models.DateTimeField)  # noqa: SLF001  # Django's documented meta interface
        over |= Q(**{f"{name}__lt": before if timed else before.date()})
    return model._base_manager.filter(over)  # noqa: SLF001  # as above


@transaction.atomic
def erase_lapsed(*, now: datetime) -> int:
    """Erase what has lapsed in every table; how many rows. One line of the journal when there were some."""
    done = 0
    for table in dictionary.tables():
        rows = lapsed(table, now=now)
        if rows is not None:
            done += rows.count()
            rows.delete()
    if done:
        journal.record(actor=_ACTOR, action="retention.rows_erased", at=now, purpose=Purpose.SECURITY)
    return done


@transaction.atomic
def forget_departed(*, now: datetime) -> int:
    """Take the name, the address and the function from accounts closed for 24 months; what they wrote stays, by an identifier. How many."""
    left = (
        Member.objects.filter(is_active=False, closed_at__lt=cutoff(NAMED_AFTER_LEAVING, now=now)).exclude(display_name=GONE).order_by("pk")
    )
    done = 0
    for member in left.select_for_update():
        member.identifier = f"parti-{member.pk.hex[:20]}"
        member.display_name, member.email, member.job_title = GONE, "", ""
        member.set_unusable_password()
        member.save()
        journal.record(actor=_ACTOR, action="member.forgotten", at=now, subject=member, organisation_id=member.organisation_id)
        done += 1
    return done


def houses() -> list[Organisation]:
    """The open organisations of the instance, for acts that run in each."""
    return list(Organisation.objects.filter(closed_at=None).order_by("pk"))
