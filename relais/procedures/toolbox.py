"""The tools of the toolbox, in the order of its home. A tool whose address does not exist here is not shown: no promise.

A new tool is one row here and its addresses in ``web/urls.py``.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Tool:
    """``name``: its URL name; ``title``: what one comes to do; ``words``: what one leaves with; ``icon``: one of ``relais.ui.icons``."""

    name: str
    title: str | Promise
    words: str | Promise
    icon: str

    @property
    def url(self) -> str:
        """Its address, "" when this instance has no such page."""
        try:
            return reverse(self.name)
        except NoReverseMatch:
            return ""


TOOLS = (
    Tool(
        "tools:mails",
        _("Décoder un courrier"),
        _("Ce que veut dire la lettre reçue, jusqu’à quand, et que faire d’abord. Choisie par son aspect."),
        "question",
    ),
    Tool(
        "tools:sheets",
        _("Fiches de démarche"),
        _("Où aller, quel papier, qui appeler, et sans internet. Avec une feuille à remettre à la personne."),
        "paper",
    ),
    Tool(
        "screening:start",
        _("Trouver des droits"),
        _("Quelques faits suffisent. Pour chaque droit : à demander ou non, combien, et pourquoi."),
        "search",
    ),
    Tool(
        "tools:clocks",
        _("Calculer un délai"),
        _("Une date de réception suffit : jusqu’à quand agir, pourquoi, et ce qui change le délai."),
        "clock",
    ),
    Tool(
        "tools:letters",
        _("Écrire un courrier"),
        _("Une lettre prête à signer, avec le bon texte de loi, à imprimer ou à copier."),
        "letter",
    ),
)


def tools() -> tuple[Tool, ...]:
    """The tools that this instance has."""
    return tuple(tool for tool in TOOLS if tool.url)
