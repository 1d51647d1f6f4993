"""``File.lead`` repeats who the assignments say leads the file, whatever is done; nobody is let in by it."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relais.accounts.models import Member, RoleGrant
from relais.kernel.decisions import Refused
from relais.people import queries, services
from relais.people.models import Assignment, File
from relais.people.rules import Level
from relais.people.services import UnableToKeepFiles
from relais.people.terms import Part, Shelf
from tests.factories.people import NOW, actor, file_of, worker
from tests.people.test_flow import asked
from tests.people.test_merges import merged

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def agree() -> bool:
    """Whether every file names who leads it."""
    told = dict(File.objects.values_list("pk", "lead_id"))
    led = Assignment.objects.filter(part=Part.LEAD, ends_at=None)
    return told == dict.fromkeys(told) | dict(led.values_list("file_id", "member_id"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(("assign", "hand over", "bar")), st.integers(0, 2), st.sampled_from(Part)), max_size=6))
def test_whatever_is_done_the_file_and_its_assignments_agree(
    awa: Member, leon: Member, petit: Member, house, acts: list[tuple[str, int, Part]]
) -> None:
    zoe = Member.objects.filter(identifier="zoe").first() or worker(house, "zoe")
    people, found = (awa, leon, zoe), file_of(awa)
    for hour, (act, number, part) in enumerate(acts, start=1):
        who, now = people[number], NOW + hour * HOUR
        until = {"ends_at": now + HOUR} if part == Part.SUBSTITUTE else {}
        try:
            if act == "assign":
                services.assign(actor=actor(petit), file_id=found.pk, member_id=who.pk, part=part, now=now, **until)
            elif act == "bar":
                services.bar(actor=actor(petit), file_id=found.pk, member_id=who.pk, now=now)
            elif (lead := queries.lead_of(found, now=now)) is not None and lead != who:
                services.propose_handover(actor=actor(petit), from_member_id=lead.pk, to_member_id=who.pk, file_ids=[found.pk], now=now)
                for one in queries.handovers_to_answer(actor(who)):
                    services.answer_handover(actor=actor(who), handover_id=one.pk, accepted=True, now=now)
        except (UnableToKeepFiles, Refused):
            pass
        assert agree(), (act, who, part)
    assert queries.lead_of(found, now=NOW + len(acts) * HOUR) == File.objects.select_related("lead").get(pk=found.pk).lead


def test_a_merge_and_its_undoing_keep_who_leads(awa: Member, leon: Member, petit: Member) -> None:
    kept, other = file_of(awa, "Inès Bakri", birth_year=None), file_of(leon, "Inès Bakri", birth_year=None)
    services.assign(actor=actor(leon), file_id=other.pk, member_id=awa.pk, part=Part.CO_LEAD, now=NOW)
    done = merged(awa, kept, other)
    assert agree()
    services.undo_merge(actor=actor(awa), file_id=kept.pk, merge_id=done.pk, now=NOW + timedelta(days=4))
    assert agree()
    assert set(File.objects.values_list("lead_id", flat=True)) == {awa.pk, leon.pk}


def test_who_leads_has_no_end_and_leaves_only_to_another(awa: Member, leon: Member, petit: Member) -> None:
    found = file_of(awa)
    with pytest.raises(UnableToKeepFiles) as refused:
        services.assign(actor=actor(petit), file_id=found.pk, member_id=leon.pk, part=Part.LEAD, now=NOW, ends_at=NOW + HOUR)
    assert set(refused.value.problems) == {"until"}
    with pytest.raises(UnableToKeepFiles) as refused:
        services.assign(actor=actor(petit), file_id=found.pk, member_id=awa.pk, part=Part.TEAM, now=NOW)
    assert set(refused.value.problems) == {"part"}
    assert queries.lead_of(found, now=NOW) == awa


def test_a_file_without_anybody_at_work_is_on_the_shelf_and_opens_to_nobody_more(awa: Member, leon: Member, petit: Member) -> None:
    found, same = file_of(awa), file_of(leon, "B")
    File.objects.filter(pk=found.pk).update(lead=leon)  # a column alone opens nothing
    assert queries.levels(actor(leon), found.pk, now=NOW) == frozenset()
    assert Level.EVALUATION in queries.levels(actor(awa), found.pk, now=NOW)
    RoleGrant.objects.filter(member=leon).update(ends_on=NOW.date())
    assert set(queries.on_shelf(actor(petit), Shelf.WITHOUT_LEAD, now=NOW)) == {found, same}
    File.objects.filter(pk=same.pk).update(lead=None)
    assert queries.due.without_lead(actor(petit), now=NOW).count() == 2


def test_files_entrusted_all_at_once_change_hands_in_the_list(awa: Member, leon: Member, petit: Member) -> None:
    first, second = file_of(awa, "A"), file_of(awa, "B")
    asked(petit, awa, leon, first, second)
    for one in queries.handovers_to_answer(actor(leon)):
        services.answer_handover(actor=actor(leon), handover_id=one.pk, accepted=True, now=NOW)
    assert agree()
    assert {one.lead_name for one in queries.leads(File.objects.all())} == {leon.display_name}
