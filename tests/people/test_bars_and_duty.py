"""The person keeps somebody out of her file; the person at the desk is received today by whoever is on duty."""

from datetime import UTC, datetime, timedelta

import pytest

from relais.accounts.models import Member, Role
from relais.kernel.decisions import Refused
from relais.people import queries, services
from relais.people.models import File, Presence
from relais.people.services import OutOfScope, UnableToKeepFiles
from relais.people.terms import Motive, Part, Shelf
from tests.factories.people import NOW, actor, file_of, service_of, worker

pytestmark = pytest.mark.django_db
WORDS = "Awa est absente et la C2S se termine vendredi."


def test_whoever_is_barred_is_closed_every_path(awa: Member, leon: Member, petit: Member) -> None:
    found = file_of(awa)
    services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=NOW)
    services.bar(actor=actor(awa), file_id=found.pk, member_id=leon.pk, now=NOW)
    assert queries.levels(actor(leon), found.pk, now=NOW) == frozenset()
    with pytest.raises(UnableToKeepFiles):
        services.assign(actor=actor(petit), file_id=found.pk, member_id=leon.pk, part=Part.LEAD, now=NOW)
    with pytest.raises(OutOfScope):
        act = {"called": "Inès Bakri", "birth_year": 1988, "motive": Motive.DANGER, "words": WORDS}
        services.take_exceptional_access(actor=actor(leon), now=NOW, **act)
    services.put_on_duty(actor=actor(petit), service_id=found.service_id, member_id=leon.pk, on=NOW.date(), now=NOW)
    with pytest.raises(UnableToKeepFiles, match="permanence"):
        services.record_presence(actor=actor(petit), file_id=found.pk, member_id=leon.pk, now=NOW)


def test_a_head_who_is_barred_does_not_even_see_the_file_in_the_list(awa: Member, petit: Member) -> None:
    found = file_of(awa)
    services.bar(actor=actor(awa), file_id=found.pk, member_id=petit.pk, now=NOW)
    assert not queries.files(actor(petit), now=NOW).exists()


def test_the_bar_of_a_person_holds_for_all_her_files_and_is_lifted_when_she_says(awa: Member, leon: Member) -> None:
    found = file_of(awa)
    kept = services.bar(actor=actor(awa), file_id=found.pk, member_id=leon.pk, now=NOW)
    again = services.bar(actor=actor(awa), file_id=found.pk, member_id=leon.pk, now=NOW)
    assert kept == again
    services.lift_bar(actor=actor(awa), file_id=found.pk, bar_id=kept.pk, now=NOW)
    services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.TEAM, now=NOW)
    assert queries.levels(actor(leon), found.pk, now=NOW)


def test_who_leads_is_replaced_before_being_barred(awa: Member, yasmine: Member) -> None:
    found = file_of(awa)
    with pytest.raises(UnableToKeepFiles, match="prend la suite"):
        services.bar(actor=actor(yasmine), file_id=found.pk, member_id=awa.pk, now=NOW)


def test_the_reception_gives_the_file_to_who_is_on_duty_until_midnight(awa: Member, leon: Member, petit: Member, yasmine: Member) -> None:
    found = file_of(awa)
    services.put_on_duty(actor=actor(petit), service_id=found.service_id, member_id=leon.pk, on=NOW.date(), now=NOW)
    services.record_presence(actor=actor(yasmine), file_id=found.pk, member_id=leon.pk, now=NOW)
    assert "n2" in queries.levels(actor(leon), found.pk, now=NOW)
    midnight = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # 24 November, 0 h in Paris
    assert queries.levels(actor(leon), found.pk, now=midnight - timedelta(minutes=1))
    assert queries.levels(actor(leon), found.pk, now=midnight) == frozenset()


def test_who_is_not_on_duty_today_receives_no_file(awa: Member, leon: Member, petit: Member, yasmine: Member) -> None:
    found = file_of(awa)
    services.put_on_duty(actor=actor(petit), service_id=found.service_id, member_id=leon.pk, on=NOW.date() + timedelta(days=1), now=NOW)
    with pytest.raises(UnableToKeepFiles, match="permanence"):
        services.record_presence(actor=actor(yasmine), file_id=found.pk, member_id=leon.pk, now=NOW)
    assert not Presence.objects.exists()


def test_the_roster_is_kept_by_the_head(awa: Member, yasmine: Member) -> None:
    for who in (awa, yasmine):
        with pytest.raises(Refused):
            services.put_on_duty(actor=actor(who), service_id=service_of(awa).pk, member_id=awa.pk, on=NOW.date(), now=NOW)


def test_a_colleague_cannot_give_herself_a_file_by_a_presence(awa: Member, leon: Member, petit: Member) -> None:
    found = file_of(awa)
    services.put_on_duty(actor=actor(petit), service_id=found.service_id, member_id=leon.pk, on=NOW.date(), now=NOW)
    with pytest.raises(OutOfScope):
        services.record_presence(actor=actor(leon), file_id=found.pk, member_id=leon.pk, now=NOW)


def test_whoever_is_barred_leads_nothing_of_hers_in_another_service_and_its_head_sees_it(awa: Member, house) -> None:
    """The file there is told to nobody here: it stands before its own head, without a référent, and not in the hands of who is kept out."""
    found = file_of(awa)
    paul, head = (
        worker(house, name, role, service="Accueil de jour") for name, role in (("paul", Role.SOCIAL_WORKER), ("jeanne", Role.HEAD))
    )
    other = File.objects.create(organisation=house, person=found.person, service=service_of(paul), lead=paul, opened_at=NOW)
    other.assignments.create(member=paul, part=Part.LEAD, starts_at=NOW)
    services.bar(actor=actor(awa), file_id=found.pk, member_id=paul.pk, now=NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=2)
    other.refresh_from_db()
    assert (other.lead, queries.lead_of(other, now=later)) == (None, None), "the file and its assignments agree"
    assert queries.levels(actor(paul), other.pk, now=later) == frozenset()
    assert list(queries.on_shelf(actor(head), Shelf.WITHOUT_LEAD, now=later)) == [other]
    assert queries.lead_of(found, now=later) == awa
