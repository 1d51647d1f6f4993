"""Reads of the second tool: the rules by need, in the person's words, and what helps to act on each. No database, nothing kept."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relais.law.clocks.tables import Rule, rules
from relais.law.letters.letter import Letter
from relais.law.mail.mail import Mail
from relais.law.sheets.sheet import Sheet
from relais.procedures.letters import letters
from relais.procedures.mail import mails
from relais.procedures.queries.texts import sheets

#: rules offered beside a letter, at most.
_CHOSEN: Final = 6
#: rules that one looks for under another need than their family's.
_ELSEWHERE: Final = {
    "recours.ft_indu": "argent",
    "recours.contrainte": "argent",
    "recours.caf_penalite": "argent",
    "recours.rsa_amende": "argent",
    "silence.acces_dossier": "dossier",
    "acces_dossier": "dossier",
    "recours.cada": "dossier",
    "recours.rgpd": "dossier",
}
_NEED_OF: Final = {
    "recours": "decision",
    "indu": "argent",
    "silence": "silence",
    "renouvellements": "fin",
    "chaines": "suite",
    "mediateurs": "arret",
    "calcul": "compter",
}
#: needs in the order of the screen, in the person's words.
NEEDS: Final = {
    "decision": _("J’ai reçu une décision que je conteste"),
    "argent": _("On me réclame de l’argent"),
    "silence": _("J’ai demandé, personne ne répond"),
    "fin": _("Un droit se termine, ou une date revient"),
    "suite": _("Un changement en entraîne d’autres"),
    "dossier": _("Je veux voir mon dossier, mes données"),
    "arret": _("Ce qui peut arrêter un délai"),
    "compter": _("Comment les jours se comptent"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """A need and its rules, in the order of the tables."""

    code: str
    label: str | Promise
    rules: tuple[Rule, ...]


def rules_by_need() -> tuple[Need, ...]:
    """Every rule once, under its need, in the order of the tables."""
    # rules of the need's own family come first, those that only stand there after
    ordered = sorted(rules().values(), key=lambda rule: rule.code in _ELSEWHERE)
    return tuple(Need(code, label, tuple(rule for rule in ordered if need_of(rule) == code)) for code, label in NEEDS.items())


def need_of(rule: Rule) -> str:
    """The code of the need under which a rule stands."""
    return _ELSEWHERE.get(rule.code) or _NEED_OF[rule.family]


@dataclass(frozen=True, slots=True)
class Help:
    """What helps to act on a rule: letters to write, letters received that start it, sheets that rest on it."""

    letters: tuple[Letter, ...]
    mails: tuple[Mail, ...]
    sheets: tuple[Sheet, ...]


def help_of(rule: Rule) -> Help:
    """The letters that the row names and that this instance offers; the types of mail and the sheets that rest on the rule."""
    known = letters()
    return Help(
        tuple(known[code] for code in rule.letters if code in known),
        tuple(mail for mail in mails().values() if rule.code in mail.clocks),
        tuple(sheet for sheet in sheets().values() if rule.code in rules_of_sheet(sheet)),
    )


def rules_of_sheet(sheet: Sheet) -> frozenset[str]:
    """The codes of the clocks that a sheet rests on."""
    return frozenset(said.rule for said in sheet.statements if said.rule)


def rules_of_letter(code: str) -> tuple[Rule, ...]:
    """The rules that name a letter: the dates before which it is sent. None when there are too many to choose among."""
    found = tuple(rule for rule in rules().values() if code in rule.letters)
    return found if len(found) <= _CHOSEN else ()
