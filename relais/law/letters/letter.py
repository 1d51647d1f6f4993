"""A letter as its file tells it: what must be known to write it, to whom it goes, how it is sent, and its body. Plain values.

The words are French: a letter goes to a French administration. The shapes of the body are in ``relais.law.letters.body``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from relais.law.letters.body import Block, Condition


class Kind(StrEnum):
    """What a field holds, by its word in the files."""

    TEXT = "texte"
    LONG = "long"
    LINES = "liste"
    DATE = "date"
    AMOUNT = "montant"
    CHOICE = "choix"
    FLAG = "case"
    ADDRESS = "adresse"


#: situations by which a letter is found, in the order of the screen.
SITUATIONS: Mapping[str, str] = {
    "demander": "Demander une réponse ou une explication",
    "dossier": "Compléter ou débloquer un dossier",
    "trop_percu": "On me réclame de l’argent",
    "contester": "Contester une décision",
    "mediation": "Demander une médiation, saisir le Défenseur des droits",
    "donnees": "Voir mon dossier, protéger mes données",
}
#: how a letter is sent, the surest first, with what proves it.
SENDING: Mapping[str, str] = {
    "lrar": "Lettre recommandée avec avis de réception. Gardez le reçu de La Poste et une copie du courrier.",
    "recepisse": "À remettre au guichet. Demandez un tampon avec la date sur votre copie.",
    "lrar_ou_recepisse": "Lettre recommandée avec avis de réception, ou au guichet contre un tampon daté. Gardez la preuve et une copie.",
    "simple": "Lettre simple. Gardez une copie et notez le jour de l’envoi.",
}
#: what the page asks for every letter: a file may write these, never declare them.
COMMON = frozenset({"nom", "adresse", "telephone", "destinataire", "lieu", "le", "protection", "protection_nom"})
#: a mark tells how a text of law was known (docs/doctrine-register.md): M is shown «à vérifier».
MARKS = ("V", "P", "M")


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that the letter stands on. ``mark``: V read in the text itself, P in a public page, M from memory."""

    text: str
    mark: str
    checked_on: date | None
    note: str = ""

    @property
    def to_check(self) -> bool:
        """Nobody has read the text yet: the screen says so."""
        return self.mark == "M"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to know. ``when``: asked only then. ``example``: shown as an example, and used to measure the letter.

    ``choices``: value → words written in the letter (kind «choix»). ``longest``: characters at most.
    """

    code: str
    kind: Kind
    question: str
    hint: str = ""
    optional: bool = False
    when: Condition | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    longest: int = 200
    example: str = ""
    past: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter. ``words``: how people name the need; ``recipient``: first lines of the address; ``cautions``: for the screen only.

    ``enclosures`` and ``subject`` are pieces of body: they have blanks and conditions too.
    """

    code: str
    title: str
    purpose: str
    situation: str
    words: tuple[str, ...]
    recipient: str
    where: str
    sending: str
    when: str
    silence: str
    subject: str
    fields: tuple[Field, ...]
    body: tuple[Block, ...]
    enclosures: tuple[Block, ...]
    references: tuple[Reference, ...]
    cautions: tuple[str, ...] = ()
    greeting: str = "Madame, Monsieur,"
    local: bool = False

    @property
    def to_check(self) -> tuple[Reference, ...]:
        """The references that nobody has read yet."""
        return tuple(one for one in self.references if one.to_check)
