"""What each OpenFisca input is made of: the facts, the ratios, the words. The register of algorithms prints it."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TypeVar

from relais.kernel.yaml_text import yaml_value
from relais.law.situation.catalogue import facts

Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Ratio:
    """From the net paid to what the law counts. ``words`` says where the figures come from."""

    taxable: float
    gross: float
    words: str


#: choice of a fact → name in OpenFisca
ACTIVITY = {
    "emploi": "actif",
    "independant": "actif",
    "chomage": "chomeur",
    "retraite": "retraite",
    "etudes": "etudiant",
    "apprentissage": "actif",
    "sans_emploi": "inactif",
    "invalidite": "inactif",
}
#: «selon l’âge» is never read: the class follows the birth date then
SCHOOLING = {
    "selon_age": "inconnue",
    "creche": "inconnue",
    "ecole": "primaire",
    "college": "college",
    "lycee": "lycee",
    "superieur": "enseignement_superieur",
    "aucune": "inconnue",
}
TENURE = {
    "locataire_vide": "locataire_vide",
    "locataire_hlm": "locataire_hlm",
    "locataire_meuble": "locataire_meuble",
    "foyer": "locataire_foyer",
    "proprietaire": "proprietaire",
    "accedant": "primo_accedant",
    "heberge": "loge_gratuitement",
    "sans_domicile": "sans_domicile",
}
UNION = {"concubinage": "celibataire", "pacs": "pacse", "mariage": "marie"}
GIR = {"non_evalue": "non_defini", **{f"gir_{level}": f"gir_{level}" for level in range(1, 7)}}
#: a rate inside the bracket of the decision: only its side of 50 % and 80 % counts
DISABILITY = {"aucun": 0.0, "moins_50": 0.3, "de_50_a_79": 0.65, "plus_80": 0.85}


def by_rank(fact: str, meanings: Mapping[str, Meaning]) -> tuple[Meaning, ...]:
    """What each choice of a fact means, in the order of the catalogue (a column holds ranks); KeyError on a choice without meaning."""
    return tuple(meanings[choice] for choice in facts()[fact].choices)


@dataclass(frozen=True, slots=True)
class EngineInput:
    """One OpenFisca input: its variable, the facts it is made of, the rule in words (French, printed)."""

    variable: str
    facts: tuple[str, ...]
    words: str


def _read() -> tuple[dict[str, Ratio], tuple[EngineInput, ...]]:
    content = yaml_value((resources.files("relais.law.engine") / "inputs.yaml").read_text(encoding="utf-8"))
    ratios = {fact: Ratio(**entry) for fact, entry in content["ratios"].items()}
    return ratios, tuple(EngineInput(entry["variable"], tuple(entry["facts"]), entry["words"]) for entry in content["inputs"])


#: ratios by fact, and every input of the engine, in the order of the register
RATIOS, ENGINE_INPUTS = _read()

#: codes of the facts the engine reads, each once, in the order of the register
ENGINE_FACTS: tuple[str, ...] = tuple(dict.fromkeys(fact for entry in ENGINE_INPUTS for fact in entry.facts))
