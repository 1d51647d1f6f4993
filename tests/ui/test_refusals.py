"""Every refusal of the rooms of issue 6 is said in the language of the page: by its words, and on the screens."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from relais.accounts.models import Member
from relais.kernel.decisions import Decision, Refused, Unable, refused
from relais.kernel.sentences import LongDay, Sentence
from relais.observatory.rules.life import Act, State, can_do, day_holds
from relais.ui.catalogues import PACKAGE
from relais.ui.forms import in_words
from relais.ui.sentences import said
from tests.domiciliation.steps import asked, granted, with_desk
from tests.factories.accounts import signed_in
from tests.factories.people import file_of
from tests.house import *  # noqa: F403  # fixtures, taken by name
from tests.observatory.alerts import TODAY, page, written

ROOMS = ("aids", "domiciliation", "mandates", "observatory", "procedures", "reporting")
#: what a rule writes its reason with.
WRITTEN = {"refused", "Sentence"}
ENGLISH = {"accept-language": "en"}


def _sources() -> Iterator[tuple[Path, ast.Module]]:
    for room in ROOMS:
        for file in sorted((PACKAGE / room).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file, ast.parse(file.read_text("utf-8"))


def _name(node: ast.AST) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def test_no_refusal_is_written_bare() -> None:
    """``UnableTo…(field="…")`` and ``Decision(False, "…")`` without a mark would stay French whatever the page."""
    bare = [
        f"{file.relative_to(PACKAGE)}:{node.lineno}"
        for file, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (_name(node).startswith("UnableTo") or _name(node) == "Decision")
        for told in (*node.args, *(keyword.value for keyword in node.keywords))
        if isinstance(told, ast.Constant) and isinstance(told.value, str) and re.search(r"\w{3}", told.value)
    ]
    assert not bare


def test_every_reason_of_a_rule_has_its_english() -> None:
    calls = [node for _file, tree in _sources() for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in WRITTEN]
    words = [node.args[0].value for node in calls if isinstance(node.args[0], ast.Constant)]
    reasons = [str(told) for told in words if " " in str(told)]
    assert len(reasons) > 60
    with translation.override("en"):
        french = [reason for reason in reasons if translation.gettext(reason) == reason]
    assert not french


def test_a_refusal_without_a_form_is_said_in_the_language_of_the_page() -> None:
    decision = can_do(Act.SENT, state=State.DRAFT)
    late = day_holds(on=TODAY - timedelta(days=9), last=TODAY, today=TODAY)
    assert late is not None
    for problem in (
        Refused(decision),
        Unable(on=late, whole=decision.reason),
        Refused(refused(Sentence("Ce jour n’est pas encore venu."))),
    ):
        in_french = in_words(problem)
        with translation.override("en"):
            assert in_words(problem) != in_french
    assert in_words(Refused(Decision(False, "Mot à mot."))) == "Mot à mot."
    assert said(Sentence("{day}", day=LongDay(TODAY)))


@pytest.mark.django_db
def test_screens_of_domiciliation_refuse_in_english(awa: Member, petit: Member) -> None:
    hers = file_of(awa, now=timezone.now() - timedelta(days=200))
    election = asked(awa, hers, now=timezone.now())
    with_desk(petit)
    here = {"file_id": hers.pk, "election_id": election.pk}
    told = {"granted": "oui", "on": (timezone.localdate() - timedelta(days=9)).strftime("%d/%m/%Y")}
    answer = signed_in(petit).post(reverse("domiciliation:decide", kwargs=here), told, headers=ENGLISH)
    assert answer.status_code == 422
    assert "The decision cannot come before the request" in page(answer)
    assert "La décision ne peut pas" not in page(answer)


@pytest.mark.django_db
def test_an_end_too_soon_is_refused_in_english(awa: Member, petit: Member) -> None:
    hers = file_of(awa, now=timezone.now() - timedelta(days=20))
    granted(awa, with_desk(petit), hers, now=timezone.now())
    answer = signed_in(petit).post(
        reverse("domiciliation:notice", kwargs={"file_id": hers.pk}), {"reason": "non_manifestation"}, headers=ENGLISH
    )
    assert answer.status_code == 422
    assert "Les trois mois" not in page(answer)
    assert "three months" in page(answer)


@pytest.mark.django_db
def test_screens_of_alerts_and_of_the_report_refuse_in_english(awa: Member, petit: Member) -> None:
    alert = written(awa, now=timezone.now())
    head = signed_in(petit)
    told = {"on": timezone.localdate().strftime("%d/%m/%Y"), "channel": "courriel"}
    early = head.post(reverse("observatory:sent", kwargs={"alert_id": alert.pk}), told, headers=ENGLISH)
    assert early.status_code == 422
    assert "Cela ne se note pas" not in page(early)
    worker = signed_in(awa).post(reverse("observatory:sent", kwargs={"alert_id": alert.pk}), told, headers=ENGLISH)
    assert worker.status_code in {404, 422}
    assert "Une alerte est envoyée par" not in page(worker)
    asked_for = {"de": "2026-03", "a": "2026-01"}
    report = head.get(reverse("reporting:report"), asked_for, headers=ENGLISH)
    assert report.status_code == 422
    assert "Choisissez un mois" not in page(report)
