"""The letter of an alert, from what is kept of it; in French, whatever the language of the screen."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from relais.foundation import pdf
from relais.law.blockers.catalogue import OTHER, bodies
from relais.observatory.models import Alert, AlertCopy, Sighting
from relais.observatory.rules.letter import Letter, Seen, Told, again, copy, letter, reminder
from relais.observatory.terms import CopyTo
from relais.procedures.terms.blockers import blockage_title, body_in, service_name

STYLES = ("observatory/letter.css",)


def body_name(service: str) -> str:
    """The body of a téléservice or a line, in words."""
    return (bodies().get(body_in(service)) or bodies()[OTHER]).name


def _where(service: str) -> str:
    """The téléservice alone: its body stands beside."""
    body, told = body_name(service), service_name(service)
    return told.removeprefix(f"{body}, ")


def _seen(found: Iterable[Sighting]) -> list[Seen]:
    return [
        Seen(
            one.day,
            one.people,
            one.get_harm_display(),
            one.hour,
            one.get_device_display() if one.device else "",
            one.get_browser_display() if one.browser else "",
            one.times,
            one.minutes,
        )
        for one in found
    ]


def in_order(copies: Iterable[AlertCopy]) -> list[AlertCopy]:
    """Copies in the order of the screen."""
    return sorted(copies, key=lambda one: CopyTo.values.index(one.kind))


def of_alert(alert: Alert, sightings: Iterable[Sighting], *, house: str, on: date, copies: Iterable[AlertCopy] = ()) -> Letter:
    """The letter of a day, from all that was met."""
    with translation.override("fr"):
        told = Told(
            house=house,
            recipient=alert.recipient,
            address=alert.address,
            body=body_name(alert.service),
            service=_where(alert.service),
            step=alert.get_step_display(),
            trouble=blockage_title(alert.code),
            fix=alert.fix,
            message=alert.message,
            unfit=alert.unfit,
            meanwhile=alert.get_meanwhile_display() if alert.meanwhile else "",
            levers=tuple(alert.levers),
            copies=tuple(one.get_kind_display() for one in in_order(copies)),
        )
        return letter(told, _seen(sightings), on=on)


def as_sent(alert: Alert) -> Letter:
    """The letter as it went."""
    return again(alert.sent)


def to_chase(alert: Alert, sightings: Iterable[Sighting], *, sent: date, on: date) -> Letter:
    """The reminder of a day, with what was met since it went."""
    with translation.override("fr"):
        since = _seen(one for one in sightings if one.added_on > sent)
        return reminder(as_sent(alert), sent=sent, seen=since, on=on)


def with_copies(made: Letter, copies: Iterable[AlertCopy]) -> list[Letter]:
    """The letter, then each of its copies with its own address."""
    with translation.override("fr"):
        return [made, *(copy(made, to=str(CopyTo(one.kind).label), address=one.address) for one in in_order(copies))]


def as_pdf(letters: Sequence[Letter]) -> bytes:
    """Each on one page of A4; pdf.UnableToRender when this machine makes none."""
    with translation.override("fr"):
        html = render_to_string("observatory/letter_document.html", {"letters": letters})
    return pdf.render(html, stylesheets=STYLES)
