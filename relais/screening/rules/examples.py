"""Three fictional households, shown filled on the public home. Nobody real; ages rather than birth dates, so that they do not grow old."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from relais.screening.rules.marking import gettext_noop
from relais.screening.rules.told import Told


@dataclass(frozen=True, slots=True)
class Example:
    """One fictional household: its address, its title, the words typed."""

    slug: str
    title: str
    told: Told


def _example(slug: str, title: str, **texts: str) -> Example:
    return Example(slug, title, Told(texts={name.replace("__", "."): text for name, text in texts.items()}))


_ALL = (
    _example(
        "couple-deux-enfants",
        gettext_noop("Un couple, deux enfants, un salaire de 1 400 €, un loyer de 620 € à Roubaix"),
        p1__naissance="38",
        couple="oui",
        p2__naissance="36",
        enfants="12, 6",
        p1__statut="emploi",
        p1__salaire="1 400",
        p2__statut="sans_emploi",
        p2__salaire="0",
        commune="Roubaix",
        logement="locataire_vide",
        loyer="620",
    ),
    _example(
        "mere-seule",
        gettext_noop("Une mère seule, un enfant de 4 ans, un mi-temps à 780 €, à Guéret"),
        p1__naissance="27",
        couple="non",
        enfants="4 ans",
        autre_parent_paie="non",
        p1__statut="emploi",
        p1__salaire="780",
        commune="Guéret",
        logement="locataire_hlm",
        loyer="395",
    ),
    _example(
        "retraite-seul",
        gettext_noop("Un homme de 71 ans, seul, 870 € de retraite, propriétaire à Vierzon"),
        p1__naissance="71",
        couple="non",
        enfants="0",
        p1__statut="retraite",
        p1__retraite="870",
        commune="Vierzon",
        logement="proprietaire",
    ),
)

#: slug → example, in the order of the home page.
EXAMPLES: Mapping[str, Example] = MappingProxyType({example.slug: example for example in _ALL})
