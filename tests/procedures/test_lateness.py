"""«En attente de l’organisme au-delà du délai légal»: by the clock of the body alone, whatever else is waited for besides (S44)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.people.models import File
from relais.procedures.models import Procedure
from relais.procedures.queries import calls
from relais.procedures.queries import procedures as queries
from relais.procedures.rules.progress import Act
from relais.procedures.services.procedures import NewProcedure, ToldAct, open_procedure, record_act
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


@pytest.fixture
def awa() -> Member:
    return worker(organisation())


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=NOW - 300 * DAY)


def filed(awa: Member, found: File, *acts: ToldAct, ago: int = 10, sheet: str = "rsa", now=NOW) -> Procedure:
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet=sheet), now=now)
    first = ToldAct(Act.FILED, timezone.localdate(now) - ago * DAY, doer="avec", way="guichet")
    for seen, told in enumerate((first, *acts)):
        record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=seen, now=now)
    kept.refresh_from_db()
    return kept


def late(awa: Member, on: date) -> list[object]:
    return [one.pk for one in queries.unanswered(actor(awa), on=on, now=NOW)]


def test_the_day_to_call_again_is_no_silence_of_the_body(awa: Member, found: File) -> None:
    kept = filed(awa, found, ToldAct(Act.CALLED, TODAY, result="rappeler", until=TODAY + 3 * DAY))
    back = TODAY + 3 * DAY
    assert queries.line(kept, on=back).mine
    assert not queries.line(kept, on=back).unanswered
    assert late(awa, back) == []
    (question,) = calls.questions(actor(awa), "caf", on=back, now=NOW)
    assert "délai est passé" not in str(question.ask[0])


def test_what_the_person_did_not_answer_is_not_told_of_the_body(awa: Member, found: File) -> None:
    kept = filed(awa, found, ToldAct(Act.PERSON_ASKED, TODAY, until=TODAY + 5 * DAY))
    after = TODAY + 6 * DAY
    assert queries.line(kept, on=after).mine
    assert not queries.line(kept, on=after).unanswered
    assert late(awa, after) == []


def test_a_body_is_late_even_while_the_person_is_waited_for(awa: Member, found: File) -> None:
    kept = filed(awa, found, ToldAct(Act.PERSON_ASKED, TODAY, until=TODAY + 200 * DAY))
    assert kept.late_on is not None
    assert late(awa, kept.late_on - DAY) == []
    assert late(awa, kept.late_on) == [kept.pk]
    assert queries.line(kept, on=kept.late_on).unanswered


def test_an_appeal_without_an_answer_is_late_by_its_own_clock(awa: Member, found: File) -> None:
    """C2S: silence on the request is a grant; silence on its appeal is a refusal, and no letter asks to attest a grant."""
    kept = filed(awa, found, ToldAct(Act.REFUSED, TODAY - 5 * DAY), ToldAct(Act.APPEALED, TODAY, doer="avec", way="guichet"), sheet="c2s")
    assert kept.late_on is not None
    assert late(awa, kept.late_on) == [kept.pk]
    assert queries.late(kept, on=kept.late_on).letters == queries.law_of(kept).appeal.letters  # type: ignore[union-attr]  # the sheet has one
    request = filed(awa, file_of(awa, "Zoé Bakri", now=NOW - DAY), sheet="c2s")
    assert queries.late(request, on=TODAY).letters != queries.late(kept, on=TODAY).letters


def test_the_board_lists_them_with_the_day_and_prepares_the_reminder(awa: Member) -> None:
    """Doctrine S44: the list exists, and it produces the reminder letter."""
    now = timezone.now()
    found = file_of(
        awa, "Inès Bakri", now=now - 300 * DAY, given_names="Inès", family_name="Bakri", address="4 rue des Tilleuls\n54000 Montbrume"
    )
    kept = filed(awa, found, ago=150, sheet="c2s", now=now)
    filed(awa, file_of(awa, "Zoé Lune", now=now - DAY), ago=3, now=now)
    client = signed_in(awa)
    board = client.get(reverse("procedures:unanswered")).content.decode()
    assert "Inès Bakri" in board
    assert "Zoé Lune" not in board.partition("<main")[2]
    answer = client.post(reverse("procedures:begin_reminders"), {"demarche": str(kept.pk)})
    assert answer.status_code == 302
    assert kept.sendings.count() == 1
