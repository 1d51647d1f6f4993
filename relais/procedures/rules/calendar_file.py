"""The dates of an answer as an iCalendar file (RFC 5545): whole days, neutral titles, nobody's name and no right named. Pure.

A calendar is read by a family, an employer, a telephone left on a table: each event bears only its number in the printed list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

#: octets of a line before it is folded.
_LONGEST: Final = 75


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day. ``key``: tells it from the others of its file; ``title``: what a calendar shows."""

    key: str
    on: date
    title: str


def calendar_file(events: Iterable[Event], *, mark: str, made_at: datetime) -> bytes:
    """The file. ``mark``: a random text that makes its identifiers unique; ``made_at``: an aware moment. ValueError on a naive one."""
    if made_at.tzinfo is None:
        raise ValueError("the moment of a calendar file is aware")
    stamp = f"{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Relais//dates//FR", "METHOD:PUBLISH"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{mark}-{event.key}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(event.title)}",
            "CLASS:PRIVATE",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return b"".join(_folded(line) for line in (*lines, "END:VCALENDAR"))


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line with its end, cut between letters so that no piece passes ``_LONGEST`` octets; a piece that follows starts with a space."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > _LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join((*pieces, piece)) + b"\r\n"
