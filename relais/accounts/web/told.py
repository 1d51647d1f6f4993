"""What happened to an account, in a sentence for who must see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from relais.accounts import queries

if TYPE_CHECKING:
    from relais.accounts.models import AccessNotice
    from relais.foundation.access import Actor


@dataclass(frozen=True, slots=True)
class Told:
    """One notice: when, and the sentence."""

    at: datetime
    words: str


def _sentence(event: str) -> str:
    sentences = {
        "role_granted": _("%(who)s a reçu le rôle « %(role)s », donné par %(author)s."),
        "role_ended": _("%(who)s n’a plus le rôle « %(role)s », retiré par %(author)s."),
        "factor_added": _("%(who)s a ajouté un second facteur."),
        "factor_removed": _("%(who)s a retiré un second facteur."),
        "factors_reset": _("Le second facteur de %(who)s a été effacé par %(author)s, pour en choisir un autre."),
        "account_closed": _("Le compte de %(who)s a été fermé par %(author)s."),
        "link_made": _("%(author)s a donné à %(who)s un lien pour choisir un nouveau mot de passe."),
        "identity_tied": _("Une identité extérieure ouvre désormais le compte de %(who)s."),
        "identity_untied": _("L’identité extérieure de %(who)s n’ouvre plus son compte ; retirée par %(author)s."),
        "handover_asked": _("Le compte de %(who)s va être fermé par %(author)s : passez d’abord ses dossiers et ses échéances."),
        "account_reopened": _("Le compte de %(who)s a été rouvert par %(author)s."),
        "secrecy_changed": _("Le secret professionnel de %(who)s est maintenant noté « %(basis)s », par %(author)s."),
        "account_opened": _("Le compte de %(who)s a été ouvert, sur l’invitation de %(author)s."),
    }
    return sentences[event]


def _words(notice: "AccessNotice") -> str:
    author = notice.author.display_name if notice.author else _("l’administration de la machine")
    return _sentence(notice.event) % {
        "who": notice.member.display_name,
        "author": author,
        "role": queries.role_label(notice.detail),
        "basis": queries.secrecy_label(notice.detail),
    }


def told(actor: "Actor") -> list[Told]:
    """The notices that the actor has not yet seen, newest first."""
    return [Told(notice.at, _words(notice)) for notice in queries.my_notices(actor)]
