"""The national lists of DomiFa (TERMS §4.15): each value is there under a code of ours, none is lost, and what is added is told."""

import pytest
from django.db.models import TextChoices

from relais.domiciliation.terms import Cause, EndReason, Home, Link, Reason, RefusalReason, Residence

#: list → for each national value, words of it that ours says too; our own values besides.
LISTS: list[tuple[type[TextChoices], dict[str, str], set[str]]] = [
    (
        Cause,
        {
            "errance": "errance",
            "expulsion": "expulsion",
            "heberge": "justifier d’une adresse",
            "mode_de_vie": "mode de vie",
            "rupture": "rupture",
            "sortie_structure": "sortie d’une structure",
            "violence": "violence",
            "sortie_hopital": "hospitalisation",
            "sortie_detention": "incarcération",
            "autre": "autre",
        },
        set(),
    ),
    (
        Residence,
        {
            "mobile": "domicile mobile",
            "hebergement_social": "hébergement social",
            "chez_un_tiers": "tiers",
            "hotel": "hôtel",
            "sans_abri": "sans abri, squat ou bidonville",
            "adresse_inutilisable": "logement",
            "autre": "autre",
        },
        set(),
    ),
    (
        Home,
        {
            "couple_enfants": "couple avec enfant",
            "couple": "couple sans enfant",
            "femme_enfants": "femme isolée avec",
            "femme": "femme isolée sans",
            "homme_enfants": "homme isolé avec",
            "homme": "homme isolé sans",
        },
        set(),
    ),
    (
        Link,
        {
            "residentiel": "séjour",
            "parental": "enfant",
            "familial": "famille",
            "professionnel": "travail",
            "social": "social",
            "autre": "autre",
        },
        set(),
    ),
    (
        Reason,
        {
            "droits_civils": "droits civils ou civiques",
            "prestations": "prestations sociales",
            "activite": "activité professionnelle",
            "mise_a_l_abri": "violences",
            "autre": "autre",
        },
        set(),
    ),
    (RefusalReason, {"hors_public": "adresse", "sans_lien": "lien avec la commune", "complet": "nombre maximal", "autre": "autre"}, set()),
    (
        EndReason,
        {
            "demande": "à la demande de la personne",
            "sans_lien": "plus de lien avec la commune",
            "echeance": "échéance",
            "non_manifestation": "trois mois",
            "reglement": "règlement",
            "logement": "logement ou un hébergement stable",
            "autre": "autre",
        },
        {"transfert"},
    ),
]


@pytest.mark.parametrize(("ours", "national", "added"), LISTS, ids=[ours.__name__ for ours, *_rest in LISTS])
def test_the_national_lists_are_whole(ours: type[TextChoices], national: dict[str, str], added: set[str]) -> None:
    labels = {str(value): str(label).lower() for value, label in ours.choices}
    assert set(labels) == set(national) | added
    assert {code: words for code, words in national.items() if words not in labels[code]} == {}
