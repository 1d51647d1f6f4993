"""What holds of a writing that the law asks to transmit: the parents told before, and days that follow each other. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from relais.kernel.sentences import Sentence

#: codes of ``terms.transmissions.Parents``.
TOLD, LATER, AGAINST = "informes", "a_informer", "contraire"


@dataclass(frozen=True, slots=True)
class Way:
    """Where it stands. ``why_not``: why the parents are not told, "" when they are; ``left_on``: when it was decided not to send it."""

    body: str = ""
    parents: str = LATER
    parents_on: date | None = None
    why_not: str = ""
    sent_on: date | None = None
    sent_by: str = ""
    returned_on: date | None = None
    left_on: date | None = None


def problems(way: Way, *, begun_on: date, today: date) -> Mapping[str, str]:
    """What is wrong, by field; empty when all holds. Nothing is sent before the parents were told, unless that harms the child
    (CASF L.226-2-1); nothing is told of a day to come.
    """
    found: dict[str, str] = {}
    days = {name: getattr(way, name) for name in ("parents_on", "sent_on", "returned_on", "left_on")}
    found |= {name: Sentence("Cette date n’est pas encore venue.") for name, day in days.items() if day is not None and day > today}
    if way.parents == TOLD and way.parents_on is None:
        found["parents_on"] = Sentence("Dites quel jour les parents ont été informés.")
    if way.parents == AGAINST and not way.why_not.strip():
        found["why_not"] = Sentence("Dites pourquoi les informer serait contraire à l’intérêt de l’enfant.")
    if way.sent_on is not None:
        found |= _sent(way, begun_on=begun_on)
    if way.returned_on is not None and (way.sent_on is None or way.returned_on < way.sent_on):
        found.setdefault("returned_on", Sentence("Un retour vient après l’envoi."))
    if way.left_on is not None and way.sent_on is not None:
        found.setdefault("left_on", Sentence("Cet écrit est transmis : effacez d’abord la date d’envoi, si c’est une erreur."))
    return found


def _sent(way: Way, *, begun_on: date) -> Mapping[str, str]:
    found = {}
    if way.parents == LATER:
        found["parents"] = Sentence("Avant l’envoi, dites si les parents sont informés, ou pourquoi ils ne le sont pas.")
    if way.sent_on is not None and way.sent_on < begun_on:
        found["sent_on"] = Sentence("Cet écrit a été commencé après ce jour.")
    if not way.sent_by:
        found["sent_by"] = Sentence("Dites comment il est parti.")
    return found
