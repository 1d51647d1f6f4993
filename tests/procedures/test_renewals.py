"""What must be renewed: a year day by day, who is told, what a break leaves, the command that writes them, boards and their queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role, RoleGrant
from relais.casework.models import OpenRight
from relais.casework.services.absences import cover_absence, record_absence
from relais.casework.services.open_rights import ToldRight, keep_right
from relais.casework.terms.interviews import Said
from relais.law.clocks.engine import reckon
from relais.law.clocks.given import Given
from relais.law.clocks.renewals import HEAD_TOLD, HEAD_TOLD_AGAIN, renewal_of, renewals
from relais.law.sheets.catalogue import national as sheets
from relais.people.models import File
from relais.procedures.models import Lapse
from relais.procedures.queries import renewals as queries
from relais.procedures.rules.progress import Act
from relais.procedures.rules.renewals import Ending, Stage, escalated, stage
from relais.procedures.services.decisions import Choice, decide
from relais.procedures.services.procedures import ToldAct, record_act
from relais.procedures.services.renewals import record_lapses
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, file_of, worker

TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


def test_each_alert_of_a_year_stands_inside_its_window_and_none_after_the_end_but_a_break() -> None:
    for renewal in renewals().values():
        for ends_on in (date(2027, 2, 28), date(2027, 8, 31), date(2027, 12, 31)):
            seen = {}
            for number in range(-365, 30):
                on = ends_on + number * DAY
                found = stage(Ending(renewal, ends_on), on=on)
                seen.setdefault(found, on)
                assert (found is Stage.BROKEN) == (on > ends_on), (renewal.code, on)
                assert stage(Ending(renewal, ends_on, declined=True), on=on) is None
            assert list(seen) == [None, *Stage], renewal.code
            window = {step.code: step for step in reckon(renewal.rule, Given(ends_on)).dates}
            if "ouverture" in window:
                assert seen[Stage.OPEN] >= window["ouverture"].legal, renewal.code
            if "depot" in window and window["depot"].legal < ends_on:
                assert seen[Stage.PRESSING] <= window["depot"].safe, renewal.code
            assert (ends_on - seen[Stage.HEAD]).days == HEAD_TOLD
            assert (ends_on - seen[Stage.AT_ONCE]).days == HEAD_TOLD_AGAIN


def test_a_right_is_known_by_its_names_and_every_row_stands_on_what_exists() -> None:
    known = {"C2S": "c2s", "Complémentaire santé solidaire (CPAM)": "c2s", "Carte de séjour d’un an": "titre_sejour", "Aah": "aah"}
    known |= {"Carte de transport": "autre", "Demande de logement social": "logement_social", "Ameublement": "autre"}
    assert {name: renewal_of(name).code for name in known} == known
    assert all(not one.sheet or one.sheet in sheets() for one in renewals().values())
    assert renewal_of("Carte de transport").to_check
    assert not renewal_of("C2S").to_check
    assert {rule.code for rule in renewal_of("titre de séjour").falls} >= {"chaine.titre_sejour.sante"}
    assert not escalated(Stage.AT_ONCE, asked=True)
    assert escalated(Stage.HEAD, asked=False)
    assert escalated(Stage.BROKEN, asked=True)


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=NOW - DAY)


def right(awa: Member, found: File, days: int, name: str = "C2S") -> OpenRight:
    return keep_right(actor=actor(awa), file_id=found.pk, told=ToldRight(name, TODAY + days * DAY), now=NOW)


def stages(who: Member, *, on: date = TODAY) -> list[tuple[str, str, bool]]:
    now = NOW + (on - TODAY)
    return [(line.right.name, line.stage.value, line.asked) for line in queries.mine(actor(who), on=on, now=now)]


@pytest.mark.django_db
def test_a_right_is_told_asked_for_declined_renewed_or_broken(awa: Member, found: File) -> None:
    kept = right(awa, found, 100)
    right(awa, found, 300, "AAH")
    assert stages(awa) == [("C2S", "fenetre", False)]
    assert stages(awa, on=TODAY + 71 * DAY) == [("C2S", "trente_jours", False), ("AAH", "fenetre", False)]
    opened = decide(actor=actor(awa), file_id=found.pk, choice=Choice(Said.YES, renews=kept.pk), now=NOW)
    assert opened is not None
    assert (opened.sheet, opened.silence) == ("c2s", "silence.c2s")
    told = ToldAct(Act.FILED, TODAY, doer="avec", way="guichet")
    record_act(actor=actor(awa), procedure_id=opened.pk, told=told, seen=0, now=NOW)
    assert stages(awa) == [("C2S", "fenetre", True)]
    # granted until a later day: the right itself goes on, and nothing is told
    record_act(actor=actor(awa), procedure_id=opened.pk, told=ToldAct(Act.GRANTED, TODAY, ends_on=TODAY + 400 * DAY), seen=1, now=NOW)
    assert OpenRight.objects.get(pk=kept.pk).ends_on == TODAY + 400 * DAY
    assert stages(awa) == []
    lost = right(awa, found, 5, "Domiciliation")
    decide(actor=actor(awa), file_id=found.pk, choice=Choice(Said.NO, renews=lost.pk), now=NOW)
    assert stages(awa) == []
    assert record_lapses(now=NOW + 10 * DAY) == 0
    decide(actor=actor(awa), file_id=found.pk, choice=Choice(Said.YES, renews=lost.pk), now=NOW + timedelta(hours=1))
    assert stages(awa) == [("Domiciliation", "sept_jours", False)]


@pytest.mark.django_db
def test_breaks_are_written_once_in_chunks_and_stay_when_the_right_is_renewed_late(awa: Member, found: File) -> None:
    for number in range(5):
        right(awa, found, -1 - number, f"Aide {number}")
    right(awa, found, 0, "Dernier jour")
    progress: list[tuple[int, int]] = []
    assert record_lapses(now=NOW, told=lambda done, total: progress.append((done, total)), chunk=2) == 5
    assert progress == [(2, 5), (4, 5), (5, 5)]
    assert record_lapses(now=NOW) == 0
    assert {name for name, reached, _asked in stages(awa) if reached == "rupture"} == {f"Aide {n}" for n in range(5)}
    keep_right(actor=actor(awa), file_id=found.pk, told=ToldRight("Aide 0", TODAY + 300 * DAY), now=NOW)
    assert Lapse.objects.count() == 5
    assert record_lapses(now=NOW + DAY) == 1


@pytest.mark.django_db
def test_who_stands_in_is_told_a_colleague_is_not_a_head_reads_counts_and_what_nobody_holds(
    house: Organisation, awa: Member, found: File
) -> None:
    leon, head = worker(house, "leon"), worker(house, "petit", Role.HEAD)
    right(awa, found, 20)
    assert stages(leon) == []
    now = timezone.now()
    today = timezone.localdate(now)
    away = record_absence(actor=actor(awa), member_id=awa.pk, first=today, last=today + 3 * DAY, now=now)
    cover_absence(actor=actor(awa), absence_id=away.pk, substitute_id=leon.pk, file_ids=[found.pk], now=now)
    later = timezone.now()
    assert [line.right.name for line in queries.mine(actor(leon), on=TODAY, now=later)] == ["C2S"]
    assert queries.in_service(actor(head), on=TODAY) == {"rupture": 0, "sept_jours": 0, "trente_jours": 1}
    board = signed_in(head).get(reverse("procedures:to_renew")).content.decode()
    assert "Moins de 11" in board
    assert "C2S" not in board
    assert queries.held_by_nobody(actor(head), on=TODAY, now=later) == []
    RoleGrant.objects.filter(member=awa).update(revoked_at=now)
    assert [one.name for one in queries.held_by_nobody(actor(head), on=TODAY, now=timezone.now())] == ["C2S"]
    nobody = signed_in(head).get(reverse("procedures:to_renew")).content.decode()
    assert "Personne ne suit" in nobody
    assert "C2S" not in nobody


@pytest.mark.django_db
def test_the_boards_ask_no_more_when_rows_grow(awa: Member) -> None:
    browser = signed_in(awa)
    asked: dict[str, list[int]] = {"procedures:to_renew": [], "procedures:unanswered": []}
    for number in (1, 12):
        for rank in range(number):
            one = file_of(awa, f"Personne {number} {rank}", now=NOW - DAY)
            kept = keep_right(actor=actor(awa), file_id=one.pk, told=ToldRight("C2S", timezone.localdate() + 20 * DAY), now=NOW)
            opened = decide(actor=actor(awa), file_id=one.pk, choice=Choice(Said.YES, renews=kept.pk), now=NOW)
            assert opened is not None
            told = ToldAct(Act.FILED, TODAY - 100 * DAY, doer="avec", way="guichet")
            record_act(actor=actor(awa), procedure_id=opened.pk, told=told, seen=0, now=NOW)
        for name, counts in asked.items():
            browser.get(reverse(name))
            with CaptureQueriesContext(connection) as context:
                page = browser.get(reverse(name)).content.decode()
            counts.append(len(context))
            assert page.count(f"Personne {number} ") >= number
    assert all(low == high <= 12 for low, high in asked.values()), asked
