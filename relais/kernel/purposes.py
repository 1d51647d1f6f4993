"""Why something about a person is read or kept: the purposes of the CNIL's référentiel on social accompaniment, as codes.

Délibération 2021-028 of 11 March 2021, part 3 (à vérifier), doctrine §2.2; the last two are the duties of every controller (RGPD 15 to 22,
and 32 with délibération 2021-122). What is not here is out: no code exists for control, fraud or the evaluation of agents.
"""

from enum import StrEnum


class Purpose(StrEnum):
    """One purpose; a reading names exactly one."""

    FILE = "gestion_dossier"
    RIGHTS = "instruction_droits"
    SUPPORT = "accompagnement"
    DIGITAL = "accompagnement_numerique"
    CONTINUITY = "continuite"
    INCIDENTS = "incidents"
    LITIGATION = "reclamations"
    STATISTICS = "statistiques"
    ACCOUNTS = "comptabilite"
    PERSON = "droits_de_la_personne"
    SECURITY = "securite"
