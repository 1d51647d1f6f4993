"""Signals of the journal: written once a week from what was read, without a name; for the delegate alone, who settles them."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.administration.models import Signal, WatchedWeek
from relais.administration.queries import registers
from relais.administration.services import lapses, policy, signals, watch
from relais.administration.services.retention import UnableToKeepRegisters
from relais.administration.terms import SignalRule, SignalState
from relais.foundation import journal, journal_sealing
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import merging, services
from relais.people.models import Assignment, File
from relais.people.terms import Motive
from relais.project.cli import main
from tests.factories.accounts import signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
TUESDAY = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def file(awa: Member) -> File:
    return file_of(awa, now=TUESDAY - HOUR)


def read(who: Member, found: File, *, at: datetime = TUESDAY) -> None:
    """As a page of the file does, before it is shown."""
    services.note_reading(actor=actor(who), found=found, now=at)


def found(house: Organisation) -> list[tuple[str, str, object]]:
    watch.watch(now=NOW)
    rows = Signal.objects.filter(organisation=house).select_related("member").order_by("rule", "member__identifier", "on", "pk")
    return [(one.rule, one.member.identifier, one.file_ref) for one in rows]


def test_whoever_keeps_a_file_and_whoever_receives_are_told_of_nothing(awa: Member, yasmine: Member, file: File, house) -> None:
    for day in range(3):
        read(awa, file, at=TUESDAY + day * DAY)
        read(yasmine, file, at=TUESDAY + day * DAY)
    assert found(house) == []
    assert WatchedWeek.objects.filter(organisation=house).get().week_on == MONDAY


def test_what_nothing_opened_then_is_told(awa: Member, leon: Member, file: File, house) -> None:
    given = Assignment.objects.create(file=file, member=leon, part="equipe", starts_at=TUESDAY)
    read(leon, file, at=TUESDAY + HOUR)
    read(awa, file, at=TUESDAY + HOUR)
    Assignment.objects.filter(pk=given.pk).update(starts_at=TUESDAY + 2 * HOUR)
    assert found(house) == [(SignalRule.NOTHING_OPENS, "leon", file.pk)]


def test_an_exceptional_access_has_its_review_and_no_signal(leon: Member, file: File, house) -> None:
    said = {"motive": Motive.DANGER, "words": "Sa voisine appelle, inquiète."}
    services.take_exceptional_access(actor=actor(leon), called="Inès Bakri", birth_year=1988, now=TUESDAY, **said)
    read(leon, file, at=TUESDAY + HOUR)
    assert found(house) == []


def test_a_presence_written_by_who_then_reads_is_told_and_one_written_by_the_reception_is_not(
    leon: Member, petit: Member, yasmine: Member, file: File, house
) -> None:
    for who, by in ((petit, petit), (leon, yasmine)):
        day = timezone.localdate(TUESDAY)
        services.put_on_duty(actor=actor(petit), service_id=file.service_id, member_id=who.pk, on=day, now=TUESDAY)
        services.record_presence(actor=actor(by), file_id=file.pk, member_id=who.pk, now=TUESDAY)
        read(who, file, at=TUESDAY + HOUR)
    assert found(house) == [(SignalRule.DESK_ALONE, "petit", file.pk)]


def test_many_files_in_an_hour_beyond_what_the_delegate_chose(awa: Member, nadia: Member, house) -> None:
    kept = registers.policy_of(house)
    assert kept.files_an_hour == 30
    told = {name: getattr(kept, name) for name in policy.FIELDS}
    with pytest.raises(UnableToKeepRegisters):
        policy.change(actor=actor(nadia), told={**told, "files_an_hour": 4}, now=NOW)
    policy.change(actor=actor(nadia), told={**told, "files_an_hour": 5}, now=NOW)
    for rank in range(6):
        read(awa, file_of(awa, f"Personne {rank}", now=TUESDAY - HOUR), at=TUESDAY + timedelta(minutes=rank))
    assert found(house) == [(SignalRule.MANY, "awa", None)]
    assert Signal.objects.get().count == 6


def test_who_comes_back_four_days_without_writing_and_does_not_follow_the_file(yasmine: Member, file: File, house) -> None:
    for day in range(4):
        read(yasmine, file, at=TUESDAY + day * DAY)
    assert found(house) == [(SignalRule.COMES_BACK, "yasmine", file.pk)]


def test_a_namesake_and_a_colleague_are_told_once_and_no_name_is_kept(house, nadia: Member) -> None:
    awa = worker(house, "awa")
    Member.objects.filter(pk=awa.pk).update(display_name="Awa Diallo-Petit")
    worker(house, "ines")
    Member.objects.filter(identifier="ines").update(display_name="Inès Le Goff")
    same, colleague, other = (file_of(awa, called, now=TUESDAY - HOUR) for called in ("Mme DIALLO", "LE GOFF Inès", "Mme Petitjean"))
    for one in (same, colleague, other):
        read(awa, one)
    assert found(house) == [(SignalRule.COLLEAGUE, "awa", colleague.pk), (SignalRule.FAMILY_NAME, "awa", same.pk)]
    for one in Signal.objects.order_by("pk"):
        signals.settle(actor=actor(nadia), signal_id=one.pk, state=SignalState.NOTHING, now=NOW)
        kept = repr([getattr(one, field.attname) for field in Signal._meta.concrete_fields]).casefold()
        assert not any(name in kept for name in ("diallo", "goff", "inès", "petit"))
    read(awa, same, at=NOW)
    watch.watch(now=NOW + 7 * DAY)
    assert Signal.objects.count() == 2, "a name does not change: told once for as long as the signal is kept"


def test_each_week_is_looked_at_once_and_the_pass_goes_on_where_it_stopped(
    yasmine: Member, file: File, house, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_every_day(*weeks: int) -> None:
        for week in weeks:
            for day in range(4):
                read(yasmine, file, at=TUESDAY + (7 * week + day) * DAY)

    look_every_day(0)
    assert watch.watch(now=NOW) == watch.Watched(1, 1)
    look_every_day(1, 2)
    later, stopped = NOW + 14 * DAY, watch.watch_week

    def halfway(house: Organisation, *, monday: date, now: datetime) -> int:
        if monday > MONDAY + 7 * DAY:
            raise KeyboardInterrupt
        return stopped(house, monday=monday, now=now)

    monkeypatch.setattr(watch, "watch_week", halfway)
    with pytest.raises(KeyboardInterrupt):
        watch.watch(now=later)
    monkeypatch.setattr(watch, "watch_week", stopped)
    assert Signal.objects.count() == 2
    seen: list[tuple[int, int]] = []
    assert watch.watch(now=later, told=lambda done, total: seen.append((done, total))) == watch.Watched(1, 1)
    assert seen == [(1, 1)]
    assert watch.watch(now=later) == watch.Watched(0, 0)
    assert watch.watch_week(house, monday=MONDAY, now=later) == 0
    assert Signal.objects.count() == 3
    lines = JournalEntry.objects.filter(action="readings.watched", organisation_id=house.pk)
    assert lines.count() == 3, "that the journal was read is a line of it"
    assert not list(journal.breaches(journal.chain_of(house.pk)))


def test_the_rules_begin_by_the_last_week_that_is_over_and_go_back_eight_after_a_stop(file: File, house: Organisation) -> None:
    house.opened_at = NOW - 400 * DAY
    house.save(update_fields=["opened_at"])
    assert watch.watch(now=NOW).weeks == 1, "a team is told the rules first: its past is not searched"
    assert watch.watch(now=NOW + 70 * DAY).weeks == 8


def test_only_sealed_lines_of_accounts_about_files_are_read(awa: Member, file: File, house) -> None:
    read(awa, file)
    journal.record(actor=actor(awa), action="session.opened", at=TUESDAY, subject=awa)

    def lines() -> list[journal.Done]:
        return list(journal.done_between(house.pk, of="people.file", since=TUESDAY - DAY, until=TUESDAY + DAY))

    assert lines() == []
    journal_sealing.seal_all(now=NOW)
    assert [(one.actor_id, one.about_id, one.action, one.is_reading) for one in lines()] == [
        (awa.pk, file.pk, "file.opened", False),
        (awa.pk, file.pk, "file.read", True),
    ]


@pytest.fixture
def one(yasmine: Member, file: File, house: Organisation) -> Signal:
    for day in range(4):
        read(yasmine, file, at=TUESDAY + day * DAY)
    watch.watch(now=NOW)
    return Signal.objects.get()


def test_the_delegate_settles_a_signal_takes_it_back_and_each_act_is_journaled(nadia: Member, one: Signal) -> None:
    delegate, address = signed_in(nadia), reverse("administration:signal", args=[one.pk])
    page = delegate.get(reverse("administration:signals")).content.decode()
    assert one.member.reference in page
    assert one.member.display_name not in page
    assert "Inès" not in page + delegate.get(address).content.decode()
    assert delegate.post(address, {"words": "Elle appelait."}).status_code == 422
    assert "Elle appelait." in delegate.post(address, {"words": "Elle appelait."}).content.decode()
    assert delegate.post(address, {"state": SignalState.NOTHING, "words": "Elle appelait."}).status_code == 302
    assert delegate.post(address, {"state": SignalState.ACTED}).status_code == 422, "settled once, until it is taken back"
    assert "Elle appelait." in delegate.get(address).content.decode()
    assert "Rien à regarder" in delegate.get(reverse("administration:signals")).content.decode()
    assert delegate.post(reverse("administration:reopen_signal", args=[one.pk])).status_code == 302
    assert "Elle appelait.</textarea>" in delegate.get(address).content.decode(), "what was noted is kept to be corrected"
    one.refresh_from_db()
    assert (one.state, one.settled_by_id, one.words.open()) == (SignalState.TO_SEE, None, "Elle appelait.")
    acts = JournalEntry.objects.filter(actor_id=nadia.pk).order_by("id").values_list("action", flat=True)
    told = [act for act in acts if "signal" in act]
    assert [told[0], told[1]] == ["organisation.signals_read", "signal.read"]
    assert {"signal.settled", "signal.reopened"} <= set(told)
    assert not JournalEntry.objects.filter(action__startswith="signal.", about_id__isnull=False).exists(), "no file tells of its signals"


def test_nobody_else_reads_them_a_head_no_more_than_others(petit: Member, awa: Member, nadia: Member, one: Signal) -> None:
    for who in (petit, awa, one.member):
        for address in (reverse("administration:signals"), reverse("administration:signal", args=[one.pk])):
            assert signed_in(who).get(address).status_code == 404
        with pytest.raises(OutOfScope):
            signals.opened(actor=actor(who), signal_id=one.pk, now=NOW)
        with pytest.raises(OutOfScope):
            signals.settle(actor=actor(who), signal_id=one.pk, state=SignalState.NOTHING, now=NOW)
        with pytest.raises(OutOfScope):
            signals.note_list_read(actor=actor(who), now=NOW)
    stranger = worker(nadia.organisation, "autre-deleguee", Role.DPO)
    assert signed_in(stranger).get(reverse("administration:signal", args=[one.pk])).status_code == 200, "delegates look together"


def test_nobody_settles_what_is_about_their_own_account(house: Organisation, one: Signal) -> None:
    both = worker(house, "seule", Role.DPO, Role.SOCIAL_WORKER)
    Signal.objects.filter(pk=one.pk).update(member=both)
    with pytest.raises(Refused, match="votre compte"):
        signals.settle(actor=actor(both), signal_id=one.pk, state=SignalState.NOTHING, now=NOW)
    page = signed_in(both).get(reverse("administration:signal", args=[one.pk])).content.decode()
    assert "Ce signal concerne votre compte" in page
    assert "Enregistrer ma réponse" not in page


def test_the_list_asks_the_same_of_the_database_whatever_its_length(nadia: Member, one: Signal, django_assert_max_num_queries) -> None:
    delegate, address = signed_in(nadia), reverse("administration:signals")
    delegate.get(address)
    with django_assert_max_num_queries(14) as few:
        delegate.get(address)
    for rank in range(12):
        told = {"week_on": one.week_on, "rule": one.rule, "on": one.on, "count": 4, "standing": one.standing}
        Signal.objects.create(
            organisation=one.organisation, member=worker(one.organisation, f"agent-{rank}"), file_ref=one.file_ref, **told
        )
    with django_assert_max_num_queries(len(few.captured_queries)):
        delegate.get(address)


def test_everybody_is_told_of_the_journal_of_its_rules_and_of_the_number(awa: Member, nadia: Member, house) -> None:
    kept = registers.policy_of(house)
    policy.change(actor=actor(nadia), told={name: getattr(kept, name) for name in policy.FIELDS} | {"files_an_hour": 17}, now=NOW)
    client = signed_in(awa)
    page = client.get(reverse("administration:noted")).content.decode()
    assert all(str(rule.label) in page for rule in SignalRule)
    assert "17 dossiers en une heure" in page
    assert awa.reference in page
    assert reverse("administration:noted") in client.get(reverse("accounts:home")).content.decode()


def test_the_command_says_how_many_of_nobody_and_is_done_once(
    yasmine: Member, file: File, house: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    for day in range(4):
        read(yasmine, file, at=TUESDAY + day * DAY)
    with time_machine.travel(NOW, tick=False):
        assert main(["journal", "watch"]) == 0
        said = capsys.readouterr()
        assert said.out == "Semaines regardées : 1. Signaux pour la ou le délégué : 1.\n"
        assert said.err == "1 / 1\n"
        assert main(["journal", "watch"]) == 0
    assert capsys.readouterr().out == "Semaines regardées : 0. Signaux pour la ou le délégué : 0.\n"


def test_a_file_made_one_with_another_and_one_that_is_gone_raise_no_alarm(awa: Member, file: File, house: Organisation) -> None:
    twice, gone = (file_of(awa, called, now=TUESDAY - HOUR) for called in ("Inès Bakri", "Hugo Marin"))
    for one in (file, twice, gone):
        read(awa, one)
    seen = merging.digest(merging.image((file.person_id, twice.person_id)))
    services.merge_persons(actor=actor(awa), file_id=file.pk, other_id=twice.pk, chosen={}, seen=seen, now=TUESDAY + HOUR)
    gone.person.delete()
    assert found(house) == []


def test_a_signal_goes_with_the_journal_after_twelve_months(one: Signal) -> None:
    lapses.erase_lapsed(now=NOW + 350 * DAY)
    assert Signal.objects.exists()
    lapses.erase_lapsed(now=NOW + 400 * DAY)
    assert not Signal.objects.exists()
