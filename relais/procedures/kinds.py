"""The kinds of texts that a structure writes: one row each, and the screens of ``/outils/textes/`` serve it.

A kind joins with its folder, its reader and how one of them is shown before it is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relais.law.letters import catalogue as letters
from relais.law.letters.letter import SENDING, Letter
from relais.law.letters.writing import examples, written
from relais.law.mail import catalogue as mail
from relais.law.mail.mail import Mail
from relais.law.sheets import catalogue as sheets
from relais.law.sheets.sheet import Sheet
from relais.procedures.pictograms import PICTOGRAMS
from relais.procedures.rules.letter_paper import paper
from relais.procedures.rules.mail_lines import told
from relais.procedures.rules.sheet_lines import shown
from relais.procedures.rules.texts import started, started_sheet
from relais.ui.typography import french

#: who writes a letter that is only shown.
SAMPLE = {
    "nom": "Prénom Nom",
    "adresse": "12 rue des Lilas\n59000 Lille",
    "telephone": "03 20 00 00 00",
    "lieu": "Lille",
    "protection": "",
    "protection_nom": "",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """``code``: in addresses; ``setting``: the folder's; ``national``: where the repository keeps its own; ``page``: URL name of one.

    ``offered``: every text of a folder by code, over the national ones; ``problems``: why a folder is refused, sentences that begin with
    the name of a file; ``preview``: template, fed by ``seen``; ``start``: a text to begin with, from a national one.
    """

    code: str
    label: str | Promise
    one: str | Promise
    setting: str
    suffix: str
    national: Path
    page: str
    offered: Callable[[Path], Mapping[str, Any]]
    problems: Callable[[Path], Sequence[str]]
    preview: str
    seen: Callable[[Any, date], dict[str, Any]]
    start: Callable[..., str]

    @property
    def folder(self) -> Path:
        """Where the texts of this instance are."""
        return Path(getattr(settings, self.setting))

    def national_texts(self) -> tuple[tuple[str, str], ...]:
        """Code and title of what may be corrected or taken as a model, by title."""
        codes = {path.stem for path in self.national.glob(f"*{self.suffix}")}
        ours = self.offered(self.national / "none")
        return tuple(sorted(((code, ours[code].title) for code in codes), key=lambda one: str(one[1])))

    def national_text(self, code: str) -> str | None:
        """The file of a national text, None when there is none such."""
        path = self.national / f"{code}{self.suffix}"
        return path.read_text(encoding="utf-8") if code in dict(self.national_texts()) else None


def _seen_letter(letter: Letter, on: date) -> dict[str, Any]:
    answers = examples(letter, on=on) | {"le": on, "destinataire": letter.recipient, **SAMPLE}
    done = written(letter, answers)
    sheet = paper(
        letter=letter,
        told=answers,
        subject=french(done.subject),
        body=done.body,
        enclosures=tuple(french(one) for one in done.enclosures),
    )
    return {"letter": letter, "paper": sheet, "level": 3, "sending": SENDING[letter.sending]}


def _seen_sheet(sheet: Sheet, on: date) -> dict[str, Any]:
    steps = [(PICTOGRAMS[step.pictogram], step.words) for step in sheet.person.steps]
    return {"view": shown(sheet, age=sheet.age(on=on)), "sheet": sheet, "person": sheet.person, "steps": steps, "top": 3, "below": 4}


def _seen_mail(known: Mail, on: date) -> dict[str, Any]:
    return {"view": told(known, age=known.age(on=on))}


def _start_letter(text: str, *, corrects: bool, **_who: object) -> str:
    return started(text, corrects=corrects)


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("courriers", _("Courriers à écrire"), _("Courrier à écrire"), "LOCAL_LETTERS", ".md", letters.DATA, "tools:letter",
             letters.offered, letters.local_problems, "procedures/text_letter.html", _seen_letter, _start_letter),
        Kind("demarches", _("Fiches de démarche"), _("Fiche de démarche"), "LOCAL_SHEETS", ".yaml", sheets.DATA, "tools:sheet",
             sheets.offered, sheets.problems_of, "procedures/text_sheet.html", _seen_sheet, started_sheet),
        Kind("recus", _("Décoder un courrier"), _("Lettre reçue"), "LOCAL_MAIL", ".yaml", mail.DATA, "tools:mail",
             mail.offered, mail.problems_of, "procedures/text_mail.html", _seen_mail, started_sheet),
    )
}  # fmt: skip
