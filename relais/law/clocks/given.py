"""The days that a person gives to a clock, and what cannot be among them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from relais.law.clocks.holidays import METROPOLE
from relais.law.clocks.wording import day_words

#: days between the first and the last possible day of reception: beyond, a proof is worth more than a window.
WIDEST_WINDOW: Final = 92
#: how long a registered letter waits at the post office (source `poste-instance`, à vérifier): the window when only posting is known.
POSTAL_DAYS: Final = 15


class ImpossibleDatesError(ValueError):
    """Days that cannot all be true; the message is one French sentence."""


@dataclass(frozen=True, slots=True)
class Pause:
    """From one day to another: a clock that stands still, or that starts again at ``ended``."""

    began: date
    ended: date


@dataclass(frozen=True, slots=True)
class Given:
    """What is known. ``received``: the day that starts the clock; every other day may be unknown (None).

    ``complete``: last missing item received. ``asked``: request for missing items received, to be answered before ``asked_until``.
    ``filed``: appeal received by the body seized. ``rectification``: request to correct an overpayment. ``answer``: decision, answer or
    reasons received. ``silence_reasons``: reasons of a silent refusal asked. ``remedies_missing``: the notice told no remedies.
    """

    received: date
    posted: date | None = None
    complete: date | None = None
    asked: date | None = None
    asked_until: date | None = None
    filed: date | None = None
    rectification: date | None = None
    answer: date | None = None
    silence_reasons: date | None = None
    zone: str = METROPOLE
    remedies_missing: bool = False
    suspended: tuple[Pause, ...] = ()
    interrupted: tuple[Pause, ...] = ()

    def day(self, name: str) -> date | None:
        """A given day by the name that tables use; "start" is the day of reception."""
        if name == "start":
            return self.received
        found: date | None = getattr(self, name)
        return found


@dataclass(frozen=True, slots=True)
class Reception:
    """The day of reception, or the first and the last day it may have been."""

    first: date
    last: date

    @property
    def known(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    def days(self) -> list[date]:
        """Each possible day."""
        return [self.first + timedelta(days=rank) for rank in range((self.last - self.first).days + 1)]


def reception(*, received: date | None, until: date | None = None, posted: date | None = None) -> Reception:
    """The window in which the letter came. ImpossibleDatesError when nothing is known, or when it cannot be.

    ``received`` alone is a day; with ``until`` it is a window; ``posted`` alone opens the window of the post: never an invented day.
    """
    if received is None:
        if posted is None:
            raise ImpossibleDatesError("dites quand le courrier a été reçu, ou au moins quand il a été posté")
        return Reception(posted, posted + timedelta(days=POSTAL_DAYS))
    last = until or received
    if last < received:
        raise ImpossibleDatesError(f"le {day_words(last)} vient avant le {day_words(received)}\u00a0: écrivez la première date d’abord")
    if (last - received).days > WIDEST_WINDOW:
        raise ImpossibleDatesError(
            f"plus de {WIDEST_WINDOW} jours séparent les deux dates de réception\u00a0: demandez d’abord une preuve de réception"
        )
    if posted is not None and received < posted:
        raise ImpossibleDatesError(
            f"reçu le {day_words(received)}, avant d’être posté le {day_words(posted)}\u00a0: l’une des dates est fausse"
        )
    return Reception(received, last)


#: (earlier, later, sentence): the later day may not come before the earlier one.
_ORDER: Final = (
    ("start", "complete", "le dossier ne peut pas être complet avant d’être reçu"),
    ("start", "asked", "des pièces ne se demandent pas avant la réception du dossier"),
    ("asked", "complete", "le dossier ne peut pas être complété avant la demande de pièces"),
    ("asked", "asked_until", "la date limite fixée pour les pièces vient après leur demande"),
    ("start", "filed", "un recours ne se dépose pas avant la réception de la décision"),
    ("start", "rectification", "une rectification ne se demande pas avant la réception du courrier"),
    ("start", "answer", "une réponse ne vient pas avant la réception"),
    ("filed", "answer", "une réponse ne vient pas avant le recours"),
    ("rectification", "answer", "une réponse ne vient pas avant la demande de rectification"),
    ("start", "silence_reasons", "les motifs ne se demandent pas avant la réception de la demande"),
    ("silence_reasons", "answer", "les motifs ne sont pas donnés avant d’être demandés"),
)


def check(given: Given) -> None:
    """ImpossibleDatesError when two days contradict each other."""
    for earlier, later, sentence in _ORDER:
        before, after = given.day(earlier), given.day(later)
        if before is not None and after is not None and after < before:
            raise ImpossibleDatesError(f"{sentence} ({day_words(after)}, puis {day_words(before)})")
    for pause in (*given.suspended, *given.interrupted):
        if pause.began < given.received:
            raise ImpossibleDatesError(f"le délai ne peut pas s’arrêter le {day_words(pause.began)}, avant d’avoir commencé")
        if pause.ended < pause.began:
            raise ImpossibleDatesError(f"le délai ne peut pas reprendre le {day_words(pause.ended)}, avant de s’être arrêté")
