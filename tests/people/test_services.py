"""Awa opens a file, people come into it and leave it; nothing is done out of scope, and everything is in the journal."""

from datetime import date, timedelta

import pytest

from relais.accounts.models import Member, Organisation, Role
from relais.foundation import bus
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import Refused
from relais.people import policies, queries, services
from relais.people.events import PartGiven
from relais.people.models import File, Person
from relais.people.services import NewChannel, OutOfScope, Told, UnableToKeepFiles
from relais.people.terms import ClosingReason, FileState, Part
from tests.factories.accounts import organisation
from tests.factories.people import NOW, actor, file_of, service_of, worker

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


def actions() -> list[str]:
    return list(JournalEntry.objects.order_by("id").values_list("action", flat=True))


def test_a_name_is_enough_to_open_a_file_and_who_opens_it_leads_it(awa: Member) -> None:
    found = file_of(awa, "Inès", birth_year=None)
    assert queries.lead_of(found, now=NOW) == awa
    assert found.person.birth_on is None
    assert actions()[-1] == "file.opened"
    assert JournalEntry.objects.order_by("id").last().subject == f"people.file:{found.pk}"  # type: ignore[union-attr]


def test_a_file_without_a_name_is_refused_and_leaves_nothing(awa: Member) -> None:
    with pytest.raises(UnableToKeepFiles) as refusal:
        file_of(awa, "   ")
    assert list(refusal.value.problems) == ["called"]
    assert not Person.objects.exists()
    assert not File.objects.exists()


def test_the_year_follows_the_date_of_birth(awa: Member) -> None:
    told = Told(called="Inès", birth_on=date(1988, 3, 12))
    found = services.open_file(actor=actor(awa), service_id=service_of(awa).pk, told=told, now=NOW)
    assert found.person.birth_year == 1988


def test_a_file_is_opened_in_one_s_own_service_only(awa: Member, house: Organisation) -> None:
    reception = worker(house, "yasmine", Role.RECEPTION, service="Accueil", secrecy="mission")
    with pytest.raises(Refused):
        services.open_file(actor=actor(reception), service_id=service_of(reception).pk, told=Told("Inès"), now=NOW)
    stranger = worker(organisation("CCAS de Brumeval"), "helene")
    with pytest.raises(OutOfScope):
        services.open_file(actor=actor(stranger), service_id=service_of(awa).pk, told=Told("Inès"), now=NOW)


def test_a_file_just_opened_is_read_as_its_screen_reads_it(house: Organisation) -> None:
    """What a table being taken knows of the file it opens, without asking, is what would be answered."""
    worker(house, "suivante")
    for number, (roles, secrecy) in enumerate(
        (
            ((Role.SOCIAL_WORKER,), "profession"),
            ((Role.SOCIAL_WORKER,), "aucun"),
            ((Role.SOCIAL_WORKER, Role.HEAD), "profession"),
            ((Role.SOCIAL_WORKER, Role.HEAD, Role.TECHNICIAN), "profession"),
            ((Role.HEAD,), "profession"),
        )
    ):
        who = worker(house, f"membre{number}", *roles, secrecy=secrecy)
        lead = who.pk if Role.SOCIAL_WORKER in roles else Member.objects.get(identifier="suivante").pk
        opened = services.open_file(actor=actor(who), service_id=service_of(who).pk, told=Told("Inès"), lead_id=lead, now=NOW)
        asked = queries.file(actor(who), opened.pk, now=NOW)
        assert asked is not None
        assert policies.first_reading(actor(who), opened, lead=lead, now=NOW) == asked.reading


def test_the_lead_names_who_helps_and_never_another_lead(awa: Member, leon: Member) -> None:
    found = file_of(awa)
    services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=NOW)
    with pytest.raises(Refused):
        services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.LEAD, now=NOW)


def test_the_head_hands_a_file_over_and_the_former_lead_leaves_it(awa: Member, leon: Member, petit: Member) -> None:
    found = file_of(awa)
    services.assign(actor=actor(petit), file_id=found.pk, member_id=leon.pk, part=Part.LEAD, now=LATER)
    assert queries.lead_of(found, now=LATER) == leon
    assert queries.levels(actor(awa), found.pk, now=LATER) == frozenset()
    assert queries.lead_of(found, now=NOW) == awa, "who led it then is still known"


def test_who_changes_part_keeps_one_only(awa: Member, leon: Member) -> None:
    found = file_of(awa)
    services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.TEAM, now=NOW)
    services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=LATER)
    parts = queries.file(actor(awa), found.pk, now=LATER).parts  # type: ignore[union-attr]
    assert sorted(each.part for each in parts) == [Part.CO_LEAD, Part.LEAD]


