"""French public holidays by zone, from one reviewed file; Easter is computed. Code du travail L.3133-1, L.3134-13, L.3422-2."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from relais.law.rights.reading import Fields, SheetRefused, read_yaml

FILE: Final = Path(__file__).with_name("holidays.yaml")
#: the years that clocks accept: the lists of the Code du travail are those of today.
FIRST_YEAR, LAST_YEAR = 2000, 2100
METROPOLE: Final = "metropole"
ABROAD: Final = "etranger"


@dataclass(frozen=True, slots=True)
class Holiday:
    """``month_day`` MM-DD, or ``easter``: days after Easter Sunday. ``certain``: false when only some communes have it."""

    name: str
    month_day: str
    easter: int | None
    zones: tuple[str, ...]
    certain: bool
    source: str

    def on(self, year: int) -> date:
        """Its day that year."""
        if self.easter is not None:
            return easter(year) + timedelta(days=self.easter)
        return date.fromisoformat(f"{year}-{self.month_day}")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Zones (code → name in French) and the holidays of all of them."""

    zones: Mapping[str, str]
    holidays: tuple[Holiday, ...]


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap, skipped = divmod(century, 4)
    epact = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def calendar(path: Path = FILE) -> Calendar:
    """The file, checked; SheetRefused with all its problems."""
    problems: list[str] = []
    fields = Fields(read_yaml(path), path.name, problems)
    zones = {code: str(name) for code, name in fields.mapping("zones").items()}
    holidays = tuple(_holiday(one, zones) for one in fields.groups("holidays", at_least=1))
    fields.finish()
    if problems:
        raise SheetRefused(problems)
    return Calendar(zones, holidays)


def _holiday(fields: Fields, zones: Mapping[str, str]) -> Holiday:
    month_day = fields.text("day", required=False)
    after = fields.number("easter")
    if bool(month_day) == (after is not None):
        fields.refuse("day", "un jour (« 05-01 ») ou un écart à Pâques est attendu, et un seul")
    elif month_day:
        try:
            date.fromisoformat(f"2001-{month_day}")
        except ValueError:
            fields.refuse("day", f"« {month_day} » n’est pas un jour écrit MM-JJ")
    where = fields.texts("zones", at_least=1)
    if unknown := [zone for zone in where if zone != "all" and zone not in zones]:
        fields.refuse("zones", f"zone inconnue : {', '.join(unknown)}")
    name, source = fields.text("name"), fields.text("source")
    certain = fields.flag("certain", default=True)
    fields.finish()
    return Holiday(name, month_day, None if after is None else int(after), where, certain, source)


@cache
def holidays_of(year: int, zone: str, *, certain_only: bool = False) -> Mapping[date, str]:
    """Day → name of the holidays of a zone. ``certain_only`` leaves out those of some communes only. KeyError on an unknown zone."""
    known = calendar()
    known.zones[zone]
    return {
        one.on(year): one.name for one in known.holidays if ("all" in one.zones or zone in one.zones) and (one.certain or not certain_only)
    }


def is_holiday(day: date, zone: str, *, certain_only: bool = False) -> bool:
    """Whether it is a public holiday there."""
    return day in holidays_of(day.year, zone, certain_only=certain_only)
