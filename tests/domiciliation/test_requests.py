"""From a request to its year: receipt, interview, decision, refusal, renewal; and each thing that may not be done, with its sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from relais.accounts.models import Member
from relais.domiciliation.models import Domiciliation, Election
from relais.domiciliation.services.beginnings import UnableToDomicile
from relais.domiciliation.services.desks import Address, write_desk
from relais.domiciliation.services.ends import lapse
from relais.domiciliation.services.requests import Decided, Interview, ask, complete, decide, withdraw
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import services as people
from relais.people.models import File
from relais.people.terms import ClosingReason, FileState, Link
from tests.domiciliation.steps import HOUSED, asked, granted, of
from tests.factories.people import NOW, actor, file_of, service_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
YES = Decided(True, TODAY)
NO = Decided(False, TODAY, "sans_lien", "Association Le Gué, 2 rue du Port")


def test_a_request_is_received_completed_granted_for_a_year(awa: Member, desk: Member, found: File) -> None:
    election = asked(awa, found, told=Interview())
    assert (of(found).state, of(found).number, election.kind) == ("instruction", 1, "premiere")
    complete(actor=actor(awa), election_id=election.pk, told=HOUSED, now=NOW)
    done = decide(actor=actor(desk), election_id=election.pk, decided=YES, now=NOW)
    assert (done.starts_on, done.ends_on) == (TODAY, TODAY.replace(year=2027) - DAY)
    kept = of(found)
    assert (kept.state, kept.ends_on, kept.seen_on) == ("active", done.ends_on, TODAY)
    assert kept.silent_on is not None
    acts = JournalEntry.objects.filter(action__startswith="domiciliation.").order_by("id").values_list("action", flat=True)
    assert list(acts) == ["domiciliation.asked", "domiciliation.completed", "domiciliation.granted"]


def test_who_keeps_the_file_alone_does_not_decide_and_a_stranger_finds_nothing(
    awa: Member, leon: Member, yasmine: Member, pending: Election
) -> None:
    with pytest.raises(Refused, match="responsable"):
        decide(actor=actor(awa), election_id=pending.pk, decided=YES, now=NOW)
    with pytest.raises(Refused):
        decide(actor=actor(yasmine), election_id=pending.pk, decided=YES, now=NOW)
    for act in (complete, withdraw):
        told = {"told": HOUSED} if act is complete else {}
        with pytest.raises(OutOfScope):
            act(actor=actor(leon), election_id=pending.pk, now=NOW, **told)  # type: ignore[operator]  # two acts of one shape
        with pytest.raises(OutOfScope):
            act(actor=actor(yasmine), election_id=pending.pk, now=NOW, **told)  # type: ignore[operator]  # as above


def test_a_decision_waits_for_the_request_the_address_and_comes_once(awa: Member, petit: Member, found: File, pending: Election) -> None:
    head = actor(petit)
    with pytest.raises(UnableToDomicile, match="adresse"):
        decide(actor=head, election_id=pending.pk, decided=YES, now=NOW)
    write_desk(actor=head, service_id=service_of(petit).pk, told=Address("CCAS", "1 place du Pont"), now=NOW)
    with pytest.raises(UnableToDomicile, match="avant la demande"):
        decide(actor=head, election_id=pending.pk, decided=Decided(True, TODAY - DAY), now=NOW)
    with pytest.raises(UnableToDomicile, match="pas encore venu"):
        decide(actor=head, election_id=pending.pk, decided=Decided(True, TODAY + DAY), now=NOW)
    decide(actor=head, election_id=pending.pk, decided=YES, now=NOW)
    with pytest.raises(UnableToDomicile, match="déjà décidée"):
        decide(actor=head, election_id=pending.pk, decided=NO, now=NOW)
    with pytest.raises(UnableToDomicile, match="déjà décidée"):
        complete(actor=actor(awa), election_id=pending.pk, told=HOUSED, now=NOW)
    with pytest.raises(UnableToDomicile, match="déjà décidée"):
        withdraw(actor=actor(awa), election_id=pending.pk, now=NOW)
    assert of(found).state == "active"


def test_a_refusal_gives_its_reason_and_another_structure(awa: Member, desk: Member, found: File, pending: Election) -> None:
    with pytest.raises(UnableToDomicile, match="se motive"):
        decide(actor=actor(desk), election_id=pending.pk, decided=Decided(False, TODAY, "", "Le Gué"), now=NOW)
    with pytest.raises(UnableToDomicile, match="orientée"):
        decide(actor=actor(desk), election_id=pending.pk, decided=Decided(False, TODAY, "sans_lien", "  "), now=NOW)
    done = decide(actor=actor(desk), election_id=pending.pk, decided=NO, now=NOW)
    assert (done.outcome, done.starts_on, of(found).state) == ("refusee", None, "refusee")
    again = asked(awa, found, now=NOW + 30 * DAY)
    assert (again.kind, of(found).state, of(found).number) == ("premiere", "instruction", 1)


def test_one_request_at_a_time_a_day_that_makes_sense_and_a_file_that_is_open(awa: Member, leon: Member, found: File) -> None:
    for day in (TODAY + DAY, TODAY - 400 * DAY):
        with pytest.raises(UnableToDomicile, match="au plus tard aujourd’hui"):
            asked(awa, found, on=day)
    with pytest.raises(UnableToDomicile, match="L’entretien vient après"):
        asked(awa, found, told=Interview(interview_on=TODAY - DAY))
    with pytest.raises(OutOfScope):
        asked(leon, found)
    asked(awa, found)
    with pytest.raises(UnableToDomicile, match="attend déjà"):
        asked(awa, found)
    assert Election.objects.count() == 1
    other = file_of(awa, "Léa", now=NOW)
    people.set_state(actor=actor(awa), file_id=other.pk, state=FileState.CLOSED, reason=ClosingReason.DONE, now=NOW)
    with pytest.raises(UnableToDomicile, match="clos"):
        asked(awa, other)


def test_a_request_taken_back_refuses_nothing_and_two_persons_have_two_numbers(awa: Member, found: File, pending: Election) -> None:
    withdraw(actor=actor(awa), election_id=pending.pk, now=NOW)
    assert of(found).state == "radiee"
    other = file_of(awa, "Léa", now=NOW)
    asked(awa, other)
    assert of(other).number == 2
    assert Domiciliation.objects.count() == 2


def test_people_of_her_home_receive_mail_with_her_and_nobody_else(awa: Member, desk: Member, found: File) -> None:
    arrival = people.Arrival(link=Link.MINOR_CHILD, called="Samir", birth_year=2015)
    people.arrive(actor=actor(awa), file_id=found.pk, arrival=arrival, now=NOW)
    from relais.domiciliation.queries.files import home_of, of_file

    ((key, name),) = home_of(actor(awa), found, now=NOW, on=TODAY)
    assert name == "Samir"
    with pytest.raises(UnableToDomicile, match="foyer"):
        asked(awa, found, told=Interview(holders=[999999]))
    election = asked(awa, found, told=Interview(holders=[int(key)]))
    assert str(election.holders.get().called) == "[texte scellé]"
    standing = of_file(actor(awa), found, on=TODAY)
    assert standing is not None
    assert list(standing.requests[0].holders) == ["Samir"]


def test_a_renewal_follows_the_year_under_way_and_a_year_without_one_lapses_by_itself(awa: Member, desk: Member, found: File) -> None:
    first = granted(awa, desk, found)
    assert first.ends_on is not None
    with pytest.raises(UnableToDomicile, match="à partir du"):
        asked(awa, found, now=NOW + 200 * DAY)
    later = NOW + 330 * DAY
    renewal = asked(awa, found, now=later)
    assert (renewal.kind, of(found).state) == ("renouvellement", "active")
    assert lapse(now=NOW + 380 * DAY) == 0
    done = decide(actor=actor(desk), election_id=renewal.pk, decided=Decided(True, timezone.localdate(later)), now=later)
    assert done.starts_on == first.ends_on + DAY
    assert of(found).ends_on == done.ends_on
    assert lapse(now=NOW + 380 * DAY) == 0
    assert lapse(now=NOW + 800 * DAY) == 1
    done.refresh_from_db()
    first.refresh_from_db()
    assert (of(found).state, done.end_reason, done.ended_on, first.ended_on) == ("radiee", "echeance", done.ends_on + DAY, None)
    assert lapse(now=NOW + 801 * DAY) == 0


def test_a_renewal_refused_lets_the_year_run_to_its_end(awa: Member, desk: Member, found: File) -> None:
    granted(awa, desk, found)
    later = NOW + 330 * DAY
    renewal = asked(awa, found, now=later)
    refused = Decided(False, timezone.localdate(later), "hors_public", "Le Gué")
    decide(actor=actor(desk), election_id=renewal.pk, decided=refused, now=later)
    assert of(found).state == "active"
    assert lapse(now=NOW + 370 * DAY) == 1


def test_the_address_is_written_by_the_head_of_that_service(awa: Member, petit: Member) -> None:
    place = service_of(petit).pk
    with pytest.raises(Refused):
        write_desk(actor=actor(awa), service_id=place, told=Address("CCAS", "1 rue"), now=NOW)
    with pytest.raises(OutOfScope):
        write_desk(actor=actor(petit), service_id=place + 99, told=Address("CCAS", "1 rue"), now=NOW)
    with pytest.raises(UnableToDomicile) as told:
        write_desk(actor=actor(petit), service_id=place, told=Address(" ", " "), now=NOW)
    assert set(told.value.problems) == {"body", "address"}


def test_a_limited_file_takes_no_request(awa: Member, found: File, monkeypatch: pytest.MonkeyPatch) -> None:
    from relais.people.services import beginnings

    monkeypatch.setattr(beginnings, "is_frozen", lambda _file: True)
    with pytest.raises(beginnings.FileLimited):
        ask(actor=actor(awa), file_id=found.pk, asked_on=TODAY, told=HOUSED, now=NOW)
