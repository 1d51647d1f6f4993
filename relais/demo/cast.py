"""The cast: fictional people of a fictional territory, named once here, met in the demonstration and in the tests.

The territory does not exist: no commune, no département of France bears these names.
"""

from dataclasses import dataclass, field

from relais.accounts.models import OrganisationKind, Role, SecrecyBasis

TERRITORY = "Haut-Brumois (département fictif)"


@dataclass(frozen=True, slots=True)
class Person:
    """One member of the cast. ``job``: how they would say it themselves."""

    identifier: str
    name: str
    job: str
    roles: frozenset[Role]
    service: str = ""
    team: str = ""
    secrecy: SecrecyBasis = SecrecyBasis.NONE


@dataclass(frozen=True, slots=True)
class House:
    """One organisation of the demonstration and its members."""

    name: str
    kind: OrganisationKind
    people: tuple[Person, ...] = field(default_factory=tuple)


CCAS = House(
    "CCAS de Montbrume (démonstration)",
    OrganisationKind.CCAS,
    (
        Person(
            "awa",
            "Awa Sarr",
            "assistante de service social, référente",
            frozenset({Role.SOCIAL_WORKER}),
            "Accompagnement social",
            "Équipe des quais",
            SecrecyBasis.PROFESSION,
        ),
        Person(
            "leon",
            "Léon Kervadec",
            "conseiller en économie sociale et familiale",
            frozenset({Role.SOCIAL_WORKER}),
            "Accompagnement social",
            "Équipe du plateau",
            SecrecyBasis.MISSION,
        ),
        Person(
            "maelle",
            "Maëlle Guivarch",
            "assistante de service social, même équipe qu’Awa",
            frozenset({Role.SOCIAL_WORKER}),
            "Accompagnement social",
            "Équipe des quais",
            SecrecyBasis.PROFESSION,
        ),
        Person("petit", "Mme Petit", "cheffe de service", frozenset({Role.HEAD}), "Accompagnement social", "", SecrecyBasis.MISSION),
        Person(
            "yasmine", "Yasmine Oudjani", "agente d’accueil", frozenset({Role.RECEPTION}), "Accompagnement social", "", SecrecyBasis.MISSION
        ),
        Person("karim", "Karim Belkadi", "médiateur numérique", frozenset({Role.DIGITAL_MEDIATOR}), "Accueil"),
        Person("solene", "Solène Abgrall", "référente numérique", frozenset({Role.DIGITAL_LEAD}), "Accompagnement social"),
        Person("roux", "M. Roux", "élu de la commission", frozenset({Role.COMMISSION}), "", "", SecrecyBasis.MISSION),
        Person("diallo", "Mme Diallo", "partenaire, association Le Gué (fictive)", frozenset({Role.PARTNER})),
        Person("fontaine", "Mme Fontaine", "correspondante d’une caisse (fictive)", frozenset({Role.INSTITUTION})),
        Person("tom", "Tom Vasseur", "administrateur technique", frozenset({Role.TECHNICIAN})),
        Person("nadia", "Nadia Ferrand", "déléguée à la protection des données", frozenset({Role.DPO})),
    ),
)
DEPARTMENT = House(
    "Maison des solidarités du Haut-Brumois (démonstration)",
    OrganisationKind.DEPARTMENT,
    (
        Person(
            "helene",
            "Hélène Marchal",
            "assistante de service social de secteur",
            frozenset({Role.SOCIAL_WORKER}),
            "Action sociale de proximité",
            "Secteur nord",
            SecrecyBasis.PROFESSION,
        ),
        Person("bruno", "Bruno Lacaze", "administrateur technique", frozenset({Role.TECHNICIAN})),
    ),
)
HOUSES = (CCAS, DEPARTMENT)
