"""«À aborder au prochain rendez-vous»: one's own files, rights of which nothing was said; nobody else's list, no name of a right."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from relais.accounts.models import Member, Organisation, Role
from relais.administration.models import RightsRequest
from relais.administration.terms import Answer, Asked
from relais.casework.services.agenda import Meeting, make_appointment
from relais.casework.services.open_rights import ToldRight, keep_right
from relais.casework.terms.interviews import Said
from relais.people.models import File, KeptAnswers, KeptSituation
from relais.people.queries import hand
from relais.people.services import keep_situation
from relais.procedures.queries import to_raise as queries
from relais.procedures.rules.to_raise import Known, Probable, to_raise
from relais.procedures.services.decisions import Choice, decide
from relais.screening.queries import cards
from relais.screening.rules.examples import EXAMPLES
from relais.screening.services import answer_again
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker
from tests.screening.test_kept_situations import reread

DAY = timedelta(days=1)
CODES = ("rsa", "c2s_gratuite", "prime_activite", "aah")


@given(st.permutations(CODES), st.dictionaries(st.sampled_from(CODES), st.sampled_from(["oui", "non", "plus_tard", "propose"])))
def test_a_right_is_raised_until_the_person_said_yes_or_no_and_in_the_order_given(order: list[str], said: dict[str, str]) -> None:
    rights = [Probable(code, {code}) for code in order]
    left = to_raise(rights, Known(said, (), ()))
    assert left == [code for code in order if said.get(code) not in {"oui", "non"}]
    assert to_raise(rights, Known(said, order, ())) == []
    assert to_raise(rights, Known({}, (), order)) == []
    assert to_raise([Probable("rsa", (), received=True)], Known({}, (), ())) == []


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


def told(awa: Member, name: str = "Inès Bakri") -> File:
    now = timezone.now()
    found = file_of(awa, name, now=now - 5 * DAY)
    keep_situation(actor=actor(awa), file_id=found.pk, situation=reread(EXAMPLES["mere-seule"].told), now=now - DAY)
    return found


def raised(who: Member) -> queries.Screened:
    now = timezone.now()
    return queries.in_hand(actor(who), hand(actor(who), now=now), now=now)


@pytest.mark.django_db
def test_the_night_answers_what_is_kept_and_the_board_tells_its_own_files(house: Organisation, awa: Member) -> None:
    found, other = told(awa), told(awa, "Zoé Bakri")
    leon, head = worker(house, "leon"), worker(house, "petit", Role.HEAD)
    assert raised(awa).untold == 2
    progress: list[tuple[int, int]] = []
    done = answer_again(now=timezone.now(), told=lambda done, total: progress.append((done, total)), chunk=1)
    assert (done.done, done.unread, progress) == (2, 0, [(1, 2), (2, 2)])
    assert answer_again(now=timezone.now()).done == 0, "answered with the rules of this month already"
    first = {one.called: one for one in raised(awa).files}
    assert first["Inès Bakri"].to_claim > 1
    assert raised(leon).files == ()
    # an appointment comes first; what she said, asked for or has is not raised again
    later = timezone.now() + 2 * DAY
    make_appointment(actor=actor(awa), member_id=awa.pk, meeting=Meeting(starts_at=later), file_id=other.pk, now=timezone.now())
    decide(actor=actor(awa), file_id=found.pk, choice=Choice(Said.NO, right="rsa"), now=timezone.now())
    keep_right(actor=actor(awa), file_id=found.pk, told=ToldRight(cards()["c2s_gratuite"].label), now=timezone.now())
    after = raised(awa).files
    assert [one.called for one in after] == ["Zoé Bakri", "Inès Bakri"]
    before = first["Inès Bakri"]
    assert after[1].to_claim + after[1].to_check == before.to_claim + before.to_check - 2
    board = signed_in(awa).get(reverse("procedures:to_raise")).content.decode()
    assert "Zoé Bakri" in board
    assert cards()["rsa"].label not in board.split("<main")[1]
    assert "À aborder au prochain rendez-vous" in signed_in(awa).get(reverse("day")).content.decode()
    for who in (leon, head):
        seen = signed_in(who).get(reverse("procedures:to_raise")).content.decode()
        assert "Bakri" not in seen
    assert "Moins de 11 dossiers" in seen


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Asked.LIMITATION, Asked.OPPOSITION])
def test_whoever_objects_or_limits_is_neither_answered_nor_listed_nor_a_closed_file(awa: Member, kind: Asked) -> None:
    found, over = told(awa), told(awa, "Partie")
    File.objects.filter(pk=over.pk).update(state="clos", closed_at=timezone.now(), closing_reason="objectifs_atteints")
    today = timezone.localdate()
    common = {"organisation_id": found.organisation_id, "recorded_by": awa, "recorded_at": timezone.now()}
    asked = RightsRequest.objects.create(
        file=found, kind=kind, received_on=today, due_on=today, words="", hidden="", reason="", answer=Answer.ACCEPTED, **common
    )
    assert answer_again(now=timezone.now()).done == 0
    RightsRequest.objects.filter(pk=asked.pk).update(lifted_at=timezone.now())
    assert answer_again(now=timezone.now()).done == 1
    assert len(raised(awa).files) == 1
    RightsRequest.objects.filter(pk=asked.pk).update(lifted_at=None)
    assert raised(awa).files == ()


@pytest.mark.django_db
def test_what_is_old_says_so_and_the_board_asks_no_more_when_files_grow(awa: Member) -> None:
    browser, counts = signed_in(awa), []
    for number in range(3):
        told(awa, f"Personne {number}")
        answer_again(now=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            board = browser.get(reverse("procedures:to_raise")).content.decode()
        counts.append(len(asked))
    assert len(set(counts)) == 1
    assert counts[0] <= 12
    assert "Situation à relire" not in board
    KeptSituation.objects.within(actor(awa)).update(kept_at=timezone.now() - 200 * DAY)
    KeptAnswers.objects.within(actor(awa)).update(month="2026-01")
    assert "Situation à relire" in browser.get(reverse("procedures:to_raise")).content.decode()
