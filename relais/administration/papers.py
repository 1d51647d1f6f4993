"""The papers of an organisation: notice, register, impact assessment, hosting note, made from the data dictionary and its own settings.

They are in French whatever the language of the page: they are handed to people and to the CNIL. Nothing here is about one person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from relais.accounts.models import Organisation
from relais.administration import dictionary
from relais.administration.models import DataPolicy
from relais.foundation import pdf
from relais.ui.paper import STYLE

NAMES = ("notice", "register", "aipd", "hosting")
FILES = {"notice": "notice-personne", "register": "registre-article-30", "aipd": "aipd", "hosting": "note-hebergement"}
STYLES = ("administration/paper.css", STYLE)
_DATA = Path(__file__).parent / "data" / "papers.yaml"
_TO_SAY = "à compléter"
_BASES = {
    "none": "sans donnée personnelle",
    "public_task": "mission d’intérêt public",
    "legal_obligation": "obligation légale",
    "contract": "contrat",
    "legitimate_interest": "intérêt légitime",
    "consent": "consentement",
    "vital_interest": "intérêt vital",
}
_MEASURES = (
    "Comptes nominatifs, second facteur, sessions closes après inactivité ; accès par rôle, affectation et niveau ; journal des lectures "
    "et des écritures, chaîné, gardé 12 mois ; chiffrement AES-256-GCM des textes N2, N3 et des documents ; sauvegardes chiffrées ; "
    "aucune ressource extérieure dans les pages."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One table of the dictionary, for a paper: what it holds, why, who reads it, how long, on which basis."""

    title: str
    purposes: str
    recipients: str
    retention: str
    basis: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, ready to be shown. ``draft``: no date of the delegate yet."""

    name: str
    title: str
    organisation: str
    draft: bool
    sections: tuple[Section, ...] = field(default_factory=tuple)

    @property
    def text(self) -> str:
        """Its words, for the measure of readability; a heading counts as a sentence."""
        parts = [part for one in self.sections for part in (f"{one.heading}." if one.heading else "", *one.paragraphs) if part]
        return "\n\n".join(parts)


@cache
def _written() -> Mapping[str, Any]:
    content: dict[str, Any] = yaml.safe_load(_DATA.read_text("utf-8"))
    return content


def _words(organisation: Organisation, policy: DataPolicy) -> dict[str, str]:
    basis = "notre mission de service public" if organisation.kind != "association" else "notre mission d’aide, ou notre contrat avec vous"
    return {
        "organisation": organisation.name,
        "address": policy.address or _TO_SAY,
        "dpo": policy.dpo_contact or f"délégué ou déléguée à la protection des données, {_TO_SAY}",
        "host": policy.host or _TO_SAY,
        "certified": "oui" if policy.host_is_certified else "non",
        "months": str(policy.months),
        "files_an_hour": str(policy.files_an_hour),
        "reason": f" Justification : {policy.reason}" if policy.reason else "",
        "archives": ", ou confié aux archives" if policy.public_archives else "",
        "basis": basis,
        "measures": _MEASURES,
        "dated": date_format(organisation.papers_read_on, "j F Y") if organisation.papers_read_on else _TO_SAY,
    }


def _lines(which: str) -> tuple[Line, ...]:
    codes: Mapping[str, str] = dictionary.written()["recipients"]
    return tuple(_line(table, codes) for table in dictionary.personal() if which == "all" or table.about == "person")


def _line(table: dictionary.Table, codes: Mapping[str, str]) -> Line:
    personal = [row for row in table.rows if row.about != dictionary.NOBODY]
    recipients = dict.fromkeys(codes[code] for row in personal for code in row.recipients)
    bases = dict.fromkeys(_BASES[row.basis] for row in personal)
    purposes = dict.fromkeys(row.purpose for row in personal)
    sealed = any(row.sealed for row in personal)
    return Line(table.title, " ; ".join(purposes), " ; ".join(recipients), table.retention, ", ".join(bases), sealed)


def made(name: str, *, organisation: Organisation, policy: DataPolicy) -> Paper:
    """One paper of an organisation; KeyError for a name that is not of ``NAMES``."""
    told = _written()[name]
    with translation.override("fr"):
        words = _words(organisation, policy)
        sections = tuple(
            Section(
                part.get("heading", ""),
                tuple(text.format(**words) for text in part.get("text", ())),
                _lines(part["table"]) if "table" in part else (),
            )
            for part in told["sections"]
        )
    return Paper(name, told["title"], organisation.name, organisation.papers_read_on is None, sections)


def as_html(paper: Paper, *, large: bool = False) -> str:
    """The paper as a page of its own, with no style sheet: for a file that is read anywhere. ``large``: in 14 points, once styled."""
    with translation.override("fr"):
        return render_to_string("administration/paper_document.html", {"paper": paper, "large": large})


def as_pdf(paper: Paper, *, large: bool = False) -> bytes:
    """The paper as PDF/UA-1; pdf.UnableToRender when this machine makes none."""
    return pdf.render(as_html(paper, large=large), stylesheets=STYLES)
