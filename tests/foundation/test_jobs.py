"""The queue and the schedules: a worker that dies loses nothing, an act due runs once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from relais.foundation import bus, jobs, schedules
from relais.foundation.models import ScheduleState, WorkerBeat
from tests.factories.accounts import NOW

done: list[int] = []


@task()
def note(number: int) -> None:
    """A job for these tests."""
    done.append(number)


@pytest.fixture
def abandoned(db) -> DBTaskResult:
    """A task that a worker killed outright was running."""
    note.enqueue(7)
    waiting = DBTaskResult.objects.get()
    waiting.claim("dead-worker")
    WorkerBeat.objects.create(pk="dead-worker", beat_at=NOW)
    return waiting


def test_a_worker_that_still_beats_keeps_its_task(abandoned: DBTaskResult):
    assert jobs.requeue_abandoned(now=NOW + jobs.SILENCE - timedelta(seconds=1)) == 0


def test_the_task_of_a_silent_worker_comes_back_and_is_done(abandoned: DBTaskResult):
    assert jobs.requeue_abandoned(now=NOW + jobs.SILENCE) == 1
    abandoned.refresh_from_db()
    assert abandoned.status == TaskResultStatus.READY
    assert jobs.requeue_abandoned(now=NOW + jobs.SILENCE) == 0


def test_a_task_that_kills_its_workers_is_failed_in_the_end(abandoned: DBTaskResult):
    DBTaskResult.objects.update(worker_ids=["a", "b", "c"])
    assert jobs.requeue_abandoned(now=NOW) == 1
    abandoned.refresh_from_db()
    assert abandoned.status == TaskResultStatus.FAILED
    assert "abandonnée" in abandoned.traceback


@pytest.fixture
def no_schedules(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(schedules, "_schedules", {})


@pytest.mark.django_db
def test_an_act_due_runs_once_then_waits(no_schedules):
    runs: list[object] = []
    schedules.every("essai", timedelta(hours=1), runs.append)
    assert schedules.run_due(now=NOW) == ["essai"]
    assert schedules.run_due(now=NOW + timedelta(minutes=59)) == []
    assert schedules.run_due(now=NOW + timedelta(hours=1)) == ["essai"]
    assert runs == [NOW, NOW + timedelta(hours=1)]


@pytest.mark.django_db
@pytest.mark.expects_error_log
def test_an_act_that_fails_is_noted_and_the_next_one_runs(no_schedules):
    runs: list[object] = []

    def fail(_now):
        raise RuntimeError

    schedules.every("a", timedelta(hours=1), fail)
    schedules.every("b", timedelta(hours=1), runs.append)
    assert schedules.run_due(now=NOW) == ["a", "b"]
    assert ScheduleState.objects.get(pk="a").outcome == "échec : RuntimeError"
    assert runs == [NOW]


@pytest.mark.django_db
def test_the_acts_of_an_instance_all_run():
    assert set(schedules.run_due(now=NOW)) == {schedule.name for schedule in schedules.declared()}
    assert set(ScheduleState.objects.values_list("outcome", flat=True)) == {"fait"}


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    from collections import defaultdict

    monkeypatch.setattr(bus, "_listeners", defaultdict(list))
    said: list[str] = []
    bus.listen(str, said.append)
    bus.listen(str, said.append)
    return said


@pytest.mark.django_db
def test_an_event_is_heard_once_after_the_commit(heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        bus.publish("ouverture")
        assert heard == []
    assert heard == ["ouverture"]


@pytest.mark.django_db(transaction=True)
def test_an_event_of_a_change_undone_is_never_heard(heard):
    with pytest.raises(RuntimeError), transaction.atomic():
        bus.publish("ouverture")
        raise RuntimeError
    assert heard == []


@pytest.mark.django_db
@pytest.mark.expects_error_log
def test_a_deaf_listener_does_not_keep_others_from_hearing(heard, django_capture_on_commit_callbacks):
    def deaf(_event):
        raise ValueError

    bus._listeners[str].insert(0, deaf)
    with django_capture_on_commit_callbacks(execute=True):
        bus.publish("ouverture")
    assert heard == ["ouverture"]
