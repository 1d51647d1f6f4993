"""What the file already knows of a home's month, to be confirmed: the last situation kept, or who lives there."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from relais.aids.rules.budget import Budget
from relais.aids.terms import FROM_FACTS, FROM_FACTS_CHARGES
from relais.foundation.access import Actor
from relais.kernel.decisions import Unable
from relais.kernel.money import euros
from relais.law.situation.household import Household as Situation
from relais.law.situation.roles import Role
from relais.people.queries.households import homes
from relais.people.queries.situations import situations
from relais.people.services.situations import read_situation
from relais.people.terms import Link

if TYPE_CHECKING:
    from relais.people.models import File


def of_budget(told: Budget) -> dict[str, object]:
    """The boxes of a budget already kept."""
    boxes: dict[str, object] = {"adults": _ages(told.adults), "children": _ages(told.children)}
    boxes |= {f"r_{code}": euros(amount) for code, amount in told.resources.items()}
    return boxes | {f"c_{code}": euros(amount) for code, amount in told.charges.items()}


def _ages(ages: tuple[int, ...] | list[int]) -> str:
    return ", ".join(map(str, ages))


def of_file(actor: Actor, found: "File", *, on: date, now: datetime) -> tuple[dict[str, object], date | None]:
    """The boxes that the file fills, and the day of the situation that they come from; reading it is written in the journal."""
    kept = situations(actor, found.pk, now=now).first()
    if kept is not None:
        try:
            return of_situation(read_situation(actor=actor, kept=kept, now=now), on=on), kept.kept_at.date()
        except Unable:
            pass
    home = next((one for one in homes(actor, found, now=now, on=on) if one.lives_here), None)
    if home is None:
        return {}, None
    grown: list[int] = []
    young: list[int] = []
    for one in home.today:
        if one.birth_year is not None:
            (young if one.link in {Link.MINOR_CHILD, Link.GROWN_CHILD} else grown).append(on.year - one.birth_year)
    return {"adults": _ages(grown), "children": _ages(young)}, None


def of_situation(told: Situation, *, on: date) -> dict[str, object]:
    """The boxes that a situation fills: amounts of its last month, ages of today."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    grown: list[int] = []
    young: list[int] = []
    for facts in (told.facts, *(person.facts for person in told.persons)):
        for lines, mark in ((FROM_FACTS, "r"), (FROM_FACTS_CHARGES, "c")):
            for code, line in lines.items():
                if code in facts:
                    value = facts[code]
                    amount = value[-1] if isinstance(value, tuple) else value
                    sums[f"{mark}_{line}"] += Decimal(str(amount))
    for person in told.persons:
        born = person.facts.get("naissance")
        if isinstance(born, date):
            age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
            (young if person.role == Role.ENFANT else grown).append(age)
    boxes: dict[str, object] = {name: amount for name, amount in sums.items() if amount}
    return boxes | {"adults": _ages(grown), "children": _ages(young)}
