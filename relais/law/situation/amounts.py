"""Amounts as people type them: «1400», «1 400,50 €», «1.400», «650+120», «1400 puis 900 depuis août 2026»."""

import math
import re
from collections.abc import Mapping
from typing import NoReturn

from relais.kernel.months import Month
from relais.kernel.sentences import Sentence
from relais.law.places.plain import plain
from relais.law.situation.block import MONTHS_KEPT
from relais.law.situation.days import read_month
from relais.law.situation.typed import UnreadableError

#: euros; beyond, it is a mistyped figure, not an income (the declared domains are far narrower).
LARGEST = 10_000_000

_EUROS = re.compile(r"(?:€|\beuros?\b|\beur\b)(?:\s*(?:/|par)\s*mois)?|/\s*mois|\bpar mois\b", re.IGNORECASE)
_NOTHING = frozenset({"rien", "aucun", "aucune", "neant", "zero", "non"})
#: a decimal part, or thousands in groups of three; spaces are gone.
PLAIN_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?|[.,][0-9]{1,2}")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?P<mark>[.,'’])[0-9]{3}(?:(?P=mark)[0-9]{3})*(?:(?!(?P=mark))[.,][0-9]{1,2})?")
_SINCE = re.compile(r"(?P<amount>.+?)\s+(?:depuis|à partir de|a partir de|dès|des)\s+(?P<month>.+)", re.IGNORECASE)
_UNTIL = re.compile(r"(?P<amount>.+?)\s+(?:jusqu.?\s*(?:en|à|a|au)|avant)\s+(?P<month>.+)", re.IGNORECASE)
_FIGURE = r"[0-9](?:(?:[0-9 .+€]|,(?=[0-9]))*[0-9€])?"
#: «avant 1400» or «1400 avant», not «avant 2026-08».
_BEFORE = re.compile(rf"\bavant\s*:?\s*(?P<one>{_FIGURE})(?![-/0-9])|(?P<other>{_FIGURE})\s+avant$", re.IGNORECASE)


def plain_amount(text: str) -> float | None:
    """Digits with or without cents, as nearly every cell of a file; None for all else, which ``read_money`` reads or refuses."""
    if not PLAIN_NUMBER.fullmatch(text):
        return None
    amount = round(float(text.replace(",", ".")), 2)
    return amount if amount <= LARGEST else None


def read_money(text: str) -> float:
    """Euros, as a sum of positive terms. UnreadableError when it is not an amount, is negative or too large."""
    if (amount := plain_amount(text)) is not None:
        return amount
    bare = _EUROS.sub(" ", text).strip()
    if plain(bare) in _NOTHING:
        return 0.0
    if re.match(r"[-−–]\s*[0-9]", bare):
        raise UnreadableError(Sentence("Un montant ne peut pas être négatif."))
    total = sum(_term(term.replace(" ", "")) for term in bare.split("+"))
    return checked_amount(total)


def checked_amount(amount: float) -> float:
    """The amount, rounded to the cent. UnreadableError when negative, too large or not a number."""
    if math.isnan(amount):
        raise UnreadableError(Sentence("Ce montant n’est pas un nombre."))
    if amount < 0:
        raise UnreadableError(Sentence("Un montant ne peut pas être négatif."))
    if amount > LARGEST:
        raise UnreadableError(Sentence("Ce montant est trop grand\u00a0: dix millions d’euros au plus."))
    return round(float(amount), 2)


def _term(term: str) -> float:
    if PLAIN_NUMBER.fullmatch(term):
        return float(term.replace(",", "."))
    grouped = _THOUSANDS.fullmatch(term)
    if grouped is not None:
        return float(term.replace(grouped["mark"], "").replace(",", "."))
    raise UnreadableError(Sentence("Ce montant ne se lit pas. Écrivez par exemple 1400, 1\u202f400,50 ou 650+120."))


