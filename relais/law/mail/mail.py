"""A type of letter received: frozen values, read by ``relais.law.mail.reading``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from relais.kernel.sentences import Sentence
from relais.law.rights.card import Reference
from relais.law.sheets.sheet import OLD_AFTER, Age, Said


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes. ``mark``: what one reads at the top of the letter or on the envelope."""

    name: Sentence
    mark: Sentence


#: senders in the order of the screen: the letters that come most first.
SENDERS: Mapping[str, Sender] = {
    "caf": Sender(Sentence("CAF ou MSA"), Sentence("En haut : « Allocations familiales », « CAF » ou « MSA ».")),
    "departement": Sender(Sentence("Département"), Sentence("En haut : « Conseil départemental », « Métropole » ou « Collectivité ».")),
    "cpam": Sender(Sentence("Assurance maladie"), Sentence("En haut : « l’Assurance Maladie », « CPAM » ou « Ameli ».")),
    "mdph": Sender(Sentence("MDPH"), Sentence("En haut : « MDPH », « Maison départementale des personnes handicapées » ou « CDAPH ».")),
    "france_travail": Sender(Sentence("France Travail"), Sentence("En haut : « France Travail », avant « Pôle emploi ».")),
    "prefecture": Sender(Sentence("Préfecture"), Sentence("En haut : la Marianne et « Préfet » ou « Préfète ».")),
    "retraite": Sender(Sentence("Caisse de retraite"), Sentence("En haut : « l’Assurance retraite », « CARSAT », « CNAV » ou « MSA ».")),
    "energie": Sender(Sentence("Électricité, gaz, eau"), Sentence("En haut : le nom du fournisseur, comme sur les factures.")),
    "justice": Sender(
        Sentence("Commissaire de justice, tribunal"),
        Sentence("Un papier remis en main propre, glissé dans la boîte aux lettres, ou un recommandé. On disait « huissier »."),
    ),
}


@dataclass(frozen=True, slots=True)
class FactKind:
    """A fact that a letter may ask, beside its day of reception. ``given``: name of the day in ``clocks.given.Given``, "" otherwise.

    ``printed``: a day written in the letter itself, drawn as it is, to come or over.
    """

    question: str
    hint: str = ""
    given: str = ""
    printed: bool = False


#: facts by their word in the files.
FACTS: Mapping[str, FactKind] = {
    "montant": FactKind("Combien vous demande-t-on ?"),
    "recours": FactKind("La lettre dit-elle comment contester ?", "C’est souvent au dos, en petit : « voies et délais de recours »."),
    "zone": FactKind("Où vivez-vous ?"),
    "numero": FactKind("Numéro de dossier écrit sur la lettre", "Seulement pour l’écrire dans votre réponse."),
    "pieces_demandees": FactKind("Quel jour avez-vous reçu la demande de papiers ?", given="asked"),
    "pieces_avant": FactKind("Avant quel jour faut-il répondre ?", "Le jour écrit sur la lettre.", given="asked_until"),
    "complet": FactKind("Quel jour le service a-t-il reçu le dernier papier ?", "Laissez vide si ce n’est pas fait.", given="complete"),
    "rectification": FactKind(
        "Avez-vous déjà demandé de corriger ? Quel jour ?", "Laissez vide si ce n’est pas fait.", given="rectification"
    ),
    "limite": FactKind("La lettre donne-t-elle une date limite ? Laquelle ?", printed=True),
    "audience": FactKind("Quel jour est l’audience ?", "Elle est écrite dans la lettre.", printed=True),
}
#: words of the two days that are always asked; facts are what is asked beside them.
RECEIVED, WRITTEN = "recu", "ecrit"
MOST_FACTS = 4
MOST_FIRST = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that this letter asks: key of ``FACTS``, with its own words where the usual ones do not fit."""

    fact: str
    question: str
    hint: str


@dataclass(frozen=True, slots=True)
class Start:
    """The day that starts the clocks. ``letter``: it is the reception of this very letter, so its own date may be told instead."""

    question: str
    hint: str
    instead: str
    letter: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call or see. ``lever``: what the law lets one ask of that service. ``number``: a public short number, "" otherwise."""

    who: str
    said: Said
    number: str = ""
    lever: Said | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A letter to send: code of ``law.letters``, what it is for, and the answers that this letter received already gives.

    ``takes``: field of the letter to send → what was told (a fact, ``recu`` or ``ecrit``), where the usual names do not say it.
    ``clock``: code of the clock that a démarche of this reply follows in a file, "" for a reply that is none by itself.
    """

    letter: str
    purpose: str
    answers: Mapping[str, str] = field(default_factory=dict)
    takes: Mapping[str, str] = field(default_factory=dict)
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """One type. ``seen``: one line by which it is recognised, in the list; ``name``: its legal name; ``words``: what people call it.

    ``look``: sentences; ``printed``: words printed on it. ``clocks``: codes of ``law.clocks``; ``no_clock``: why there is none.
    ``urgent``: what is said before anything else, None for most. ``mediation``: code of a clock, "" when none is known.
    """

    code: str
    title: str
    name: str
    senders: tuple[str, ...]
    seen: str
    look: tuple[Said, ...]
    printed: tuple[str, ...]
    words: tuple[str, ...]
    urgent: Said | None
    start: Start
    asked: tuple[Asked, ...]
    meaning: tuple[Said, ...]
    month: tuple[Said, ...]
    clocks: tuple[str, ...]
    no_clock: Said | None
    first: tuple[Said, ...]
    contacts: tuple[Contact, ...]
    avoid: tuple[Said, ...]
    replies: tuple[Reply, ...]
    sheets: tuple[str, ...]
    mediation: str
    verified_on: date
    verified_by: str
    references: tuple[tuple[str, Reference], ...]
    valid_until: date | None = None
    owner: str = ""

    @property
    def statements(self) -> tuple[Said, ...]:
        """Every sentence that may rest on a source."""
        single = [said for said in (self.urgent, self.no_clock) if said is not None]
        calls = [said for contact in self.contacts for said in (contact.said, contact.lever) if said is not None]
        return (*self.look, *single, *self.meaning, *self.month, *self.first, *calls, *self.avoid)

    @property
    def spoken(self) -> str:
        """What is said to the person, a sentence a line: what the measure of readability reads."""
        said = (self.urgent, *self.meaning, *self.month, *self.first, *self.avoid)
        return "\n".join(one.words for one in said if one is not None)

    def age(self, *, on: date) -> Age:
        """Fresh, old when nobody read it again for six months, expired past its own date."""
        if self.valid_until is not None and on > self.valid_until:
            return Age.EXPIRED
        return Age.OLD if on - self.verified_on > OLD_AFTER else Age.FRESH
