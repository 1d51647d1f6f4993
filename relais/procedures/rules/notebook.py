"""The blank notebook of codes: what is printed, nothing to type. The person fills it by hand and keeps it; Relais never holds a code. Pure.

Its words are French, as those of the papers handed to a person.
"""

from dataclasses import dataclass
from typing import Final

TITLE: Final = "Mon carnet de codes"
WHY: Final = "Écrivez ici vos codes, à la main. Ce carnet est à vous."
#: what the paper says before anything is written on it.
RULES: Final = (
    "Gardez ce carnet chez vous.",
    "Ne le laissez à personne.",
    "Une personne vous aide ? Vous tapez votre code. Elle ne regarde pas.",
    "Relais ne garde jamais vos codes.",
    "Carnet perdu ? Changez tous vos codes.",
)
SIGNED: Final = "Ne mettez pas votre nom sur ce carnet."


@dataclass(frozen=True, slots=True)
class Account:
    """One service. ``pictogram``: a drawing of ``procedures.pictograms``; ``where``: where its identifier is found; ``lines``: what is
    written by hand, each on a line of its own."""

    pictogram: str
    name: str
    where: str
    lines: tuple[str, ...] = ("Mon identifiant", "Mon mot de passe")


ACCOUNTS: Final = (
    Account(
        "telephoner", "Mon téléphone", "Un code ouvre le téléphone, un autre la carte SIM.", ("Mon numéro", "Code du téléphone", "Code PIN")
    ),
    Account("envoyer", "Mon e-mail", "C’est le plus important : tout passe par lui.", ("Mon adresse", "Mon mot de passe")),
    Account("papiers", "Ameli (santé)", "L’identifiant est sur la carte Vitale."),
    Account("argent", "CAF", "L’identifiant est sur la carte Vitale."),
    Account("reponse", "Impôts", "Le numéro fiscal est en haut de l’avis."),
    Account("aller", "France Travail", "L’identifiant est sur vos lettres."),
    Account("date", "Titre de séjour (ANEF)", "Le numéro étranger est sur la carte."),
    Account("aide", "FranceConnect", "Entourez le compte qui ouvre : Ameli, impôts, La Poste.", ("Autre compte",)),
    Account("remplir", "Autre compte", "Banque, école, logement…", ("Nom", "Mon identifiant", "Mon mot de passe")),
    Account("remplir", "Autre compte", "Banque, école, logement…", ("Nom", "Mon identifiant", "Mon mot de passe")),
)


def spoken() -> str:
    """The text as one reads it aloud, a full stop after each line: what the measure of readability reads."""
    lines = [TITLE, WHY, *RULES, SIGNED, *(part for one in ACCOUNTS for part in (one.name, one.where, *one.lines))]
    return "\n".join(line if line.endswith((".", "?", "!", "…")) else f"{line}." for line in lines)
