"""The frame around every page: menu, footer, language, sign-in. A context processor, named in the settings.

An entry whose address does not exist in this instance is absent: no dead link, ever.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from relais import __version__
from relais.foundation.access import Actor
from relais.people.policies import CLOSED_BY_NATURE
from relais.shell.accessibility import grid
from relais.shell.rules import Conformity


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the menu or of the footer."""

    label: str | Promise
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """The language one may switch to, in its own words."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What ``ui/base.html`` reads; ``""`` or None where this instance has nothing to show."""

    menu: tuple[Entry, ...]
    footer: tuple[Entry, ...]
    sign_in: str
    sign_out: str
    member: str
    set_language: str
    other_language: Language | None
    path: str
    version: str


#: the mention that every page must bear (décret 2019-768), computed from the grid.
ACCESSIBILITY = {
    Conformity.TOTAL: _("Accessibilité : totalement conforme"),
    Conformity.PARTIAL: _("Accessibilité : partiellement conforme"),
    Conformity.NONE: _("Accessibilité : non conforme"),
}
MENU = (
    (_("Droits"), "screening:start"),
    (_("Outils"), "tools:home"),
)
#: after the rest, for visitors only: a member finds it in the map of the site.
VISITOR_MENU = ((_("Comment ça marche"), "how"),)
#: before the rest, for members only: what one works in; an entry with roles is for who holds one of them.
MEMBER_MENU: tuple[tuple[str | Promise, str, frozenset[str]], ...] = (
    (_("Ma journée"), "day", frozenset()),
    (_("Dossiers"), "people:mine", frozenset({"travailleur_social", "responsable", "accueil"})),
    (_("Agenda"), "casework:agenda", frozenset({"travailleur_social", "responsable", "accueil", "mediateur_numerique"})),
    (_("Accueil du public"), "reception:counter", frozenset({"travailleur_social", "responsable", "accueil"})),
    (_("Textes"), "tools:texts", frozenset({"referent_numerique"})),
    (_("Comptes"), "accounts:members", frozenset({"admin_technique"})),
    (_("Registres"), "administration:home", frozenset({"dpo"})),
)
FOOTER = (
    (ACCESSIBILITY[grid().claim], "accessibility"),
    (_("Algorithmes utilisés ici"), "algorithms"),
    (_("Ce que Relais sait faire"), "capabilities"),
    (_("Signaler un problème"), "feedback"),
    (_("Suivi des signalements"), "feedback-list"),
    (_("Code source"), "source"),
    (_("Plan du site"), "site-map"),
)
#: the map of the site: title of a part, then label and URL name of its pages.
SITE = (
    (
        _("Trouver des droits"),
        (
            (_("Tout sur une page"), "screening:start"),
            (_("Une question à la fois"), "screening:guided"),
            (_("Et si…\u202f?"), "screening:what_if"),
            (_("Feuille pour la personne"), "screening:sheet_person"),
            (_("Feuille du professionnel"), "screening:sheet_professional"),
            (_("Copier pour mon logiciel"), "screening:copy"),
            (_("Poste en libre accès"), "screening:shared"),
        ),
    ),
    (
        _("Boîte à outils"),
        (
            (_("Tous les outils"), "tools:home"),
            (_("Décoder un courrier"), "tools:mails"),
            (_("Fiches de démarche"), "tools:sheets"),
            (_("Calculer un délai"), "tools:clocks"),
            (_("Carnet de mes codes"), "tools:notebook"),
        ),
    ),
    (
        _("Comprendre Relais"),
        (
            (_("Accueil"), "home"),
            (_("Comment ça marche"), "how"),
            (_("Ce que Relais sait faire"), "capabilities"),
            (_("Algorithmes utilisés ici"), "algorithms"),
            (_("Normes suivies, et conséquences"), "standards"),
            (_("Accessibilité"), "accessibility"),
            (_("Code source"), "source"),
        ),
    ),
    (_("Dire ce qui ne va pas"), ((_("Signaler un problème"), "feedback"), (_("Suivi des signalements"), "feedback-list"))),
    (_("Mon compte"), ((_("Se connecter"), "accounts:sign_in"),)),
)


@cache
def address(name: str) -> str:
    """The path of a URL name, or "" when this instance has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _menu(path: str, *, actor: Actor | None) -> tuple[Entry, ...]:
    mine = () if actor is None else tuple((label, name) for label, name, roles in MEMBER_MENU if _serves(actor, name, roles))
    known = ((label, address(name)) for label, name in (*mine, *MENU, *(VISITOR_MENU if actor is None else ())))
    return tuple(Entry(label, url, current=path.startswith(url)) for label, url in known if url)


def _serves(actor: Actor, name: str, roles: frozenset[str]) -> bool:
    """Whether an entry of the menu leads this member somewhere; a role closed by nature keeps no agenda and holds no counter."""
    if not roles:
        return True
    closed = name in {"casework:agenda", "reception:counter"} and actor.has_role(*CLOSED_BY_NATURE)
    return actor.has_role(*roles) and not closed


def _footer(path: str) -> tuple[Entry, ...]:
    known = ((label, name, address(name)) for label, name in FOOTER)
    return tuple(
        Entry(label, f"{url}?{urlencode({'page': path})}" if name == "feedback" else url, current=path == url)
        for label, name, url in known
        if url
    )


def entries(*names: str) -> tuple[Entry, ...]:
    """Footer entries by URL name, those this instance has: for a page that points to them too."""
    labels = {name: label for label, name in FOOTER}
    return tuple(Entry(labels[name], address(name)) for name in names if address(name))


def parts_of_the_site() -> tuple[tuple[str | Promise, tuple[Entry, ...]], ...]:
    """The map of the site: each part with the pages that this instance has."""
    return tuple((title, tuple(Entry(label, address(name)) for label, name in pages if address(name))) for title, pages in SITE)


def _other_language() -> Language | None:
    here = (get_language() or settings.LANGUAGE_CODE)[:2]
    others = [Language(code, name) for code, name in settings.LANGUAGES if code != here]
    return others[0] if others else None


def build(request: HttpRequest) -> Frame:
    """The frame of this request. Reads no table but the session's user, and the path without its query."""
    user = getattr(request, "user", None)
    member = str(user) if user is not None and user.is_authenticated else ""
    return Frame(
        menu=_menu(request.path, actor=getattr(request, "actor", None) if member else None),
        footer=_footer(request.path),
        sign_in=address("accounts:sign_in"),
        sign_out=address("accounts:sign_out"),
        member=member,
        set_language=address("set-language"),
        other_language=_other_language(),
        path=request.path,
        version=__version__,
    )


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame``, built only if the template reads it."""
    return {"frame": SimpleLazyObject(lambda: build(request))}
