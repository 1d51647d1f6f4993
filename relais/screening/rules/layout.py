"""Which fields the expert page shows, in the order of the papers, and how each is named.

A *field* is a fact of one person or of the household (``p1.salaire``, ``loyer``) or one of three questions on the composition
(``couple``, ``enfants``, ``autres``). The first fields of each section are always open; the others wait in a closed disclosure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from relais.law.situation.facts import Fact, Kind, Scope
from relais.screening.rules.marking import gettext_noop

COUPLE, CHILDREN, OTHERS = "couple", "enfants", "autres"
COMPOSITION = (COUPLE, CHILDREN, OTHERS)

#: sections of the page: code, title, sections of the catalogue that it holds, whether it starts closed.
SECTIONS: tuple[tuple[str, str, tuple[str, ...], bool], ...] = (
    ("famille", gettext_noop("Famille"), ("famille",), False),
    ("revenus", gettext_noop("Travail et revenus"), ("travail", "revenus"), False),
    ("logement", gettext_noop("Logement"), ("logement",), False),
    ("sejour", gettext_noop("Nationalité et séjour"), ("sejour",), True),
    ("epargne", gettext_noop("Épargne et avis d’impôt"), ("epargne",), True),
    ("sante", gettext_noop("Handicap et autonomie"), ("sante",), True),
    ("recu", gettext_noop("Aides déjà reçues"), ("recu",), True),
)

#: facts shown at once; ``when`` names the case in which a fact is shown at once, the page hides it otherwise while it is empty.
FIRST: Mapping[str, str] = {
    "naissance": "",
    "autre_parent_paie": "seul",
    "statut": "",
    "salaire": "",
    "revenu_independant": "independant",
    "chomage": "chomage",
    "retraite": "retraite",
    "pension_invalidite": "invalidite",
    "logement": "",
    "commune": "",
    "loyer": "loyer",
}
#: cases that hang on the situation of the same person.
BY_SITUATION = frozenset({"independant", "chomage", "retraite", "invalidite"})
#: facts of other persons of the dwelling and of children that never deserve a field of their own on this page.
_UNSHOWN = {("autre", "statut"), ("autre", "naissance"), ("enfant", "naissance")}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the page. ``kind``: "text", "choice", "flag" or "place". ``when``: case in which it shows at once."""

    key: str
    fact: str
    label: str
    hint: str
    kind: str
    why: str
    paper: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    when: str = ""
    numeric: bool = False
    monthly: bool = False
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that speak of one person (``who`` empty: of the household)."""

    person: str
    who: str
    fields: tuple[Field, ...]
    when: str = ""


@dataclass(frozen=True, slots=True)
class FieldSection:
    """One section of the page. ``first`` is always open, ``more`` waits in a disclosure; ``closed``: the whole section starts folded.

    ``held``: the sections of the catalogue of facts that it shows.
    """

    code: str
    title: str
    held: tuple[str, ...]
    first: tuple[FieldGroup, ...]
    more: tuple[FieldGroup, ...]
    closed: bool

    def groups(self) -> tuple[FieldGroup, ...]:
        """All its groups, in the order of the page."""
        return (*self.first, *self.more)


@dataclass(frozen=True, slots=True)
class Member:
    """A person whom the page names: ``id`` («p1», «e2»), role word, and how she is called on screen."""

    id: str
    role: str
    name: str


#: the two adults always have their fields on the page; those of the conjoint show once the couple is told.
ADULTS = (Member("p1", "demandeur", gettext_noop("La personne")), Member("p2", "conjoint", gettext_noop("Conjoint ou conjointe")))

COMPOSITION_FIELDS: Mapping[str, Field] = {
    COUPLE: Field(
        COUPLE,
        COUPLE,
        gettext_noop("Vit en couple"),
        "",
        "choice",
        gettext_noop("Les revenus du couple comptent ensemble."),
        choices=(("oui", gettext_noop("Oui")), ("non", gettext_noop("Non"))),
    ),
    CHILDREN: Field(
        CHILDREN,
        CHILDREN,
        gettext_noop("Enfants à charge"),
        gettext_noop("Dates de naissance, âges, ou nombre ; 0 si aucun"),
        "text",
        gettext_noop("Le nombre et l’âge des enfants changent la plupart des montants."),
        paper=gettext_noop("Livret de famille"),
    ),
    OTHERS: Field(
        OTHERS,
        OTHERS,
        gettext_noop("Autres personnes dans le logement"),
        gettext_noop("Dates de naissance, âges, ou nombre"),
        "text",
        gettext_noop("Une personne hébergée change l’aide au logement."),
    ),
}


def fields_page(facts: Mapping[str, Fact], children: Iterable[Member] = ()) -> tuple[FieldSection, ...]:
    """The whole expert page for two possible adults and these children."""
    members = (*ADULTS, *children)
    return tuple(_section(section, list(facts.values()), members) for section in SECTIONS)


def _section(section: tuple[str, str, tuple[str, ...], bool], every_fact: list[Fact], members: tuple[Member, ...]) -> FieldSection:
    code, title, held, closed = section
    facts = [fact for fact in every_fact if fact.section in held]
    groups = [*(_group_of(member, facts) for member in members), FieldGroup("", "", _household_fields(code, facts))]
    if closed:
        return FieldSection(code, title, held, _kept(groups), (), closed)
    first = [replace(group, fields=_first(group)) for group in groups]
    more = [replace(group, fields=tuple(one for one in group.fields if one not in _first(group))) for group in groups]
    return FieldSection(code, title, held, _family(first) if code == "famille" else _kept(first), _kept(more), closed)


def _household_fields(section: str, facts: list[Fact]) -> tuple[Field, ...]:
    own = tuple(field_of(fact) for fact in facts if fact.scope is Scope.HOUSEHOLD)
    return (COMPOSITION_FIELDS[CHILDREN], *own, COMPOSITION_FIELDS[OTHERS]) if section == "famille" else own


def _first(group: FieldGroup) -> tuple[Field, ...]:
    """The fields shown at once; a child's never are."""
    if group.person.startswith("e"):
        return ()
    return tuple(one for one in group.fields if one.fact in FIRST or one.fact == CHILDREN)


