"""Where an open right stands before its end, on a day: nothing yet, spoken of, pressing, told to the head, over. Pure.

Nothing is written for it: the stage is read from the last day of the right, so that a list is true the day it is looked at. What stops
an alert is a fact: a later last day, a right no longer followed, a «no» of the person. A renewal that was filed keeps its line, quietly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from relais.law.clocks.renewals import HEAD_TOLD, HEAD_TOLD_AGAIN, Renewal


class Stage(StrEnum):
    """The stages, in their order."""

    OPEN = "fenetre"
    PRESSING = "relance"
    HEAD = "trente_jours"
    AT_ONCE = "sept_jours"
    BROKEN = "rupture"


@dataclass(frozen=True, slots=True)
class Ending:
    """One right before its end. ``asked``: its renewal was filed and nobody refused it yet; ``declined``: the person does not wish it."""

    renewal: Renewal
    ends_on: date
    asked: bool = False
    declined: bool = False


def days(renewal: Renewal, ends_on: date) -> Mapping[Stage, date]:
    """The first day of each stage; a right is broken the day after its last one."""
    before = {
        Stage.OPEN: renewal.opens,
        Stage.PRESSING: renewal.presses,
        Stage.HEAD: HEAD_TOLD,
        Stage.AT_ONCE: HEAD_TOLD_AGAIN,
        Stage.BROKEN: -1,
    }
    return {stage: ends_on - timedelta(days=count) for stage, count in before.items()}


def stage(ending: Ending, *, on: date) -> Stage | None:
    """The stage of a day; None before the window, or when the person does not wish to renew."""
    if ending.declined:
        return None
    reached = [one for one, first in days(ending.renewal, ending.ends_on).items() if first <= on]
    return reached[-1] if reached else None


def escalated(found: Stage | None, *, asked: bool) -> bool:
    """Whether the head of the service is told: a month before the end, and not when the renewal is with the body already."""
    return (found in (Stage.HEAD, Stage.AT_ONCE) and not asked) or found is Stage.BROKEN
