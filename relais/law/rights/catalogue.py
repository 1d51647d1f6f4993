"""The catalogue of rights, found by walking the folders: ``<code>/card.yaml``. Adding a right is adding a folder.

A sheet that is incomplete or names something unknown is refused with every problem, file and key said; nothing is loaded halfway.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from relais.law.rights.card import Card, Channel, DeclaredCondition, EngineCondition, EngineRule, Reference
from relais.law.rights.declared import parse
from relais.law.rights.reading import Fields, SheetRefused, read_yaml
from relais.law.situation.catalogue import THEMES, facts
from relais.law.situation.facts import Value

#: families in the order of the screen: what one lives on first, then the roof, health, children and studies, then tariffs, savings and
#: access to rights. An order of rights, the same for every household; never one of amounts or of persons.
FAMILIES = (
    "ressources",
    "travail",
    "vieillesse",
    "handicap",
    "logement",
    "sante",
    "famille",
    "etudes",
    "energie",
    "epargne",
    "acces_aux_droits",
    "local",
)
ORGANISMES = (
    "caf", "cpam", "mdph", "departement", "france_travail", "caisse_retraite", "crous", "etat", "ccas", "prefecture",
    "mission_locale", "education", "banque", "bailleur", "ofii", "collectivite", "structure",
)  # fmt: skip
CHANNEL_KINDS = ("paper", "phone", "counter", "online", "partner")
NO_OFFLINE_CHANNEL = "aucun canal non numérique connu"
UNITS = ("month", "year", "once", "flag", "cost")
COMPARISONS = ("<", "<=", ">=", "true")
TERRITORIES = ("metropole", "drom", "mayotte")


def catalogue(extra_dirs: Sequence[Path] = ()) -> Mapping[str, Card]:
    """Every right by its code, in the order of the families then of frequency; SheetRefused when a sheet is not usable.

    ``extra_dirs``: more folders of rights in the same shape; a code already taken is refused.
    """
    return _loaded((Path(__file__).parent, *extra_dirs))


@lru_cache(maxsize=4)
def _loaded(roots: tuple[Path, ...]) -> Mapping[str, Card]:
    problems: list[str] = []
    cards: dict[str, Card] = {}
    for sheet in [sheet for root in roots for sheet in sorted(root.glob("*/card.yaml"))]:
        try:
            card = read_card(sheet)
        except SheetRefused as refused:
            problems += refused.problems
            continue
        if card.code in cards:
            problems.append(f"{card.code}/card.yaml, clé « code » : ce droit existe déjà dans le catalogue.")
        cards[card.code] = card
    if problems:
        raise SheetRefused(problems)
    return {card.code: card for card in sorted(cards.values(), key=order_of)}


def order_of(card: Card) -> tuple[int, int, str]:
    """The stable order of the rights: family, frequency, code."""
    return (FAMILIES.index(card.family), card.frequency, card.code)


def read_card(sheet: Path) -> Card:
    """The card of one folder; SheetRefused with all its problems."""
    problems: list[str] = []
    fields = Fields(read_yaml(sheet), f"{sheet.parent.name}/card.yaml", problems)
    values: dict[str, Any] = {
        "code": fields.text("code"),
        "label": fields.text("label", longest=90),
        "short": fields.text("short", longest=25),
        "sentence": fields.text("sentence"),
        "family": fields.word("family", FAMILIES),
        "frequency": int(fields.number("frequency", required=True) or 0),
        "organisme": fields.word("organisme", ORGANISMES),
        "channels": tuple(_channel(group) for group in fields.groups("channels", at_least=1)),
        "proofs": fields.texts("proofs", at_least=1),
        "references": tuple(_reference(group) for group in fields.groups("references", at_least=1)),
        "facts": fields.texts("facts", at_least=1),
        "rule": _rule(fields),
        "conditions": tuple(_condition(group) for group in fields.groups("conditions")),
        "declared": tuple(_declared(group) for group in fields.groups("declared")),
        "guards": tuple(_declared(group) for group in fields.groups("guards")),
        "ceiling": fields.word("ceiling", ("", "a_verifier"), default=""),
        "theme": fields.word("theme", THEMES, default=""),
        "openers": _openers(fields),
        "territories": fields.texts("territories") or ("metropole",),
        "limits": fields.texts("limits", at_least=1),
        "amount_shown": fields.flag("amount_shown", default=True),
        "rules_date": fields.day("rules_date", required=True),
        "valid_until": fields.day("valid_until"),
        "received_fact": fields.text("received_fact", required=False),
        "person_sentence": fields.text("person_sentence"),
        "bring": fields.texts("bring", at_least=1),
        "where": fields.text("where"),
    }
    fields.finish()
    card = Card(**values)
    _check_whole(card, sheet, fields)
    if problems:
        raise SheetRefused(problems)
    return card


def _channel(fields: Fields) -> Channel:
    channel = Channel(fields.word("kind", CHANNEL_KINDS), fields.text("words"))
    fields.finish()
    return channel


def _reference(fields: Fields) -> Reference:
    reference = Reference(
        text=fields.text("text"),
        url=fields.text("url", required=False),
        checked_on=fields.day("checked_on", required=True),
        mark=fields.word("mark", ("V", "P", "M")),
    )
    fields.finish()
    return reference


def _rule(fields: Fields) -> EngineRule | None:
    if not fields.has("rule"):
        fields.take("rule")
        return None
    inner = Fields(fields.take("rule"), f"{fields.where}, rule", fields.problems)
    rule = EngineRule(inner.text("output"), inner.word("unit", UNITS), inner.number("floor") or 0.0, inner.texts("also"))
    inner.finish()
    return rule


def _condition(fields: Fields) -> EngineCondition:
    condition = EngineCondition(
        label=fields.text("label", longest=160),
        left=fields.texts("left", at_least=1),
        comparison=fields.word("comparison", COMPARISONS),
        right=fields.texts("right"),
        unit=fields.text("unit", required=False),
        article=fields.text("article", required=False),
        right_by=fields.word("right_by", ("sum", "highest"), default="sum"),
        of=fields.text("of", required=False),
        exceptional=fields.flag("exceptional", default=False),
    )
    if (condition.comparison == "true") != (not condition.right):
        fields.refuse("right", "attendu avec « < », « <= », « >= », et jamais avec « true »")
    fields.finish()
    return condition


def _declared(fields: Fields) -> DeclaredCondition:
    label = fields.text("label", longest=160)
    test = fields.mapping("test")
    parse(test, where=f"{fields.where}, test", problems=fields.problems)
    condition = DeclaredCondition(label, test, fields.text("article", required=False), fields.flag("exceptional", default=False))
    fields.finish()
    return condition


def _openers(fields: Fields) -> tuple[Mapping[str, Value], ...]:
    raw = fields.take("openers") or []
    if not isinstance(raw, list) or not all(isinstance(item, dict) and item for item in raw):
        fields.refuse("openers", "une liste de groupes « fait: valeur » est attendue")
        return ()
    for opener in raw:
        for code, value in opener.items():
            _check_value(fields, code, value)
    return tuple(dict(opener) for opener in raw)


def _check_value(fields: Fields, code: str, value: object) -> None:
    fact = facts().get(code)
    if fact is None:
        fields.refuse("openers", f"le fait « {code} » n’existe pas dans la liste des faits")
    elif fact.choices and value not in fact.choices:
        fields.refuse("openers", f"« {value} » n’est pas un choix de « {code} » ; possibles : {', '.join(fact.choices)}")


def _check_whole(card: Card, sheet: Path, fields: Fields) -> None:
    """What one key alone cannot tell."""
    if card.code != sheet.parent.name:
        fields.refuse("code", f"le dossier s’appelle « {sheet.parent.name} », le code « {card.code} » : les deux doivent être égaux")
    if (card.rule is None) == (not card.declared):
        fields.refuse("rule", "un droit a soit « rule » (calcul), soit « declared » (conditions), jamais les deux ni aucun")
    if card.declared and card.ceiling != "a_verifier":
        fields.refuse("ceiling", "un droit déclaré répond au mieux « a_verifier »")
    if card.rule and not card.conditions:
        fields.refuse("conditions", "un droit calculé montre au moins une condition")
    if {channel.kind for channel in card.channels} == {"online"} and not any(NO_OFFLINE_CHANNEL in c.words for c in card.channels):
        fields.refuse("channels", f"au moins un canal sans écran (paper, phone, counter, partner), ou les mots « {NO_OFFLINE_CHANNEL} »")
    read = set(card.facts) | ({card.received_fact} if card.received_fact else set())
    for code in sorted(read - set(facts())):
        fields.refuse("facts", f"le fait « {code} » n’existe pas dans la liste des faits")
    for code in sorted(_facts_of(card) - set(card.facts)):
        fields.refuse("facts", f"le fait « {code} » est lu par une condition ou un « openers » : ajoutez-le")
    for territory in set(card.territories) - set(TERRITORIES):
        fields.refuse("territories", f"« {territory} » n’est pas prévu ; possibles : {', '.join(TERRITORIES)}")


def _facts_of(card: Card) -> set[str]:
    """The facts that the conditions and the openers read."""
    read = {code for condition in (*card.declared, *card.guards) for code in parse(condition.test, where="", problems=[]).facts if code}
    return read | {code for opener in card.openers for code in opener}
