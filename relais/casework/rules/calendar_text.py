"""A calendar as text (RFC 5545), with nothing in it but hours: no name, no reason, no address.

``icalendar`` is not among our dependencies; what a feed of busy hours needs is a page of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

#: content lines are folded so that none is longer, in octets (RFC 5545 §3.1).
_FOLD = 75


@dataclass(frozen=True, slots=True)
class Event:
    """One period. ``uid``: says nothing and never changes; ``title``: neutral words; ``changed_at``: when it was last written."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    changed_at: datetime


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of 75 octets at most, never cutting a character; each piece after the first begins by a space."""
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > _FOLD:
            pieces.append(piece)
            piece = " "
        piece += sign
    return "\r\n".join([*pieces, piece])


def calendar(events: Iterable[Event], *, name: str, language: str = "fr") -> str:
    """The whole calendar, lines ended as the format asks."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Relais//Agenda//{language.upper()}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]
    for one in events:
        lines += ["BEGIN:VEVENT", f"UID:{one.uid}", f"DTSTAMP:{_stamp(one.changed_at)}", f"DTSTART:{_stamp(one.starts_at)}"]
        lines += [f"DTEND:{_stamp(one.ends_at)}", f"SUMMARY:{_text(one.title)}", "CLASS:PRIVATE", "END:VEVENT"]
    return "\r\n".join(_folded(line) for line in [*lines, "END:VCALENDAR"]) + "\r\n"