def _family(groups: list[FieldGroup]) -> tuple[FieldGroup, ...]:
    """The composition in one group: the two adults side by side, then the children."""
    person, spouse, household = groups[0].fields, groups[1].fields, groups[-1].fields
    beside = tuple(replace(one, label=gettext_noop("Naissance de la conjointe ou du conjoint"), when="couple") for one in spouse)
    return (FieldGroup("", "", (*person, COMPOSITION_FIELDS[COUPLE], *beside, *household)),)


def _kept(groups: Iterable[FieldGroup]) -> tuple[FieldGroup, ...]:
    return tuple(group for group in groups if group.fields)


def _group_of(member: Member, facts: list[Fact]) -> FieldGroup:
    """Fields of one person."""
    own = tuple(
        field_of(fact, member.id)
        for fact in facts
        if fact.scope is Scope.PERSON and member.role in fact.roles and (member.role, fact.code) not in _UNSHOWN
    )
    return FieldGroup(member.id, member.name, own, "couple" if member.id == "p2" else "")


def field_of(fact: Fact, person: str = "") -> Field:
    """The field of one fact."""
    kinds = {Kind.CHOICE: "choice", Kind.FLAG: "flag", Kind.PLACE: "place"}
    choices = (
        tuple(fact.choices.items()) if fact.kind is Kind.CHOICE else (("oui", "Oui"), ("non", "Non")) if fact.kind is Kind.FLAG else ()
    )
    return Field(
        key=f"{person}.{fact.code}" if person else fact.code,
        fact=fact.code,
        label=fact.label,
        hint=fact.hint,
        kind=kinds.get(fact.kind, "text"),
        why=fact.why,
        paper=fact.paper,
        choices=choices,
        when=FIRST.get(fact.code, ""),
        numeric=fact.kind in (Kind.MONEY, Kind.MONTHLY, Kind.NUMBER),
        monthly=fact.kind is Kind.MONTHLY,
        sensitive=fact.sensitive,
    )