def test_a_substitute_has_an_end_which_is_not_over(awa: Member, leon: Member) -> None:
    found = file_of(awa)
    for end, words in ((None, "jusqu’à quand"), (NOW - timedelta(days=1), "déjà passée")):
        with pytest.raises(UnableToKeepFiles, match=words):
            services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.SUBSTITUTE, now=NOW, ends_at=end)
    services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.SUBSTITUTE, now=NOW, ends_at=LATER)
    assert queries.levels(actor(leon), found.pk, now=LATER - timedelta(seconds=1))
    assert not queries.levels(actor(leon), found.pk, now=LATER)


def test_only_social_workers_of_the_house_take_part(awa: Member, petit: Member) -> None:
    found = file_of(awa)
    helene = worker(organisation("CCAS de Brumeval"), "helene")
    for who in (petit, helene):
        with pytest.raises(UnableToKeepFiles, match="ne peut pas intervenir"):
            services.assign(actor=actor(petit), file_id=found.pk, member_id=who.pk, part=Part.CO_LEAD, now=NOW)


def test_a_file_never_stays_without_a_lead(awa: Member) -> None:
    found = file_of(awa)
    (lead,) = queries.file(actor(awa), found.pk, now=NOW).parts  # type: ignore[union-attr]
    with pytest.raises(UnableToKeepFiles, match="prend la suite"):
        services.end_part(actor=actor(awa), file_id=found.pk, assignment_id=lead.pk, now=LATER)


def test_whoever_helps_may_leave(awa: Member, leon: Member) -> None:
    found = file_of(awa)
    given = services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.TEAM, now=NOW)
    services.end_part(actor=actor(leon), file_id=found.pk, assignment_id=given.pk, now=LATER)
    assert queries.levels(actor(leon), found.pk, now=LATER) == frozenset()
    assert actions()[-1] == "file.part_ended"


def test_the_rooms_above_hear_who_comes(awa: Member, leon: Member, django_capture_on_commit_callbacks) -> None:
    heard: list[PartGiven] = []
    bus.listen(PartGiven, heard.append)
    found = file_of(awa)
    with django_capture_on_commit_callbacks(execute=True):
        services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.TEAM, now=NOW)
    assert heard == [PartGiven(found.organisation_id, found.pk, leon.pk, Part.TEAM, NOW)]


def test_a_file_is_closed_with_its_reason_then_opened_again(awa: Member) -> None:
    found = file_of(awa)
    with pytest.raises(UnableToKeepFiles) as refusal:
        services.set_state(actor=actor(awa), file_id=found.pk, state=FileState.CLOSED, now=LATER)
    assert list(refusal.value.problems) == ["reason"]
    services.set_state(actor=actor(awa), file_id=found.pk, state=FileState.CLOSED, reason=ClosingReason.DONE, now=LATER)
    found.refresh_from_db()
    assert (found.state, found.closed_at, found.closing_reason) == ("clos", LATER, "objectifs_atteints")
    services.set_state(actor=actor(awa), file_id=found.pk, state=FileState.ACTIVE, now=LATER)
    found.refresh_from_db()
    assert (found.state, found.closed_at, found.closing_reason) == ("actif", None, "")


def test_nobody_writes_in_a_file_out_of_their_scope(awa: Member, leon: Member) -> None:
    found = file_of(awa)
    before = actions()
    acts = (
        lambda: services.change_person(actor=actor(leon), file_id=found.pk, told=Told("Autre"), now=NOW),
        lambda: services.set_state(actor=actor(leon), file_id=found.pk, state=FileState.STANDBY, now=NOW),
        lambda: services.add_channel(actor=actor(leon), file_id=found.pk, channel=NewChannel("telephone", "1"), now=NOW),
        lambda: services.assign(actor=actor(leon), file_id=found.pk, member_id=leon.pk, part=Part.TEAM, now=NOW),
        lambda: services.bar(actor=actor(leon), file_id=found.pk, member_id=awa.pk, now=NOW),
    )
    for act in acts:
        with pytest.raises(OutOfScope):
            act()
    assert actions() == before


def test_a_number_is_kept_with_whether_it_may_be_dialled_then_forgotten(awa: Member) -> None:
    phone = NewChannel("telephone", " 06 00 00 00 00 ", may_be_used=False, remark="son frère répond")
    told = Told(called="Inès")
    found = services.open_file(actor=actor(awa), service_id=service_of(awa).pk, told=told, phone=phone, now=NOW)
    (kept,) = found.person.channels.all()
    assert (kept.value, kept.may_be_used, kept.remark) == ("06 00 00 00 00", False, "son frère répond")
    services.remove_channel(actor=actor(awa), file_id=found.pk, channel_id=kept.pk, now=NOW)
    assert not found.person.channels.exists()


def test_a_channel_of_somebody_else_cannot_be_removed(awa: Member) -> None:
    mine, other = file_of(awa), file_of(awa, "Autre")
    theirs = services.add_channel(actor=actor(awa), file_id=other.pk, channel=NewChannel("telephone", "0600000000"), now=NOW)
    with pytest.raises(OutOfScope):
        services.remove_channel(actor=actor(awa), file_id=mine.pk, channel_id=theirs.pk, now=NOW)
    assert other.person.channels.exists()
