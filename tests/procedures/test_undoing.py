"""Each transition taken back leaves the démarche, and what it wrote elsewhere, as they stood before."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relais.accounts.models import Member
from relais.casework.models import OpenRight
from relais.casework.queries.open_rights import open_rights
from relais.casework.services.open_rights import ToldRight, keep_right
from relais.casework.terms.interviews import Said
from relais.people.models import File
from relais.procedures.models import Procedure, ProcedureAct
from relais.procedures.queries import renewals
from relais.procedures.queries.procedures import steps_of
from relais.procedures.rules.progress import FOLLOWS, Act, State, progress
from relais.procedures.services.decisions import Choice, decide
from relais.procedures.services.procedures import BY_SOMEBODY, NewProcedure, ToldAct, open_procedure, record_act, take_back
from relais.procedures.terms.procedures import CallResult, Doer, Ending
from tests.factories.accounts import organisation
from tests.factories.people import NOW, actor, file_of, worker

TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
#: what an act cannot be noted without.
NEEDED = {
    Act.CALLED: {"result": CallResult.NOTHING},
    Act.CLOSED: {"ending": Ending.ELSEWHERE},
    **{act: {"doer": Doer.WITH} for act in BY_SOMEBODY},
}


@pytest.fixture
def awa() -> Member:
    return worker(organisation())


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=NOW - DAY)


def noted(awa: Member, kept: Procedure, told: ToldAct, minutes: int = 0) -> ProcedureAct:
    seen = kept.acts.filter(undone_at=None).count()
    return record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=seen, now=NOW + timedelta(minutes=minutes))


def back(awa: Member, act: ProcedureAct) -> None:
    take_back(actor=actor(awa), procedure_id=act.procedure_id, act_id=act.pk, now=NOW + timedelta(hours=1))


@pytest.mark.django_db
def test_a_grant_taken_back_no_longer_opens_the_right(awa: Member, found: File) -> None:
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=NOW)
    noted(awa, kept, ToldAct(Act.FILED, TODAY, doer="avec"))
    granted = noted(awa, kept, ToldAct(Act.GRANTED, TODAY, ends_on=TODAY + 365 * DAY), 1)
    assert [one.name for one in open_rights(actor(awa), found, now=NOW)] == ["C2S"]
    back(awa, granted)
    assert not open_rights(actor(awa), found, now=NOW).exists()
    again = noted(awa, kept, ToldAct(Act.GRANTED, TODAY, ends_on=TODAY + 300 * DAY), 70)
    assert open_rights(actor(awa), found, now=NOW).get().ends_on == TODAY + 300 * DAY
    # somebody has written another last day since: it stays
    keep_right(actor=actor(awa), file_id=found.pk, told=ToldRight("C2S", TODAY + 200 * DAY), now=NOW)
    back(awa, again)
    assert open_rights(actor(awa), found, now=NOW).get().ends_on == TODAY + 200 * DAY


@pytest.mark.django_db
def test_a_renewal_prolongs_the_right_whatever_its_name_and_taken_back_gives_it_its_day(awa: Member, found: File) -> None:
    told = ToldRight("Complémentaire santé solidaire (CPAM)", TODAY + 20 * DAY)
    right = keep_right(actor=actor(awa), file_id=found.pk, told=told, now=NOW - DAY)
    kept = decide(actor=actor(awa), file_id=found.pk, choice=Choice(Said.YES, renews=right.pk), now=NOW)
    assert kept is not None
    assert kept.sheet == "c2s"
    noted(awa, kept, ToldAct(Act.FILED, TODAY, doer="avec"))
    granted = noted(awa, kept, ToldAct(Act.GRANTED, TODAY, ends_on=TODAY + 385 * DAY), 1)
    assert OpenRight.objects.get().ends_on == TODAY + 385 * DAY, "one right, prolonged: no second one beside it, and no break"
    assert renewals.mine(actor(awa), on=TODAY + 21 * DAY, now=NOW) == []
    back(awa, granted)
    assert (OpenRight.objects.get().ends_on, OpenRight.objects.get().closed_on) == (TODAY + 20 * DAY, None)


@pytest.mark.django_db
def test_a_reopening_taken_back_gives_its_reason_back_to_the_end(awa: Member, found: File) -> None:
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=NOW)
    closed = noted(awa, kept, ToldAct(Act.CLOSED, TODAY, ending=Ending.GIVEN_UP))
    reopened = noted(awa, kept, ToldAct(Act.REOPENED, TODAY), 1)
    kept.refresh_from_db()
    assert (kept.state, kept.ending) == ("a_preparer", "")
    back(awa, reopened)
    kept.refresh_from_db()
    assert (kept.state, kept.ending) == ("close", "abandon")
    back(awa, closed)
    kept.refresh_from_db()
    assert (kept.state, kept.ending, kept.whose) == ("a_preparer", "", "a_moi")


STATED = ("state", "whose", "turns_on", "before", "late_on", "ending")


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_transition_is_undone_whole(awa: Member, found: File, data: st.DataObject) -> None:
    """Whatever acts follow one another, taking the last one back gives the démarche exactly what it was before it."""
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(title=f"Aide {Procedure.objects.count()}"), now=NOW)
    for rank in range(data.draw(st.integers(1, 6))):
        standing = steps_of(kept.acts.filter(undone_at=None))
        kept.refresh_from_db()
        was = {name: getattr(kept, name) for name in STATED}
        act = data.draw(st.sampled_from(sorted(FOLLOWS[State(kept.state)])))
        last = noted(awa, kept, ToldAct(act, TODAY - (9 - rank) * DAY, **NEEDED.get(act, {})), rank)
        back(awa, last)
        kept.refresh_from_db()
        assert {name: getattr(kept, name) for name in STATED} == was
        assert progress(steps_of(kept.acts.filter(undone_at=None))) == progress(standing)
        noted(awa, kept, ToldAct(act, TODAY - (9 - rank) * DAY, **NEEDED.get(act, {})), rank)
