"""The calendar file: whole days, lines cut between letters, nothing that tells a right or a name."""

from datetime import UTC, date, datetime

import pytest

from relais.procedures.rules.calendar_file import Event, calendar_file

MADE = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)


def lines(*events: Event) -> list[str]:
    return calendar_file(events, mark="abc", made_at=MADE).decode().split("\r\n")


def test_an_event_is_a_whole_day_that_ends_on_the_next_and_takes_no_time():
    made = lines(Event("1", date(2026, 12, 31), "Date 1"))
    assert made[0] == "BEGIN:VCALENDAR" and made[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20261231" in made and "DTEND;VALUE=DATE:20270101" in made
    assert "UID:abc-1" in made and "DTSTAMP:20261122T130000Z" in made
    assert "TRANSP:TRANSPARENT" in made and "CLASS:PRIVATE" in made


def test_a_long_title_is_cut_between_letters_and_reads_back_whole():
    title = "é" * 100 + ", a;b\\c\nd"
    raw = calendar_file([Event("1", date(2026, 12, 31), title)], mark="abc", made_at=MADE)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    whole = raw.decode().replace("\r\n ", "")
    assert "SUMMARY:" + "é" * 100 + "\\, a\\;b\\\\c\\nd\r\n" in whole


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        calendar_file([], mark="abc", made_at=datetime(2026, 1, 1))  # noqa: DTZ001 - a naive moment is what is refused
