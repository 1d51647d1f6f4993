"""Local rights: a structure adds a right of its town, département or service by one YAML file in French.

The list ``conditions_generales`` follows the spirit of aides-jeunes (one ``type`` a condition, all must hold); each becomes a
declared condition. Files are read together: one problem anywhere, and no right is added.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from relais.kernel.sentences import Sentence
from relais.law.rights.card import Card, Channel, DeclaredCondition, Reference
from relais.law.rights.catalogue import catalogue
from relais.law.rights.declared import parse
from relais.law.rights.reading import Fields, SheetRefused, read_yaml
from relais.law.situation.catalogue import facts
from relais.law.situation.roles import ROLE_WORDS

PERIODS = {"mensuelle": "month", "annuelle": "year", "ponctuelle": "once"}
KINDS = {"guichet": "counter", "téléphone": "phone", "papier": "paper", "partenaire": "partner", "en ligne": "online"}
OPERATORS = ("<", "<=", "=", ">=", ">")
EXAMPLES: Mapping[str, str] = {
    "code": "code: aide_cantine",
    "nom": "nom: Aide à la cantine",
    "court": "court: Aide cantine (25 signes au plus)",
    "phrase": "phrase: L’aide paie une partie de la cantine.",
    "structure": "structure: CCAS",
    "conditions_generales": "conditions_generales: [{type: quotient_familial, operateur: <=, valeur: 700}]",
    "type": "type: age",
    "operateur": 'operateur: "<="',
    "valeur": "valeur: 700",
    "valeurs": 'valeurs: ["59512"]',
    "montant": "montant: 25",
    "periodicite": "periodicite: mensuelle",
    "canaux": "canaux: [{moyen: guichet, mots: Accueil du CCAS}]",
    "moyen": "moyen: guichet",
    "justificatifs": "justificatifs: [Attestation de quotient familial]",
    "texte": "texte: Délibération du 12 mars 2026",
    "verifie_le": "verifie_le: 2026-03-12",
    "ou": "ou: Allez au CCAS.",
    "valable_jusqu_au": "valable_jusqu_au: 2027-08-31",
}
#: what «revenus» adds up: net, by month, as known on paper.
INCOMES = (
    "salaire", "revenu_independant", "chomage", "retraite", "pension_invalidite", "indemnites_journalieres", "pension_alimentaire_recue",
    "revenus_locatifs",
)  # fmt: skip
_CODE = re.compile(r"[a-z][a-z0-9_]{2,39}")


def load_local(paths: Sequence[Path]) -> list[Card]:
    """The cards of these files, in their order; SheetRefused with the problems of all of them when one is not usable."""
    problems: list[str] = []
    cards: list[Card] = []
    taken = set(catalogue())
    for path in paths:
        card = _read(path, problems)
        if card is None:
            continue
        if card.code in taken:
            problems.append(f"{path.name}, clé « code » : « {card.code} » existe déjà. Choisissez un autre code.")
        taken.add(card.code)
        cards.append(card)
    if problems:
        raise SheetRefused(problems)
    return cards


def _read(path: Path, problems: list[str]) -> Card | None:
    try:
        fields = Fields(read_yaml(path), path.name, problems, examples=EXAMPLES)
    except SheetRefused as refused:
        problems += refused.problems
        return None
    code = fields.text("code", longest=40)
    if code and not _CODE.fullmatch(code):
        fields.refuse("code", "3 à 40 lettres minuscules sans accent, chiffres ou « _ »")
    name = fields.text("nom", longest=90)
    owner = fields.text("structure", longest=60)
    conditions = tuple(_condition(group) for group in fields.groups("conditions_generales", at_least=1))
    checked = fields.day("verifie_le", required=True)
    card = Card(
        code=code,
        label=name,
        short=fields.text("court", longest=25),
        sentence=fields.text("phrase"),
        family="local",
        organisme="structure",
        channels=tuple(_channel(group) for group in fields.groups("canaux", at_least=1)),
        proofs=fields.texts("justificatifs", at_least=1),
        references=(Reference(text=fields.text("texte"), url="", checked_on=checked, mark="P"),),
        facts=tuple(sorted({fact for condition in conditions for fact in _facts(condition)})),
        declared=conditions,
        ceiling="" if fields.flag("toutes_conditions_decrites", default=False) else "a_verifier",
        territories=("metropole", "drom", "mayotte"),
        limits=fields.texts("limites"),
        rules_date=checked,
        valid_until=fields.day("valable_jusqu_au"),
        local=True,
        amount=_amount(fields),
        person_sentence=fields.text("phrase_personne", required=False) or f"Vous avez peut-être droit à : {name}, à confirmer par {owner}.",
        bring=fields.texts("apporter")[:4] or ("vos papiers d’identité",),
        where=fields.text("ou"),
    )
    if card.channels and {channel.kind for channel in card.channels} == {"online"}:
        fields.refuse("canaux", "au moins un moyen sans écran : guichet, téléphone, papier ou partenaire")
    fields.finish()
    return card


def _channel(fields: Fields) -> Channel:
    channel = Channel(KINDS[fields.word("moyen", tuple(KINDS))], fields.text("mots"))
    fields.finish()
    return channel


def _amount(fields: Fields) -> Mapping[str, object]:
    value = fields.number("montant")
    if value is None:
        fields.take("periodicite")
        return {}
    if value <= 0:
        fields.refuse("montant", "un montant en euros plus grand que zéro est attendu")
    return {"value": value, "period": PERIODS[fields.word("periodicite", tuple(PERIODS))]}


def _facts(condition: DeclaredCondition) -> frozenset[str]:
    return parse(condition.test, where="", problems=[]).facts


# ---- the types of conditions -------------------------------------------------------------------------------------------
def _condition(fields: Fields) -> DeclaredCondition:
    kind = fields.word("type", tuple(_TYPES))
    before = len(fields.problems)
    label, test = _TYPES[kind](fields)
    written = fields.text("libelle", required=False, longest=160)
    fields.finish()
    if len(fields.problems) == before:
        parse(test, where=fields.where, problems=fields.problems)
    return DeclaredCondition(written or label, test)


def _bounds(fields: Fields, *, step: float) -> tuple[Sentence, dict[str, float]]:
    """Words and inclusive bounds; ``step`` separates a strict bound from the inclusive one (a year, a cent)."""
    operator = fields.word("operateur", OPERATORS)
    value = fields.number("valeur", required=True) or 0.0
    strict = {"<": {"max": value - step}, ">": {"min": value + step}}
    plain = {"<=": {"max": value}, ">=": {"min": value}, "=": {"min": value, "max": value}}
    return _said_bound(operator, f"{value:g}"), strict.get(operator) or plain[operator]


def _said_bound(operator: str, value: str) -> Sentence:
    match operator:
        case "<":
            return Sentence("moins de {value}", value=value)
        case "<=":
            return Sentence("au plus {value}", value=value)
        case ">=":
            return Sentence("au moins {value}", value=value)
        case ">":
            return Sentence("plus de {value}", value=value)
        case _:
            return Sentence("exactement {value}", value=value)


def _age(fields: Fields) -> tuple[str, dict[str, object]]:
    roles = list(fields.texts("personnes")) or list(ROLE_WORDS.values())
    words, bounds = _bounds(fields, step=1)
    return Sentence("Âge : {bound} ans", bound=words), {"person": {"roles": roles, "age": bounds}}


def _quotient(fields: Fields) -> tuple[str, dict[str, object]]:
    words, bounds = _bounds(fields, step=0.01)
    return Sentence("Quotient familial : {bound} €", bound=words), {"amount": {"quotient_familial": bounds}}


def _rent(fields: Fields) -> tuple[str, dict[str, object]]:
    words, bounds = _bounds(fields, step=0.01)
    return Sentence("Loyer : {bound} €", bound=words), {"amount": {"loyer": bounds}}


def _incomes(fields: Fields) -> tuple[str, dict[str, object]]:
    months = fields.number("mois")
    words, bounds = _bounds(fields, step=0.01)
    return Sentence("Revenus du couple : {bound} € par mois", bound=words), {
        "incomes": {"of": list(INCOMES), "over": 3.0 if months is None else months, **bounds}
    }


def _count(key: str, title: Sentence) -> Callable[[Fields], tuple[str, dict[str, object]]]:
    def read(fields: Fields) -> tuple[str, dict[str, object]]:
        words, bounds = _bounds(fields, step=1)
        return Sentence("{what} : {bound}", what=title, bound=words), {"household": {key: bounds}}

    return read


def _couple(fields: Fields) -> tuple[str, dict[str, object]]:
    wanted = fields.flag("valeur", default=True)
    return (Sentence("Vivre en couple") if wanted else Sentence("Ne pas vivre en couple")), {"household": {"couple": wanted}}


def _places(key: str, title: Sentence) -> Callable[[Fields], tuple[str, dict[str, object]]]:
    def read(fields: Fields) -> tuple[str, dict[str, object]]:
        values = fields.texts("valeurs", at_least=1)
        return Sentence("{what} : {values}", what=title, values=tuple(values)), {"place": {key: list(values)}}

    return read


def _status(fields: Fields) -> tuple[str, dict[str, object]]:
    values = list(fields.texts("valeurs", at_least=1))
    roles = list(fields.texts("personnes")) or ["demandeur", "conjoint"]
    return Sentence("Situation : {values}", values=_choices("statut", values)), {"person": {"roles": roles, "choice": {"statut": values}}}


def _dwelling(fields: Fields) -> tuple[str, dict[str, object]]:
    values = list(fields.texts("valeurs", at_least=1))
    return Sentence("Logement : {values}", values=_choices("logement", values)), {"choice": {"logement": values}}


def _choices(code: str, values: Sequence[str]) -> tuple[Sentence, ...]:
    """The words of these choices; a code that is none keeps its letters, another reading refuses it."""
    return tuple(Sentence.of(facts()[code].choices.get(value, value)) for value in values)


def _other(fields: Fields) -> tuple[str, dict[str, object]]:
    return Sentence("Autre condition"), dict(fields.mapping("test"))


_TYPES: Mapping[str, Callable[[Fields], tuple[str, dict[str, object]]]] = {
    "age": _age,
    "quotient_familial": _quotient,
    "loyer": _rent,
    "revenus": _incomes,
    "personnes_du_foyer": _count("size", Sentence("Personnes au foyer")),
    "enfants": _count("children", Sentence("Enfants")),
    "couple": _couple,
    "communes": _places("communes", Sentence("Communes")),
    "epcis": _places("epcis", Sentence("Intercommunalités")),
    "departements": _places("departements", Sentence("Départements")),
    "regions": _places("regions", Sentence("Régions")),
    "profil": _status,
    "logement": _dwelling,
    "autre": _other,
}
