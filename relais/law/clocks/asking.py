"""Which facts change a rule, read from its steps: what a screen asks for that rule, and nothing else. Pure."""

from typing import Final

from relais.law.clocks.tables import Rule

#: days that may change a clock besides its start, in the order in which a screen asks them.
DAYS: Final = ("asked", "asked_until", "complete", "filed", "rectification", "answer", "silence_reasons")
#: families whose clock starts on a day that may be still to come: the end of a right, a move.
AHEAD: Final = ("renouvellements", "chaines")


def days_of(rule: Rule) -> tuple[str, ...]:
    """The names of the days, as in ``Given``, that change this rule."""
    used = {step.origin for step in rule.steps} | {step.yields_to for step in rule.steps}
    words = {word for step in rule.steps for word in step.when}
    if words & {"rectified", "rectified_late"}:
        used.add("rectification")
    completions = {step.completion for step in rule.steps} - {"none"}
    if completions:
        used.add("complete")
    if "suspend" in completions:
        used |= {"asked", "asked_until"}
    return tuple(name for name in DAYS if name in used)


def by_post(rule: Rule) -> bool:
    """Whether the clock starts on a reception, so that the day of posting tells something when that day is lost."""
    return rule.start.startswith("Réception") and not ahead(rule)


def ahead(rule: Rule) -> bool:
    """Whether the day that starts the clock may be still to come."""
    return rule.family in AHEAD or rule.ahead


def limited(rule: Rule) -> bool:
    """Whether somebody must act before a day, in a matter that a court may judge: what may stop that time is then asked."""
    return rule.judge != "none" and any(step.meaning == "limite" for step in rule.steps)


def placed(rule: Rule) -> bool:
    """Whether the place where the person lives may move a date: holidays, working days, time of distance."""
    return any(step.moves != "no" or step.distance is not None or step.span.unit.endswith("_days") for step in rule.steps)
