"""The probable rights of a file: answered when a situation is kept, shown on its page, answered again by one press, and told."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from relais.casework.services.interviews import NewDecision, decide_right
from relais.casework.terms.interviews import Cause, Said
from relais.foundation.models import JournalEntry
from relais.people.models import KeptAnswers
from relais.people.services import assign, keep_situation
from relais.people.terms import Part
from relais.screening import queries
from relais.screening.rules.board import lay_out
from relais.screening.rules.examples import EXAMPLES
from relais.screening.rules.kept_answers import read_back, written
from relais.screening.web.page import outcome_of
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker
from tests.screening.test_kept_situations import at, reread, state

TOLD = EXAMPLES["mere-seule"].told


def test_answers_kept_lay_themselves_out_as_those_computed() -> None:
    computed = outcome_of(TOLD)
    assert computed.board is not None
    assert computed.screening is not None
    back = read_back(written(computed.screening))
    assert back is not None
    board = lay_out(screening=back, cards=queries.cards())

    def shown(group: str) -> list[tuple[str, object]]:
        return [(one.card.code, one.has_amount) for one in getattr(board, group)]

    for group in ("to_claim", "to_check", "to_check_later"):
        assert shown(group) == [(one.card.code, one.has_amount) for one in getattr(computed.board, group)]
    assert shown("to_claim")
    assert read_back('{"format": 0}') is None


@pytest.mark.django_db
def test_probable_rights_are_kept_shown_computed_again_and_spoken_of() -> None:
    awa = worker(organisation(), "awa")
    screen, now = signed_in(awa), timezone.now()
    found = file_of(awa, "Inès Bakri", now=now - timedelta(days=5))
    page, closing = reverse("people:file", kwargs={"file_id": found.pk}), reverse("casework:close", kwargs={"file_id": found.pk})
    assert screen.post(at("recompute", found)).status_code == 404, "nothing is kept yet"
    kept = keep_situation(actor=actor(awa), file_id=found.pk, situation=reread(TOLD), now=now)
    assert "ne sont pas encore calculés" in screen.get(page).content.decode()
    with patch.object(queries, "answers", side_effect=RuntimeError):
        failed = screen.post(at("recompute", found), follow=True)
        assert "Le calcul ne répond pas" in failed.content.decode()
        assert screen.get(closing).status_code == 200
    done = screen.post(at("recompute", found), follow=True)
    row = KeptAnswers.objects.get()
    assert (row.situation_id, row.month) == (kept.pk, f"{timezone.localdate():%Y-%m}")
    with connection.cursor() as cursor:
        cursor.execute("select document from people_keptanswers")
        assert b"rsa" not in bytes(cursor.fetchone()[0])
    assert "Calculé le" in done.content.decode()
    first = outcome_of(TOLD).board
    assert first is not None
    code, label = first.to_claim[0].card.code, first.to_claim[0].card.label
    assert label in done.content.decode()
    decision = NewDecision(code, Said.LATER, Cause.UNKNOWN)
    decide_right(actor=actor(awa), file_id=found.pk, decision=decision, now=timezone.now())
    shown = screen.get(page).content.decode()
    assert "ne connaissait pas ce droit" in shown
    assert "Plus tard" in shown
    spoken = screen.get(closing).context["form"].spoken
    assert [one.right for one in spoken] == [one.card.code for one in (*first.to_claim, *first.to_check)]
    assert "file.rights_computed" in set(JournalEntry.objects.values_list("action", flat=True))
    KeptAnswers.objects.within(actor(awa)).update(month="2026-01")
    assert "Règles d’un mois passé" in screen.get(page).content.decode()
    with patch.object(queries, "is_warm", return_value=False):
        cold = screen.get(closing)
        assert cold.context["screening"].former, "the page does not wait for an engine that is not loaded"
    assert not screen.get(closing).context["screening"].former
    leon = worker(awa.organisation, "leon")
    assert signed_in(leon).post(at("recompute", found)).status_code == 404
    assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=now)
    assert "Recalculer" in signed_in(leon).get(page).content.decode()


@pytest.mark.django_db
def test_a_situation_kept_from_the_page_is_answered_at_once() -> None:
    awa = worker(organisation(), "awa")
    screen = signed_in(awa)
    found = file_of(awa, "Inès Bakri", now=timezone.now() - timedelta(days=5))
    typed = {"etat": state(screen.get(at("of_file", found)).content.decode()), "formulaire": "experte", "p1.naissance": "12/3/1988"}
    screen.post(reverse("screening:keep"), typed)
    assert KeptAnswers.objects.count() == 1
