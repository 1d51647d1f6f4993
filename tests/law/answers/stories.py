"""Partial households as they are told at a counter in a few facts: single parents, couples, retired, young, foreign, disabled…"""

from datetime import date
from itertools import count

from relais.law.situation.facts import Value
from relais.law.situation.household import Household, Person
from relais.law.situation.roles import Role
from tests.law.answers.toy import MONTH, months

D, C, E, A = Role.DEMANDEUR, Role.CONJOINT, Role.ENFANT, Role.AUTRE
#: a person as written below: a role, an age (None: not told), and what is known.
Told = tuple[Role, int | None, dict[str, Value]]


def _birth(age: int, rank: int) -> date:
    return date(MONTH.year - age, 1 + (3 * rank) % 9, 4 + rank)


def _household(name: str, persons: list[Told], known: dict[str, Value], *, couple: bool = True, children: bool = True) -> Household:
    numbers = count(1)
    built = []
    for role, age, told in persons:
        rank = next(numbers)
        facts = {code: months(value) if code in INCOMES else value for code, value in told.items()}
        born = {} if age is None else {"naissance": _birth(age, rank)}
        built.append(Person(f"p{rank}", role, {**born, **facts}))
    return Household(name, MONTH, tuple(built), known, frozenset(), couple, children)


INCOMES = {
    "salaire", "revenu_independant", "chomage", "retraite", "pension_invalidite", "indemnites_journalieres",
    "pension_alimentaire_recue", "pension_alimentaire_versee", "revenus_locatifs",
}  # fmt: skip
ROUBAIX, CREUSE, PARIS, RENNES = "59512", "23096", "75056", "35238"
TENANT, HLM, OWNER, HOSTED = "locataire_vide", "locataire_hlm", "proprietaire", "heberge"

