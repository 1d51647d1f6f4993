"""The page of whoever runs the instance: what it says when all is well, and when something does not answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from relais.accounts.models import Role
from relais.foundation import instance_state, schedules
from relais.foundation.models import ScheduleState, WorkerBeat
from relais.kernel.findings import Finding
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def bruno() -> Client:
    return signed_in(worker(organisation(), "bruno", Role.TECHNICIAN))


def shown(screen: Client) -> str:
    answer = screen.get(reverse("instance"))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_who_runs_it_alone_reads_it(bruno: Client) -> None:
    assert "État de l’instance" in shown(bruno)
    for role in (Role.SOCIAL_WORKER, Role.HEAD, Role.DPO):
        assert signed_in(worker(organisation(f"Autre {role}"), f"autre-{role}", role)).get(reverse("instance")).status_code == 404


def test_what_runs_what_failed_what_is_late_and_what_never_began(bruno: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    names = ("faite", "ratée", "oubliée", "neuve")
    monkeypatch.setattr(schedules, "_schedules", {name: schedules.Schedule(name, timedelta(days=1), lambda _now: None) for name in names})
    ScheduleState.objects.create(name="faite", started_at=now - timedelta(hours=1), outcome="fait")
    ScheduleState.objects.create(name="ratée", started_at=now - timedelta(hours=1), outcome="échec : OSError")
    ScheduleState.objects.create(name="oubliée", started_at=now - timedelta(days=2), outcome="fait")
    found = {one.name: one for one in instance_state.recurring(now=now)}
    assert [(found[name].has_failed, found[name].is_late) for name in names] == [
        (False, False),
        (True, False),
        (False, True),
        (False, True),
    ]
    page = shown(bruno)
    assert "échec : OSError" in page
    assert page.count("En retard") == 2
    assert "Jamais" in page


def test_a_failing_act_is_told_there(bruno: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fails(_now: object) -> None:
        raise OSError

    monkeypatch.setattr(schedules, "_schedules", {"ratée": schedules.Schedule("ratée", timedelta(days=1), fails)})
    monkeypatch.setattr(schedules._log, "exception", lambda *_words: None)
    schedules.run_due(now=timezone.now())
    assert instance_state.recurring(now=timezone.now())[0].has_failed
    assert "OSError" in shown(bruno)


def test_the_queue_says_what_waits_and_that_nobody_works(bruno: Client) -> None:
    now = timezone.now()
    assert "Personne ne traite la file" in shown(bruno)
    WorkerBeat.objects.create(pk="un", beat_at=now)
    WorkerBeat.objects.create(pk="mort", beat_at=now - timedelta(hours=2))
    common = {"task_path": "relais.x", "args_kwargs": {"args": [], "kwargs": {}}, "backend_name": "default"}
    DBTaskResult.objects.create(**common, status=TaskResultStatus.READY)
    DBTaskResult.objects.create(**common, status=TaskResultStatus.FAILED, finished_at=now)
    DBTaskResult.objects.create(**common, status=TaskResultStatus.FAILED, finished_at=now - timedelta(days=9))
    told = instance_state.queue(now=timezone.now())
    assert (told.waiting, told.failed, told.workers) == (1, 1, 1)
    assert told.since is not None
    page = shown(bruno)
    assert "Personne ne traite la file" not in page
    assert "la plus ancienne depuis" in page


def test_what_is_lacking_comes_first_with_what_to_type(bruno: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    plus = Finding("un plus", good=False, needed=False, without="Sans lui, tout marche.")
    looks = [Finding("tout va", good=True), plus, Finding("clé", good=False, remedy="chmod")]
    monkeypatch.setattr(instance_state, "_looks", [lambda: looks])
    assert [look.what for look in instance_state.looks()] == ["clé", "un plus", "tout va"]
    page = shown(bruno)
    assert "<code>chmod</code>" in page
    assert "Sans lui, tout marche." in page


def test_the_looks_of_the_machine_are_those_of_the_command(bruno: Client) -> None:
    page = shown(bruno)
    assert "Python 3" in page
    assert "Base de données" in page
