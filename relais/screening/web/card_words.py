"""What the card of a right says whoever asks, in the language of the page: put into words once a language, not once an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from relais.law.rights.card import Card, Channel, Reference
from relais.ui.sentences import language, said

ORGANISMES: Mapping[str, Promise] = {
    "caf": gettext_lazy("CAF ou MSA"),
    "cpam": gettext_lazy("Assurance maladie (CPAM ou MSA)"),
    "mdph": gettext_lazy("MDPH"),
    "departement": gettext_lazy("Département"),
    "france_travail": gettext_lazy("France Travail"),
    "caisse_retraite": gettext_lazy("Caisse de retraite"),
    "crous": gettext_lazy("Crous"),
    "etat": gettext_lazy("État"),
    "ccas": gettext_lazy("CCAS"),
    "prefecture": gettext_lazy("Préfecture"),
    "mission_locale": gettext_lazy("Mission locale"),
    "education": gettext_lazy("Éducation nationale"),
    "banque": gettext_lazy("Banque"),
    "bailleur": gettext_lazy("Bailleur"),
    "ofii": gettext_lazy("Ofii"),
    "collectivite": gettext_lazy("Collectivité"),
    "structure": gettext_lazy("Votre structure"),
}
#: people first, then paper, then a website.
_CHANNELS = ("counter", "phone", "partner", "paper", "online")


@dataclass(frozen=True, slots=True)
class CardWords:
    """The words of one card. ``channels`` are in the order of ``_CHANNELS``."""

    label: str
    short: str
    organisme: str
    sentence: str
    channels: tuple[Channel, ...]
    proofs: tuple[str, ...]
    references: tuple[Reference, ...]


#: by code and language; with its card, which a structure may change while we run.
_said: dict[tuple[str, str], tuple[Card, CardWords]] = {}


def card_words(card: Card) -> CardWords:
    """The words of a card in the language of the page."""
    mark = card.code, language()
    found = _said.get(mark)
    if found is None or found[0] is not card:
        found = _said[mark] = (card, _words(card))
    return found[1]


def _words(card: Card) -> CardWords:
    channels = sorted(card.channels, key=lambda channel: _CHANNELS.index(channel.kind))
    return CardWords(
        label=said(card.label),
        short=said(card.short),
        organisme=str(ORGANISMES.get(card.organisme, card.organisme)),
        sentence=said(card.sentence),
        channels=tuple(Channel(one.kind, said(one.words)) for one in channels),
        proofs=tuple(map(said, card.proofs)),
        references=tuple(replace(one, text=said(one.text)) for one in card.references),
    )
