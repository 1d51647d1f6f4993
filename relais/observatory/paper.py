"""The letter of an alert, from what is kept of it; in French, whatever the language of the screen."""

from collections.abc import Iterable
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from relais.foundation import pdf
from relais.law.blockers.catalogue import OTHER, bodies
from relais.observatory.models import Alert, Sighting
from relais.observatory.rules.letter import Letter, Seen, Told, again, letter, reminder
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


def of_alert(alert: Alert, sightings: Iterable[Sighting], *, house: str, on: date) -> Letter:
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


def as_pdf(made: Letter) -> bytes:
    """On one page of A4; pdf.UnableToRender when this machine makes none."""
    with translation.override("fr"):
        html = render_to_string("observatory/letter_document.html", {"letter": made})
    return pdf.render(html, stylesheets=STYLES)
