"""What the one search box finds: the entries that each tool feeds. A new tool adds its function to ``SOURCES``."""

from collections.abc import Callable
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relais.law.clocks.tables import rules
from relais.procedures.letters import letters
from relais.procedures.mail import mails
from relais.procedures.queries import texts as queries
from relais.procedures.rules.search import Entry, Index, index_of
from relais.procedures.toolbox import tools


def _tools() -> tuple[Entry, ...]:
    return tuple(Entry(str(tool.title), tool.url, _("Outil"), hint=str(tool.words)) for tool in tools())


def _sheets() -> tuple[Entry, ...]:
    kind = _("Fiche de démarche")
    return tuple(
        Entry(sheet.title, reverse("tools:sheet", args=[code]), kind, (sheet.short, *sheet.words), sheet.summary)
        for code, sheet in queries.sheets().items()
    )


def _letters() -> tuple[Entry, ...]:
    kind = _("Courrier à écrire")
    return tuple(Entry(one.title, reverse("tools:letter", args=[code]), kind, one.words, one.purpose) for code, one in letters().items())


def _clocks() -> tuple[Entry, ...]:
    kind = _("Délai à calculer")
    return tuple(
        Entry(rule.wording, reverse("tools:clock", args=[code]), kind, rule.said, " ".join(part for part in (rule.start, rule.to) if part))
        for code, rule in rules().items()
        if rule.family != "calcul"
    )


def _mails() -> tuple[Entry, ...]:
    kind = _("Courrier reçu")
    return tuple(
        Entry(one.title, reverse("tools:mail", args=[code]), kind, (one.name, *one.words, *one.printed), one.seen)
        for code, one in mails().items()
    )


def _papers() -> tuple[Entry, ...]:
    words = ("carnet", "mot de passe", "mes codes", "noter mes codes", "mot de passe perdu", "code oublié")
    hint = "Une feuille vide à imprimer, que la personne garde."
    return (Entry("Carnet de mes codes", reverse("tools:notebook"), _("Papier à imprimer"), words, hint),)


#: each answers the entries of one tool, in the language of the page.
SOURCES: tuple[Callable[[], tuple[Entry, ...]], ...] = (_mails, _sheets, _letters, _clocks, _papers, _tools)


def found(question: str) -> tuple[Entry, ...]:
    """The pages that answer what was typed, best first. The words are not kept."""
    entries = tuple(entry for source in SOURCES for entry in source())
    return _index(entries, get_language() or "").find(question)


def found_clocks(question: str) -> tuple[Entry, ...]:
    """The same among the rules of clocks only."""
    return _index(_clocks(), get_language() or "").find(question)


def found_mail(question: str) -> tuple[Entry, ...]:
    """The letters received that answer what was typed, best first."""
    return _index(_mails(), get_language() or "").find(question)


@lru_cache(maxsize=8)
def _index(entries: tuple[Entry, ...], _language: str) -> Index:
    return index_of(entries)
