"""A year of the demonstration on a frozen clock: each right that ends is told inside its window, and broken only with its event."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from relais.accounts.models import Member
from relais.accounts.queries import actor_of
from relais.casework.models import OpenRight
from relais.demo.services import build
from relais.foundation.access import operator
from relais.law.clocks.engine import reckon
from relais.law.clocks.given import Given
from relais.law.clocks.renewals import HEAD_TOLD, HEAD_TOLD_AGAIN, renewal_of
from relais.people.models import File
from relais.procedures.models import Lapse
from relais.procedures.queries import renewals as queries
from relais.procedures.rules.renewals import Stage
from relais.procedures.services.renewals import record_lapses
from tests.factories.accounts import PASSWORD
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
#: months apart, the boards of each member are read as well.
READ = 28


@pytest.fixture
def town() -> None:
    with time_machine.travel(NOW, tick=False):
        build(actor=operator("relais demo"), password=PASSWORD, now=NOW)
        # the demonstration has rights of all windows; two more end late in the year
        found = File.objects.get(person__called="Famille Traoré")
        for name, days in (("AAH", 300), ("Domiciliation", 340)):
            awa = Member.objects.get(identifier="awa")
            OpenRight.objects.create(file=found, name=name, ends_on=timezone.localdate(NOW) + days * DAY, recorded_by=awa, recorded_at=NOW)


def test_a_year_of_the_demonstration_tells_each_right_in_time_and_no_break_without_its_event(town: None) -> None:
    first = timezone.localdate(NOW)
    rights = {right.pk: right for right in OpenRight.objects.filter(closed_on=None, ends_on__isnull=False)}
    assert len(rights) > 5
    told: dict[object, dict[Stage, date]] = defaultdict(dict)
    written = 0
    for number in range(366):
        now, on = NOW + number * DAY, first + number * DAY
        with time_machine.travel(now, tick=False):
            written += record_lapses(now=now)
            broken = set(Lapse.objects.values_list("open_right_id", "ended_on"))
            for line in queries.lines(queries.ending(on=on), on=on):
                right = line.right
                told[right.pk].setdefault(line.stage, on)
                # none after its last day without its event, and none before
                assert line.over == (on > right.ends_on) == ((right.pk, right.ends_on) in broken), (right.name, on)
            if number % READ == 0:
                _boards_hold_the_same(on)
    assert written == Lapse.objects.count() == sum(right.ends_on < first + 365 * DAY for right in rights.values())
    for key, right in rights.items():
        renewal, days = renewal_of(right.name), told[key]
        if right.ends_on > first + 365 * DAY:
            continue
        expected = {Stage.OPEN: renewal.opens, Stage.PRESSING: renewal.presses, Stage.HEAD: HEAD_TOLD, Stage.AT_ONCE: HEAD_TOLD_AGAIN}
        for stage, before in expected.items():
            # what had begun before the year is seen at its first day, when it still stands then
            day = right.ends_on - before * DAY
            assert day < first or days[stage] == day, (right.name, stage)
        window = {step.code: step for step in reckon(renewal.rule, Given(right.ends_on)).dates}
        if "ouverture" in window and Stage.OPEN in days:
            assert days[Stage.OPEN] >= min(window["ouverture"].legal, first), right.name


def _boards_hold_the_same(on: date) -> None:
    """Whoever holds a file reads each of its rights that end, and nobody reads one of a file that they do not hold."""
    now = timezone.now()
    lines = queries.lines(queries.ending(on=on), on=on)
    seen: set[object] = set()
    for member in Member.objects.filter(is_active=True):
        who = actor_of(member, on=on)
        mine = {line.right.pk for line in queries.mine(who, on=on, now=now)}
        assert mine <= {line.right.pk for line in lines}
        seen |= mine
        if queries.heads(who):
            seen |= {right.pk for right in queries.held_by_nobody(who, on=on, now=now)}
    late = {
        line.right.pk for line in lines if line.stage in (Stage.HEAD, Stage.AT_ONCE, Stage.BROKEN) and line.right.file.closed_at is None
    }
    assert late <= seen, "a right that ends within a month is read by somebody"
