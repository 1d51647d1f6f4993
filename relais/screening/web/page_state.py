"""The page state: what was told, sealed in a hidden field of the page, for thirty minutes that start again at each exchange.

Nothing else holds it: no session, no database, no log, no address.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relais.foundation.sealing import Expired, Unsealable, seal, unseal
from relais.screening.rules.told import StateRefused, Told, decode, encode

PURPOSE = "screening/page"
LIFETIME = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class StateProblem:
    """Why a page state was not taken, in words for the page."""

    title: Promise
    text: Promise | str


EXPIRED = StateProblem(
    _("La page a attendu plus de 30 minutes"),
    _("Ce qu’elle gardait est effacé. Ce qui est écrit dans cette page est conservé : vérifiez-le."),
)
UNREADABLE = StateProblem(
    _("Ce que la page gardait ne se lit plus"),
    _("Une mise à jour ou une copie incomplète l’a abîmé. Ce qui est écrit dans cette page est conservé : vérifiez-le."),
)


def sealed(told: Told) -> str:
    """The text of the hidden field, good for thirty minutes from now."""
    return seal(encode(told), purpose=PURPOSE, lifetime=LIFETIME, now=timezone.now())


def opened(token: str) -> tuple[Told, StateProblem | None]:
    """What a hidden field holds; a blank page and the reason when it does not open. An empty field is a blank page."""
    if not token:
        return Told(), None
    try:
        return decode(unseal(token, purpose=PURPOSE, now=timezone.now())), None
    except Expired:
        return Told(), EXPIRED
    except (Unsealable, StateRefused):
        return Told(), UNREADABLE