STORIES: tuple[Household, ...] = (
    # ---- nobody has said much yet
    _household("rien", [(D, None, {})], {}, couple=False, children=False),
    _household("rien qu’un âge", [(D, 40, {})], {}, couple=False, children=False),
    _household("seul, sans rien d’autre", [(D, None, {})], {}),
    _household("une personne âgée, composition inconnue", [(D, 78, {"retraite": 950})], {}, couple=False, children=False),
    # ---- alone
    _household("sans revenu, 40 ans", [(D, 40, {"salaire": 0, "statut": "sans_emploi"})], {"commune": RENNES}),
    _household("sans revenu, 40 ans, locataire", [(D, 40, {"salaire": 0, "statut": "sans_emploi"})], {"logement": TENANT, "loyer": 420.0}),
    _household(
        "petit salaire à mi-temps", [(D, 33, {"salaire": 750, "statut": "emploi"})], {"logement": HLM, "loyer": 380.0, "commune": ROUBAIX}
    ),
    _household("au Smic", [(D, 29, {"salaire": 1440})], {"logement": TENANT, "loyer": 600.0, "commune": PARIS}),
    _household("salaire confortable", [(D, 45, {"salaire": 3200, "statut": "emploi"})], {"logement": OWNER, "commune": RENNES}),
    _household("fin de droits au chômage", [(D, 56, {"chomage": 0, "statut": "chomage"})], {"logement": TENANT, "loyer": 450.0}),
    _household("chômage indemnisé", [(D, 38, {"chomage": 980})], {"logement": TENANT, "loyer": 480.0, "commune": ROUBAIX}),
    _household("micro-entreprise", [(D, 36, {"revenu_independant": 900, "statut": "independant"})], {"commune": ROUBAIX, "logement": HLM}),
    _household("arrêt maladie", [(D, 50, {"indemnites_journalieres": 820, "statut": "emploi"})], {"logement": HLM, "loyer": 350.0}),
    _household("sans domicile", [(D, 47, {"salaire": 0, "statut": "sans_emploi"})], {"logement": "sans_domicile", "commune": PARIS}),
    _household("hébergé", [(D, 27, {"salaire": 0})], {"logement": HOSTED, "commune": ROUBAIX}),
    _household("pension versée", [(D, 41, {"salaire": 1500, "pension_alimentaire_versee": 250})], {"logement": TENANT, "loyer": 500.0}),
    _household("épargne importante", [(D, 52, {"salaire": 0, "statut": "sans_emploi"})], {"epargne": 60000.0, "logement": OWNER}),
    # ---- young
    _household("jeune sans revenu", [(D, 20, {"salaire": 0, "statut": "sans_emploi"})], {"logement": HOSTED}),
    _household(
        "étudiante", [(D, 21, {"statut": "etudes", "salaire": 0})], {"logement": "locataire_meuble", "loyer": 400.0, "commune": RENNES}
    ),
    _household("apprenti", [(D, 19, {"statut": "apprentissage", "salaire": 820})], {"logement": "foyer", "loyer": 300.0}),
    _household("presque 25 ans", [(D, 24, {"salaire": 600, "statut": "emploi"})], {"logement": TENANT, "loyer": 420.0}),
    _household("mineure émancipée", [(D, 17, {"salaire": 0})], {}),
    # ---- single parents
    _household(
        "mère seule, un enfant",
        [(D, 31, {"salaire": 0, "statut": "sans_emploi"}), (E, 4, {})],
        {"logement": HLM, "loyer": 400.0, "commune": ROUBAIX},
    ),
    _household(
        "mère seule au travail, deux enfants", [(D, 35, {"salaire": 1250}), (E, 7, {}), (E, 12, {})], {"logement": HLM, "loyer": 450.0}
    ),
    _household(
        "père seul, trois enfants", [(D, 44, {"salaire": 1900}), (E, 9, {}), (E, 13, {}), (E, 16, {})], {"logement": TENANT, "loyer": 700.0}
    ),
    _household(
        "mère seule, pension reçue", [(D, 30, {"salaire": 900, "pension_alimentaire_recue": 150}), (E, 3, {})], {"autre_parent_paie": "oui"}
    ),
    _household("mère seule, bébé", [(D, 22, {"salaire": 0, "statut": "sans_emploi"}), (E, 0, {})], {"logement": HOSTED}),
    _household("enceinte, seule", [(D, 26, {"salaire": 0, "statut": "sans_emploi", "enceinte": True})], {"logement": HOSTED}),
    _household("parent seul, âges non dits", [(D, None, {"salaire": 1100}), (E, None, {}), (E, None, {})], {"logement": HLM}),
    _household("grand enfant de 19 ans", [(D, 48, {"salaire": 1300}), (E, 19, {"statut": "etudes"})], {"logement": TENANT, "loyer": 550.0}),
    # ---- couples
    _household(
        "Roubaix, cinq faits",
        [(D, None, {"salaire": 1400}), (C, None, {}), (E, None, {}), (E, None, {})],
        {"commune": ROUBAIX, "loyer": 620.0},
    ),
    _household(
        "Roubaix, tout dit",
        [(D, 34, {"salaire": 1400}), (C, 32, {"salaire": 0, "statut": "sans_emploi"}), (E, 6, {}), (E, 10, {})],
        {"commune": ROUBAIX, "loyer": 620.0, "logement": TENANT, "statut_couple": "mariage"},
    ),
    _household("couple sans enfant, un Smic", [(D, 28, {"salaire": 1440}), (C, 27, {"salaire": 0})], {"logement": TENANT, "loyer": 520.0}),
    _household("couple au chômage", [(D, 42, {"chomage": 700}), (C, 40, {"chomage": 650}), (E, 11, {})], {"logement": HLM, "loyer": 420.0}),
    _household(
        "couple aisé, trois enfants",
        [(D, 41, {"salaire": 4200}), (C, 39, {"salaire": 3600}), (E, 5, {}), (E, 8, {}), (E, 12, {})],
        {"logement": OWNER},
    ),
    _household(
        "couple modeste, trois enfants",
        [(D, 37, {"salaire": 1500}), (C, 36, {"salaire": 400}), (E, 4, {}), (E, 7, {}), (E, 15, {})],
        {"logement": HLM, "loyer": 480.0},
    ),
    _household(
        "couple, quatre enfants, sans revenu",
        [
            (D, 33, {"salaire": 0, "statut": "sans_emploi"}),
            (C, 34, {"salaire": 0, "statut": "sans_emploi"}),
            (E, 1, {}),
            (E, 3, {}),
            (E, 6, {}),
            (E, 11, {}),
        ],
        {"commune": ROUBAIX},
    ),
    _household(
        "naissance attendue",
        [(D, 30, {"salaire": 1300}), (C, 29, {"salaire": 0, "enceinte": True}), (E, 3, {})],
        {"naissance_prevue": date(2027, 1, 20)},
    ),
    _household("congé parental", [(D, 31, {"salaire": 1600}), (C, 30, {"salaire": 0, "conge_parental": True}), (E, 0, {})], {}),
    _household("garde payée", [(D, 33, {"salaire": 1800}), (C, 31, {"salaire": 1500}), (E, 1, {})], {"garde_payee": 450.0}),
    _household("conjoint, revenus inconnus", [(D, 45, {"salaire": 1200}), (C, 44, {}), (E, 14, {})], {"logement": TENANT, "loyer": 600.0}),
    # ---- old
    _household("petite retraite", [(D, 70, {"retraite": 620})], {"logement": TENANT, "loyer": 380.0, "commune": CREUSE}),
    _household("retraite moyenne", [(D, 74, {"retraite": 1350})], {"logement": OWNER, "commune": CREUSE}),
    _household("bonne retraite", [(D, 68, {"retraite": 2600})], {"logement": OWNER}),
    _household("couple de retraités", [(D, 76, {"retraite": 800}), (C, 73, {"retraite": 300})], {"logement": OWNER, "commune": CREUSE}),
    _household("retraite, âge non dit", [(D, None, {"retraite": 700})], {"logement": TENANT, "loyer": 400.0}),
    _household("perte d’autonomie", [(D, 83, {"retraite": 1100, "gir": "gir_3"})], {"logement": OWNER}),
    _household("veuve", [(D, 58, {"salaire": 500})], {"conjoint_decede": True, "logement": TENANT, "loyer": 420.0}),
    # ---- disability
    _household("80 %", [(D, 35, {"handicap_taux": "plus_80", "salaire": 0})], {"logement": HLM, "loyer": 350.0}),
    _household("50 à 79 %", [(D, 41, {"handicap_taux": "de_50_a_79", "salaire": 0})], {"logement": HOSTED}),
    _household("invalidité", [(D, 54, {"pension_invalidite": 480, "statut": "invalidite"})], {"logement": TENANT, "loyer": 400.0}),
    _household(
        "enfant handicapé",
        [(D, 38, {"salaire": 1200}), (C, 39, {"salaire": 1100}), (E, 9, {"handicap_taux": "plus_80"})],
        {"logement": HLM},
    ),
    _household("handicap refusé", [(D, 44, {"salaire": 300})], {"logement": HLM, "loyer": 320.0}),
    # ---- from abroad
    _household(
        "réfugié",
        [(D, 29, {"nationalite": "hors_UE", "titre": "refugie", "salaire": 0, "statut": "sans_emploi"})],
        {"logement": "foyer", "loyer": 320.0},
    ),
    _household(
        "demandeuse d’asile", [(D, 32, {"nationalite": "hors_UE", "titre": "asile", "salaire": 0}), (E, 5, {})], {"logement": HOSTED}
    ),
    _household("sans titre", [(D, 36, {"nationalite": "hors_UE", "titre": "aucun", "salaire": 0})], {"logement": HOSTED, "commune": PARIS}),
    _household(
        "titre récent",
        [(D, 40, {"nationalite": "hors_UE", "titre": "temporaire", "titre_annees": 2.0, "salaire": 0})],
        {"logement": HLM, "loyer": 350.0},
    ),
    _household("Européenne", [(D, 34, {"nationalite": "UE", "salaire": 400})], {"logement": TENANT, "loyer": 450.0}),
    _household(
        "hors UE, titre non dit",
        [(D, 34, {"nationalite": "hors_UE", "salaire": 0, "statut": "sans_emploi"})],
        {"logement": HLM, "loyer": 340.0},
    ),
    # ---- with somebody else, with a notice, already helped
    _household("avec un parent hébergé", [(D, 46, {"salaire": 1300}), (E, 14, {}), (A, 75, {})], {"logement": HLM, "loyer": 420.0}),
    _household("avis d’impôt bas", [(D, 50, {"salaire": 1100})], {"rfr": 9800.0, "parts": 1.0, "logement": TENANT, "loyer": 430.0}),
    _household("avis d’impôt haut", [(D, 50, {"salaire": 0, "statut": "sans_emploi"})], {"rfr": 48000.0, "parts": 1.0}),
    _household(
        "au RSA",
        [(D, 39, {"salaire": 0, "statut": "sans_emploi"})],
        {"recu_rsa": 560.0, "recu_aide_logement": 260.0, "recu_c2s": True, "logement": HLM, "loyer": 330.0},
    ),
)