def read_number(text: str) -> float:
    """A number with or without decimals («2,5»). UnreadableError otherwise."""
    bare = re.sub(r"\s*(?:ans?|années?|parts?)$", "", text, flags=re.IGNORECASE)
    if re.fullmatch(r"[-−–]\s*[0-9]+(?:[.,][0-9]+)?", bare):
        raise UnreadableError(Sentence("Ce nombre ne peut pas être négatif."))
    if not re.fullmatch(r"[0-9]{1,7}(?:[.,][0-9]{1,6})?", bare):
        raise UnreadableError(Sentence("Ce nombre ne se lit pas. Écrivez par exemple 2 ou 2,5."))
    return float(bare.replace(",", "."))


def read_monthly(text: str, *, month: Month) -> tuple[float, ...]:
    """Thirteen amounts (M-12 … M). One figure stands for each month; a change is written with its month.

    Understood: «1400», «900 depuis 2026-08, avant 1400», «1400 puis 900 depuis août 2026», «1400 jusqu’en juillet puis 900»,
    «2026-08: 900; 2026-09: 950» (a month that is not named takes the figure of the last one named before it).
    """
    if (amount := plain_amount(text)) is not None:
        return (amount,) * MONTHS_KEPT
    if re.search(r"[0-9]{4}-[0-9]{2}\s*[:=]", text):
        return spread(_listed(text, month), month=month)
    before = _BEFORE.search(text)
    rest = re.sub(r"^(?:puis|et)\s+", "", _BEFORE.sub("", text, count=1).strip(" ,;"), flags=re.IGNORECASE)
    if before is not None and _SINCE.fullmatch(rest):
        steps = [before["one"] or before["other"], rest]
    else:
        steps = [part.strip(" ,;") for part in re.split(r"\bpuis\b", text, flags=re.IGNORECASE)]
    if len(steps) == 1:
        if _SINCE.fullmatch(steps[0]):
            raise UnreadableError(Sentence("Et avant\u202f? Écrivez par exemple «\u00a0900 depuis août 2026, avant 1400\u00a0»."))
        return (read_money(steps[0]),) * MONTHS_KEPT
    return spread(_changes(steps, month), month=month)


def _changes(steps: list[str], month: Month) -> dict[Month, float]:
    """First month of each step → its amount; the first step holds from the beginning."""
    start: Month | None = month.plus(-MONTHS_KEPT)
    changes: dict[Month, float] = {}
    for step in steps:
        since, until = _SINCE.fullmatch(step), _UNTIL.fullmatch(step)
        if since is not None:
            start = read_month(since["month"], month=month)
        if start is None or start in changes or (changes and start < max(changes)):
            _no_month()
        told = since or until
        changes[start] = read_money(told["amount"] if told else step)
        start = read_month(until["month"], month=month).plus(1) if until is not None and since is None else None
    return changes


def _no_month() -> NoReturn:
    raise UnreadableError(Sentence("Depuis quel mois\u202f? Écrivez par exemple «\u00a01400 puis 900 depuis août 2026\u00a0»."))


def _listed(text: str, month: Month) -> dict[Month, float]:
    """«2026-08: 900; 2026-09: 950»."""
    told: dict[Month, float] = {}
    for part in re.split(r"[;\n]", text):
        if not part.strip():
            continue
        when, mark, amount = re.sub(r"=", ":", part, count=1).partition(":")
        here = read_month(when.strip(), month=month)
        if not mark or here in told:
            raise UnreadableError(
                Sentence("Écrivez chaque mois une fois, par exemple «\u00a02026-08\u00a0: 900\u202f; 2026-09\u00a0: 950\u00a0».")
            )
        told[here] = read_money(amount.strip())
    return told


def spread(told: Mapping[Month, float], *, month: Month) -> tuple[float, ...]:
    """Thirteen amounts from those told for some months (at least one).

    A month that is not told takes the figure of the last one told before it; before the first one told, the first.
    UnreadableError when a month is later than the month screened.
    """
    if not told:
        raise UnreadableError(Sentence("Aucun mois n’est donné."))
    if max(told) > month:
        raise UnreadableError(Sentence("{told} vient après le mois examiné ({month}).", told=str(max(told)), month=str(month)))
    ordered = sorted(told.items())
    amounts = []
    for back in range(MONTHS_KEPT - 1, -1, -1):
        here = month.plus(-back)
        amounts.append(next((amount for when, amount in reversed(ordered) if when <= here), ordered[0][1]))
    return tuple(amounts)
