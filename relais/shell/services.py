"""Writes of the shell: a report is made, a report is answered."""

from datetime import datetime

from django.db import transaction
from django.urls import Resolver404, resolve

from relais import __version__
from relais.foundation import journal
from relais.foundation.access import ANONYMOUS, Actor
from relais.kernel.decisions import Decision, Refused
from relais.shell import policies, rules
from relais.shell.models import Feedback, Kind, State


class UnableToReport(Exception):
    """The report cannot be kept; the message says what to take out or to add."""


class UnableToAnswer(Exception):
    """The answer cannot be given; the message says why."""


def _demand(decision: Decision) -> None:
    if not decision:
        raise Refused(decision)


def _route(page: str) -> str:
    """The route of a page of ours («/droits/guidee/»), "" for anything else: the list shows it before anybody has read the report."""
    try:
        return f"/{resolve(rules.path_of(page)).route}"[:200]
    except Resolver404:
        return ""


@transaction.atomic
def report_feedback(*, actor: Actor, kind: str, page: str, text: str, now: datetime) -> int:
    """Keep a report and answer its number. Neither who nor from where is kept: of ``page``, the route alone."""
    _demand(policies.can_report_feedback(actor))
    decision = rules.can_report(text=text)
    if not decision:
        raise UnableToReport(decision.reason)
    if kind not in Kind.values:
        raise UnableToReport("Choisissez de quoi il s’agit.")
    row = Feedback.objects.create(kind=kind, page=_route(page), text=text.strip(), version=__version__, reported_at=now)
    journal.record(actor=ANONYMOUS, action="feedback.reported", at=now, subject=row)  # the journal would tell who
    return row.pk


@transaction.atomic
def answer_feedback(*, actor: Actor, number: int, state: str, answer: str, now: datetime) -> None:
    """Say where a report stands. Answering is reading: its text becomes public with the answer."""
    _demand(policies.can_answer_feedback(actor))
    if state not in State.values:
        raise UnableToAnswer(f"L’état « {state} » n’existe pas. Les états\u00a0: {', '.join(State.values)}.")
    decision = rules.can_answer(state=state, answer=answer)
    if not decision:
        raise UnableToAnswer(decision.reason)
    row = Feedback.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise UnableToAnswer(f"Aucun signalement ne porte le numéro {number}.")
    row.state, row.answer, row.answered_at = state, answer.strip(), now
    row.read_at = row.read_at or now
    row.save(update_fields=["state", "answer", "answered_at", "read_at"])
    journal.record(actor=actor, action="feedback.answered", at=now, subject=row)
