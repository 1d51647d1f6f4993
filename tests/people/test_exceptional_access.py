"""Break-glass (doctrine §3.5): one file, 24 hours, told and reviewed; nothing tells whether a file exists to whoever asks wrongly."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from relais.accounts.models import Member, Organisation, Role
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import Refused
from relais.people import queries, rules, services
from relais.people.models import BreakGlass, File
from relais.people.services import OutOfScope
from relais.people.terms import Motive, Review
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
WORDS = "Awa est absente et la C2S se termine vendredi."


def take(who: Member, called: str = "Inès Bakri", year: int = 1988, words: str = WORDS) -> BreakGlass:
    return services.take_exceptional_access(actor=actor(who), called=called, birth_year=year, motive=Motive.ABSENCE, words=words, now=NOW)


def last_action() -> str:
    entry = JournalEntry.objects.order_by("id").last()
    assert entry is not None
    return entry.action


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa)


def test_it_opens_one_file_for_a_day_and_then_closes(found: File, leon: Member) -> None:
    access = take(leon, "inès bakri ")
    assert (access.file, access.ends_at) == (found, NOW + timedelta(hours=24))
    assert "n2" in queries.levels(actor(leon), found.pk, now=NOW)
    assert queries.levels(actor(leon), found.pk, now=access.ends_at) == frozenset()
    assert last_action() == "file.exceptional_access_taken"


@pytest.mark.parametrize(("called", "year"), [("Inès Bakri", 1987), ("Ines Bakri-Roux", 1988), ("", 1988), ("%", 1988)])
def test_a_wrong_name_or_year_opens_nothing_and_the_try_is_written(found: File, leon: Member, called: str, year: int) -> None:
    with pytest.raises(OutOfScope):
        take(leon, called, year)
    assert not BreakGlass.objects.exists()
    assert last_action() == "file.exceptional_access_missed"


def test_two_people_of_that_name_and_year_open_nothing(found: File, awa: Member, leon: Member) -> None:
    file_of(awa)
    with pytest.raises(OutOfScope):
        take(leon)


def test_another_house_or_another_service_opens_nothing(found: File, house: Organisation) -> None:
    for who in (worker(organisation("CCAS de Brumeval"), "helene"), worker(house, "paul", service="Logement")):
        with pytest.raises(OutOfScope):
            take(who)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.SOCIAL_WORKER, Role.HEAD}])
def test_other_roles_never_take_one(found: File, house: Organisation, role: Role) -> None:
    with pytest.raises(Refused):
        take(worker(house, "autre", role))


def test_neither_do_those_who_are_not_bound_by_secrecy(found: File, house: Organisation) -> None:
    with pytest.raises(Refused, match="secret"):
        take(worker(house, "stagiaire", secrecy="aucun"))


def test_a_sentence_is_asked(found: File, leon: Member) -> None:
    with pytest.raises(Refused, match="une phrase"):
        take(leon, words="urgent")


def test_the_head_of_the_service_reviews_it_once(found: File, leon: Member, petit: Member) -> None:
    access = take(leon)
    assert list(queries.exceptional_accesses_to_review(actor(petit), now=NOW)) == [access]
    services.review_exceptional_access(actor=actor(petit), access_id=access.pk, review=Review.JUSTIFIED, now=NOW)
    assert not queries.exceptional_accesses_to_review(actor(petit), now=NOW).exists()
    with pytest.raises(OutOfScope):
        services.review_exceptional_access(actor=actor(petit), access_id=access.pk, review=Review.INCIDENT, now=NOW)


def test_whom_the_person_keeps_out_reviews_nothing_of_hers(found: File, leon: Member, petit: Member, awa: Member) -> None:
    access = take(leon)
    services.bar(actor=actor(awa), file_id=found.pk, member_id=petit.pk, now=NOW)
    assert not queries.exceptional_accesses_to_review(actor(petit), now=NOW).exists()
    with pytest.raises(OutOfScope):
        services.review_exceptional_access(actor=actor(petit), access_id=access.pk, review=Review.JUSTIFIED, now=NOW)


def test_when_the_person_keeps_out_the_only_head_the_delegate_examines_without_her_name(
    found: File, leon: Member, petit: Member, awa: Member, house: Organisation
) -> None:
    access = take(leon)
    dpo, elsewhere = worker(house, "odile", Role.DPO), worker(organisation("CCAS de Brumeval"), "helene", Role.DPO)
    keeper = worker(house, "theo", Role.TECHNICIAN)
    assert not queries.exceptional_accesses_to_review(actor(dpo), now=NOW).exists(), "a head may: it is hers"
    assert queries.examiners(found, now=NOW) == ([petit], True)
    services.bar(actor=actor(awa), file_id=found.pk, member_id=petit.pk, now=NOW)
    assert queries.examiners(found, now=NOW) == ([dpo], False)
    assert list(queries.exceptional_accesses_to_review(actor(dpo), now=NOW)) == [access]
    for who in (petit, elsewhere, keeper, leon, awa):
        assert not queries.exceptional_accesses_to_review(actor(who), now=NOW).exists()
    client = signed_in(dpo)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        client = signed_in(dpo)
        at = reverse("people:review", kwargs={"access_id": access.pk})
        for page in (client.get(reverse("people:reviews")), client.get(at), client.post(at, {})):
            said = page.content.decode()
            assert access.reference in said and "Leon" in said
            assert "Bakri" not in said and "C2S" not in said and str(found.pk) not in said
        assert client.get(reverse("people:file", kwargs={"file_id": found.pk})).status_code == 404
        assert client.post(at, {"review": "incident"})["Location"] == reverse("people:reviews")
    access.refresh_from_db()
    assert (access.review, access.reviewed_by) == ("incident", dpo)


def test_another_head_of_the_service_or_of_the_whole_house_comes_before_the_delegate(
    found: File, petit: Member, awa: Member, house: Organisation
) -> None:
    dpo = worker(house, "odile", Role.DPO)
    mine = take(petit)
    assert list(queries.exceptional_accesses_to_review(actor(dpo), now=NOW)) == [mine], "the only head took it herself"
    lead = worker(house, "durand", Role.HEAD, service="")
    assert list(queries.exceptional_accesses_to_review(actor(lead), now=NOW)) == [mine]
    assert not queries.exceptional_accesses_to_review(actor(dpo), now=NOW).exists()
    services.bar(actor=actor(awa), file_id=found.pk, member_id=lead.pk, now=NOW)
    assert list(queries.exceptional_accesses_to_review(actor(dpo), now=NOW)) == [mine]
    services.bar(actor=actor(awa), file_id=found.pk, member_id=dpo.pk, now=NOW)
    assert not queries.exceptional_accesses_to_review(actor(dpo), now=NOW).exists(), "her bar closes every path"


@time_machine.travel(NOW + timedelta(hours=1), tick=False)
def test_the_screen_says_who_examines(found: File, petit: Member, awa: Member, house: Organisation) -> None:
    hers, at = signed_in(awa), reverse("people:bars", kwargs={"file_id": found.pk})
    assert f"est examiné par {petit.display_name}." in hers.get(at).content.decode()
    hers.post(at, {"member": str(petit.pk)})
    assert "Plus personne ne peut examiner" in hers.get(at).content.decode()
    worker(house, "odile", Role.DPO)
    assert "Odile (protection des données) le fait" in hers.get(at).content.decode()


def test_nobody_reviews_their_own_nor_those_of_another_service(found: File, petit: Member, house: Organisation, leon: Member) -> None:
    mine = take(petit)
    theirs = take(leon)
    other_head = worker(house, "durand", Role.HEAD, service="Logement")
    assert list(queries.exceptional_accesses_to_review(actor(petit), now=NOW)) == [theirs]
    for who, access in ((petit, mine), (other_head, theirs), (leon, theirs)):
        with pytest.raises(OutOfScope):
            services.review_exceptional_access(actor=actor(who), access_id=access.pk, review=Review.JUSTIFIED, now=NOW)


def test_the_lead_and_the_head_see_who_opened_it(found: File, awa: Member, leon: Member, petit: Member, yasmine: Member) -> None:
    access = take(leon)
    for who, seen in ((awa, [access]), (petit, [access]), (leon, []), (yasmine, [])):
        assert list(queries.exceptional_accesses(actor(who), found, now=NOW)) == seen


def test_a_review_is_due_within_seven_days() -> None:
    assert timedelta(days=7) == rules.REVIEW_WITHIN


def test_the_team_reads_how_many_were_taken_each_month_and_of_nobody(found: File, awa: Member, leon: Member, house: Organisation) -> None:
    take(leon)
    zoe, paul = worker(house, "zoe"), worker(house, "paul", service="Logement")
    for who in (awa, zoe):
        (month, number), *before = queries.exceptional_accesses_by_month(actor(who), now=NOW)
        assert (month, number) == (NOW.date().replace(day=1), 1)
        assert [count for _month, count in before] == [0, 0]
    assert {count for _month, count in queries.exceptional_accesses_by_month(actor(paul), now=NOW)} == {0}, "another service, another count"
    page = signed_in(zoe).get(reverse("people:exceptional")).content.decode()
    assert "Combien, dans vos services" in page
    assert leon.display_name not in page.split("<main", 1)[1].split("</main>", 1)[0]
