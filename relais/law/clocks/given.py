"""The days that a person gives to a clock, and what cannot be among them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from relais.kernel.sentences import LongDay, Sentence
from relais.law.clocks.holidays import METROPOLE

#: days between the first and the last possible day of reception: beyond, a proof is worth more than a window.
WIDEST_WINDOW: Final = 92
#: how long a registered letter waits at the post office (source `poste-instance`, à vérifier): the window when only posting is known.
POSTAL_DAYS: Final = 15


class ImpossibleDatesError(ValueError):
    """Days that cannot all be true.

    ``sentence``: one sentence, French as a ``str``. ``days``: the names of the days that disagree, as in ``Given`` ("start" is the
    reception, "until" the last day it may have been), the one to look at first; empty when none can be named.
    """

    def __init__(self, sentence: Sentence, *days: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.days = days


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
            raise ImpossibleDatesError(Sentence("dites quand le courrier a été reçu, ou au moins quand il a été posté"), "start")
        return Reception(posted, posted + timedelta(days=POSTAL_DAYS))
    last = until or received
    if last < received:
        told = Sentence(
            "le {last} vient avant le {received}\u00a0: écrivez la première date d’abord", last=LongDay(last), received=LongDay(received)
        )
        raise ImpossibleDatesError(told, "until", "start")
    if (last - received).days > WIDEST_WINDOW:
        told = Sentence(
            "plus de {days} jours séparent les deux dates de réception\u00a0: demandez d’abord une preuve de réception", days=WIDEST_WINDOW
        )
        raise ImpossibleDatesError(told, "until", "start")
    if posted is not None and received < posted:
        told = Sentence(
            "reçu le {received}, avant d’être posté le {posted}\u00a0: l’une des dates est fausse",
            received=LongDay(received),
            posted=LongDay(posted),
        )
        raise ImpossibleDatesError(told, "start", "posted")
    return Reception(received, last)


#: (earlier, later, sentence): the later day may not come before the earlier one.
_ORDER: Final = (
    ("start", "complete", Sentence("le dossier ne peut pas être complet avant d’être reçu")),
    ("start", "asked", Sentence("des pièces ne se demandent pas avant la réception du dossier")),
    ("asked", "complete", Sentence("le dossier ne peut pas être complété avant la demande de pièces")),
    ("asked", "asked_until", Sentence("la date limite fixée pour les pièces vient après leur demande")),
    ("start", "filed", Sentence("un recours ne se dépose pas avant la réception de la décision")),
    ("start", "rectification", Sentence("une rectification ne se demande pas avant la réception du courrier")),
    ("start", "answer", Sentence("une réponse ne vient pas avant la réception")),
    ("filed", "answer", Sentence("une réponse ne vient pas avant le recours")),
    ("rectification", "answer", Sentence("une réponse ne vient pas avant la demande de rectification")),
    ("start", "silence_reasons", Sentence("les motifs ne se demandent pas avant la réception de la demande")),
    ("silence_reasons", "answer", Sentence("les motifs ne sont pas donnés avant d’être demandés")),
)


def check(given: Given) -> None:
    """ImpossibleDatesError when two days contradict each other."""
    for earlier, later, sentence in _ORDER:
        before, after = given.day(earlier), given.day(later)
        if before is not None and after is not None and after < before:
            told = Sentence("{why} ({first}, puis {then})", why=sentence, first=LongDay(after), then=LongDay(before))
            raise ImpossibleDatesError(told, later, earlier)
    for pause in (*given.suspended, *given.interrupted):
        if pause.began < given.received:
            told = Sentence("le délai ne peut pas s’arrêter le {began}, avant d’avoir commencé", began=LongDay(pause.began))
            raise ImpossibleDatesError(told)
        if pause.ended < pause.began:
            told = Sentence("le délai ne peut pas reprendre le {ended}, avant de s’être arrêté", ended=LongDay(pause.ended))
            raise ImpossibleDatesError(told)
