"""What people type for an amount or a date, read as they mean it. Pure; a refusal is a ``ValueError`` in plain French."""

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

_TERM = re.compile(r"\d+(?:\.\d{1,2})?")
_DATE = re.compile(r"(\d{1,2})[ /.\-](\d{1,2})[ /.\-](\d{2}|\d{4})|(\d{4})-(\d{2})-(\d{2})|(\d{2})(\d{2})(\d{4})")


def _term(written: str, whole: str) -> Decimal:
    """One amount: a comma is the decimal mark; a dot too, unless it groups thousands («1.400»)."""
    plain = written.replace(",", ".") if re.fullmatch(r"\d+([.,]\d{1,2})?", written) else ""
    if not plain and re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d{1,2})?", written):
        plain = written.replace(".", "").replace(",", ".")
    if not _TERM.fullmatch(plain):
        raise ValueError(_("« %(typed)s » n’est pas un montant. Écrivez par exemple 1 400,50.") % {"typed": whole.strip()})
    return Decimal(plain)


def read_amount(typed: str, *, most: Decimal = Decimal(1_000_000)) -> Decimal:
    """Euros from «1400», «1 400,50 €», «1.400», or a sum «650+120». Never negative, at most ``most``."""
    bare = re.sub(r"[\s\u00a0\u202f€]|euros?", "", typed, flags=re.IGNORECASE)
    if bare.startswith(("-", "\u2212")):
        raise ValueError(_("Un montant ne peut pas être négatif."))
    total = sum((_term(part, typed) for part in bare.split("+")), Decimal(0))
    if total > most:
        raise ValueError(_("Ce montant paraît trop grand : vérifiez le nombre de chiffres."))
    return total


def read_date(typed: str, *, today: date, birth: bool = False) -> date:
    """A day from «12/3/88», «12-03-1988», «12031988» or «1988-03-12».

    A year of two figures is the nearest one not after ``today`` when ``birth``, else the nearest within fifty years.
    """
    match = _DATE.fullmatch(typed.strip())
    if match is None:
        raise ValueError(_("Écrivez la date ainsi : jour/mois/année, par exemple 12/03/1988."))
    parts = [part for part in match.groups() if part is not None]
    if match[4]:
        parts.reverse()
    day, month, year = (int(part) for part in parts)
    if len(parts[2]) == 2:
        year += today.year // 100 * 100
        latest = today.year if birth else today.year + 50
        year -= 100 if year > latest else 0
    try:
        return date(year, month, day)
    except ValueError as problem:
        raise ValueError(_("Cette date n’existe pas : vérifiez le jour et le mois.")) from problem
