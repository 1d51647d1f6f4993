"""The sheet of a procedure: frozen values, read by ``relais.law.sheets.reading``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from relais.kernel.sentences import Sentence
from relais.law.rights.card import Reference

#: needs in the order of the screen: what one lives on first, as the families of rights do.
NEEDS = {
    "argent": Sentence("Ressources et travail"),
    "sante": Sentence("Santé"),
    "logement": Sentence("Logement et énergie"),
    "famille": Sentence("Famille"),
    "handicap": Sentence("Handicap"),
    "retraite": Sentence("Retraite"),
    "sejour": Sentence("Séjour en France"),
    "justice": Sentence("Justice et banque"),
    "acces": Sentence("Adresse et accès aux services"),
}
#: ways to do a procedure, in the order of the screen: a screen comes last.
CHANNELS = {
    "guichet": Sentence("Au guichet"),
    "téléphone": Sentence("Par téléphone"),
    "formulaire": Sentence("Avec un formulaire papier"),
    "courrier": Sentence("Par courrier"),
    "partenaire": Sentence("Avec un partenaire"),
    "en ligne": Sentence("En ligne"),
}
SCREEN = "en ligne"
#: drawings of the person's sheet.
PICTOGRAMS = ("papiers", "remplir", "envoyer", "aller", "telephoner", "attendre", "reponse", "argent", "aide", "date")
#: a sheet that nobody read again for so long says so.
OLD_AFTER = timedelta(days=183)


class Age(Enum):
    """What time did to a sheet."""

    FRESH = "fresh"
    OLD = "old"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the sheet. ``source``: key of the reference that holds it, "" for an advice of practice.

    ``unverified``: nobody could check it (mark M of its source, or said by the file): the screen writes «à vérifier».
    ``rule``: code of the clock it rests on (``silence.c2s``), "" without.
    """

    words: str
    source: str = ""
    unverified: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A way: ``kind`` is a key of ``CHANNELS``. ``form``: cerfa number; ``number``: telephone; ``address``: web address, without https."""

    kind: str
    said: Said
    form: str = ""
    number: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step for the person, with its drawing (one of ``PICTOGRAMS``)."""

    pictogram: str
    words: str


@dataclass(frozen=True, slots=True)
class ForPerson:
    """The printed sheet of the person: plain words, large print. ``care``: one warning, "" without."""

    title: str
    why: str
    bring: tuple[str, ...]
    steps: tuple[Step, ...]
    help: str
    care: str = ""

    def spoken(self) -> str:
        """The text as one reads it aloud, a full stop after each line: what the measure of readability reads."""
        lines = [self.title, self.why, *self.bring, *(step.words for step in self.steps), self.help, self.care]
        return "\n".join(line if line.endswith((".", "?", "!")) else f"{line}." for line in lines if line)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One procedure. ``words``: what people say when they need it. ``rights``: codes of the cards it claims.

    ``silence`` and ``renewal`` None: the procedure has none (an account found again is not renewed). ``owner``: the structure that wrote
    or corrected it, "" for a national sheet. ``references``: key → text, in the order of the file.
    """

    code: str
    title: str
    short: str
    needs: tuple[str, ...]
    organisme: str
    summary: str
    words: tuple[str, ...]
    rights: tuple[str, ...]
    channels: tuple[Channel, ...]
    filers: tuple[Said, ...]
    levers: tuple[Said, ...]
    bring: tuple[Said, ...]
    traps: tuple[Said, ...]
    steps: tuple[Said, ...]
    silence: Said | None
    appeals: tuple[Said, ...]
    renewal: Said | None
    verified_on: date
    verified_by: str
    person: ForPerson
    references: tuple[tuple[str, Reference], ...]
    valid_until: date | None = None
    owner: str = ""

    @property
    def offline(self) -> bool:
        """Whether a way without a screen is known."""
        return any(channel.kind != SCREEN for channel in self.channels)

    @property
    def missing(self) -> tuple[str, ...]:
        """The kinds of channel that nobody knows here, in the order of the screen."""
        known = {channel.kind for channel in self.channels}
        return tuple(kind for kind in CHANNELS if kind not in known)

    @property
    def statements(self) -> tuple[Said, ...]:
        """Every sentence of the sheet that may rest on a source."""
        single = [one for one in (self.silence, self.renewal) if one is not None]
        lists: Sequence[Sequence[Said]] = (self.filers, self.levers, self.bring, self.traps, self.steps, self.appeals)
        return (*(channel.said for channel in self.channels), *(said for group in lists for said in group), *single)

    def age(self, *, on: date) -> Age:
        """Fresh, old after ``OLD_AFTER`` without a reading, expired past its own date."""
        if self.valid_until is not None and on > self.valid_until:
            return Age.EXPIRED
        return Age.OLD if on - self.verified_on > OLD_AFTER else Age.FRESH
