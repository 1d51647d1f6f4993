"""What counts as news of her, and who may write about an end: a call while away, an absence told, a renewal asked, the counter."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Service
from relais.domiciliation.models import Desk, Domiciliation, Election, Leave
from relais.domiciliation.queries.files import of_file, to_see
from relais.domiciliation.queries.papers import paper_of
from relais.domiciliation.services import ends, presence
from relais.domiciliation.services.beginnings import UnableToDomicile
from relais.domiciliation.services.requests import Decided, Interview, complete, decide
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import Refused
from relais.law.clocks.counting import plus_months
from relais.people.models import Assignment, File
from tests.domiciliation.steps import HOUSED, asked, of
from tests.factories.accounts import signed_in
from tests.factories.people import NOW, actor, worker

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


def test_who_calls_from_a_hospital_is_still_away(yasmine: Member, found: File, active: Election) -> None:
    presence.tell_absence(actor=actor(yasmine), file_id=found.pk, first=TODAY, last=TODAY + 100 * DAY, now=NOW)
    presence.record_sign(actor=actor(yasmine), file_id=found.pk, how="appel", now=NOW + 10 * DAY)
    assert Leave.objects.get().last == TODAY + 100 * DAY
    presence.record_sign(actor=actor(yasmine), file_id=found.pk, how="passage", now=NOW + 20 * DAY)
    assert Leave.objects.get().last == TODAY + 20 * DAY


def test_an_absence_told_in_answer_takes_the_letter_back_and_nothing_ends(
    awa: Member, desk: Member, yasmine: Member, found: File, active: Election
) -> None:
    later = NOW + 100 * DAY
    ends.notice(actor=actor(awa), file_id=found.pk, reason="non_manifestation", now=later)
    presence.tell_absence(actor=actor(yasmine), file_id=found.pk, first=TODAY + 30 * DAY, last=TODAY + 60 * DAY, now=later)
    assert of(found).noticed == ""
    assert JournalEntry.objects.filter(action="domiciliation.notice_lifted").count() == 1
    ends.notice(actor=actor(awa), file_id=found.pk, reason="sans_lien", now=later)
    presence.tell_absence(actor=actor(yasmine), file_id=found.pk, first=TODAY + 70 * DAY, last=TODAY + 80 * DAY, now=later)
    assert of(found).noticed == "sans_lien", "an absence answers a silence, and nothing else"
    Domiciliation.objects.update(noticed="non_manifestation")
    with pytest.raises(UnableToDomicile, match="ne sont pas passés"):
        ends.end(actor=actor(desk), file_id=found.pk, reason="non_manifestation", now=later + 20 * DAY)


def test_three_months_never_run_before_her_first_day_here(awa: Member, desk: Member, found: File) -> None:
    election = asked(awa, found, told=Interview())
    later = NOW + 58 * DAY
    decide(actor=actor(desk), election_id=election.pk, decided=Decided(True, TODAY + 58 * DAY), now=later)
    assert of(found).seen_on == TODAY
    assert of(found).silent_on == plus_months(TODAY + 58 * DAY, 3) + DAY
    presence.tell_absence(actor=actor(desk), file_id=found.pk, first=TODAY + 60 * DAY, last=TODAY + 69 * DAY, now=later)
    assert of(found).silent_on == plus_months(TODAY + 58 * DAY, 3) + 11 * DAY


def test_asking_to_renew_is_news_of_her_and_an_interview_too(awa: Member, found: File, active: Election) -> None:
    later = NOW + 320 * DAY
    ends.notice(actor=actor(awa), file_id=found.pk, reason="non_manifestation", now=later)
    renewal = asked(awa, found, now=later + DAY, told=Interview())
    assert (of(found).seen_on, of(found).noticed) == (TODAY + 321 * DAY, "")
    told = Interview(interview_on=TODAY + 330 * DAY, link="social")
    complete(actor=actor(awa), election_id=renewal.pk, told=told, now=later + 10 * DAY)
    assert of(found).seen_on == TODAY + 330 * DAY


def test_the_counter_neither_announces_an_end_nor_reads_why(
    awa: Member, desk: Member, yasmine: Member, found: File, active: Election
) -> None:
    hers = signed_in(yasmine)
    one = {"file_id": found.pk}
    for act in (ends.notice, ends.end):
        with pytest.raises(Refused):
            act(actor=actor(yasmine), file_id=found.pk, reason="logement", now=NOW)  # type: ignore[operator]  # two acts of one shape
    ends.notice(actor=actor(awa), file_id=found.pk, reason="reglement", now=NOW)
    with pytest.raises(Refused):
        ends.lift_notice(actor=actor(yasmine), file_id=found.pk, now=NOW)
    for name in ("notice", "end"):
        assert hers.get(reverse(f"domiciliation:{name}", kwargs=one)).status_code == 404
    assert hers.post(reverse("domiciliation:lift_notice", kwargs=one)).status_code == 404
    shown = hers.get(reverse("domiciliation:show", kwargs=one)).content.decode()
    assert "Fin annoncée" in shown
    assert "Règlement" not in shown
    for word in ("Terminer", "maintenir la domiciliation"):
        assert word not in shown
    assert "Règlement" in signed_in(desk).get(reverse("domiciliation:show", kwargs=one)).content.decode()


def test_papers_bear_the_service_of_the_domiciliation_whatever_that_of_the_file(
    awa: Member, desk: Member, found: File, active: Election
) -> None:
    other = Service.objects.create(organisation=found.organisation, name="Autre site")
    Desk.objects.create(
        organisation=found.organisation, service=other, body="Autre site", address="9 quai", written_by=desk, written_at=NOW
    )
    File.objects.filter(pk=found.pk).update(service=other)
    found.refresh_from_db()
    standing = of_file(actor(awa), found, on=TODAY)
    assert standing is not None
    made = paper_of(actor(awa), found, standing, standing.requests[0], "attestation")
    assert made is not None
    assert made.where.body == "CCAS de Montbrume"


def test_one_warning_for_the_year_that_runs_and_letters_that_speak_to_her(awa: Member, desk: Member, found: File, active: Election) -> None:
    later = NOW + 330 * DAY
    renewal = asked(awa, found, now=later, told=HOUSED)
    decide(actor=actor(desk), election_id=renewal.pk, decided=Decided(True, TODAY + 330 * DAY), now=later)
    ends.notice(actor=actor(awa), file_id=found.pk, reason="sans_lien", now=later)
    standing = of_file(actor(awa), found, on=TODAY + 330 * DAY)
    assert standing is not None
    assert ["avertissement" in one.papers for one in standing.requests] == [True, False]
    ends.end(actor=actor(awa), file_id=found.pk, reason="demande", now=later)
    over = of_file(actor(awa), found, on=TODAY + 330 * DAY)
    assert over is not None
    letters = [made for one in over.requests if (made := paper_of(actor(awa), found, over, one, "fin"))]
    assert ["Le motif : vous l’avez demandé." in one.words for one in letters] == [True]


def test_whoever_keeps_the_file_of_somebody_away_is_told_of_her_silence(awa: Member, found: File, active: Election) -> None:
    keeper = worker(found.organisation, "relais")
    Assignment.objects.create(file=found, member=keeper, part="suppleant", starts_at=NOW)
    later = NOW + 100 * DAY
    assert [one.file_id for one in to_see(actor(keeper), on=timezone.localdate(later), now=later)] == [found.pk]
