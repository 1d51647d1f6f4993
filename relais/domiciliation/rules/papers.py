"""The papers of a domiciliation, in plain French: receipt, attestation, refusal, warning before an end, end. Pure.

They bear the address of the service and no other: nothing of where the person sleeps, nor why. Sources: CASF L.264-1 to L.264-4 and D.264-1
ff., CJA R.421-1; what is written after the models (Cerfa) is not the Cerfa form itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from relais.kernel.sentences import LongDay

#: code → what the paper calls itself.
KINDS: Final = {
    "recepisse": "Accusé de réception",
    "attestation": "Attestation d’élection de domicile",
    "refus": "Votre demande de domiciliation",
    "avertissement": "Votre domiciliation pourrait s’arrêter",
    "fin": "Votre domiciliation s’est arrêtée",
}
LAW: Final = "Code de l’action sociale et des familles, articles L.264-1 à L.264-4 et D.264-1 et suivants."


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a paper is about. ``name``: in full; ``born``: "" when it is not known; ``others``: those who receive mail with her."""

    name: str
    born: str = ""
    others: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Where:
    """Who makes the paper and where mail arrives. ``lines``: the address, line by line."""

    body: str
    lines: Sequence[str]
    hours: str = ""
    approval: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The days and reasons that a paper tells; None or "" for those that it does not."""

    number: int
    asked_on: date
    answer_by: date | None = None
    decided_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    refusal: str = ""
    orientation: str = ""
    end_reason: str = ""
    ended_on: date | None = None
    moved_to: str = ""
    renew_on: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper ready to print. ``pairs``: what is read at a glance; ``remedies``: how it may be contested."""

    kind: str
    title: str
    where: Where
    who: Who
    number: int
    words: Sequence[str]
    pairs: Sequence[tuple[str, Sequence[str]]] = field(default_factory=tuple)
    remedies: Sequence[str] = field(default_factory=tuple)
    law: str = LAW


def _day(on: date | None) -> str:
    return "" if on is None else str(LongDay(on))


def _remedies() -> list[str]:
    return [
        "Vous pouvez nous demander par écrit de revoir cette décision (recours gracieux), à l’adresse en haut de cette lettre.",
        "Vous pouvez aussi saisir le tribunal administratif, dans les deux mois qui suivent le jour où vous recevez cette lettre.",
        "Un recours gracieux fait dans ces deux mois garde votre droit d’aller ensuite au tribunal.",
        "Une travailleuse ou un travailleur social, une association ou un point-justice peut vous aider à écrire.",
    ]


def _receipt(facts: Facts) -> tuple[list[str], list[str]]:
    return [
        f"Vous avez demandé une domiciliation le {_day(facts.asked_on)}. Votre demande est enregistrée.",
        f"La réponse doit venir au plus tard le {_day(facts.answer_by)}.",
        "Gardez ce papier : il prouve le jour de votre demande. Il ne donne pas encore d’adresse.",
    ], []


def _attestation(facts: Facts) -> tuple[list[str], list[str]]:
    words = [
        "La personne nommée ici a élu domicile à cette adresse. Elle y reçoit son courrier.",
        "Cette attestation vaut pour ouvrir ses droits, s’inscrire et faire ses démarches.",
    ]
    if facts.renew_on is not None:
        words.append(f"Pour continuer, demandez le renouvellement à partir du {_day(facts.renew_on)}.")
    return [*words, "Passez ou appelez au moins une fois tous les trois mois. Prévenez si vous devez vous absenter."], []


def _refusal(facts: Facts) -> tuple[list[str], list[str]]:
    return [
        f"Vous avez demandé une domiciliation le {_day(facts.asked_on)}. Elle est refusée, par une décision du {_day(facts.decided_on)}.",
        f"Le motif : {facts.refusal}.",
        f"Vous pouvez demander votre domiciliation ici : {facts.orientation}.",
    ], _remedies()


def _warning(facts: Facts) -> tuple[list[str], list[str]]:
    return [
        "Rien n’est encore décidé.",
        f"Le motif : {facts.end_reason}.",
        f"Vous pouvez répondre jusqu’au {_day(facts.answer_by)}, au bureau, au téléphone ou par écrit. Vous pouvez venir avec quelqu’un.",
        "Si vous étiez à l’hôpital, en voyage, au travail ou empêché de venir, dites-le : ces jours peuvent ne pas compter.",
    ], []


def _end(facts: Facts) -> tuple[list[str], list[str]]:
    words = [f"Votre domiciliation s’est arrêtée le {_day(facts.ended_on)}.", f"Le motif : {facts.end_reason}."]
    if facts.moved_to:
        words.append(f"Votre courrier se demande maintenant ici : {facts.moved_to}.")
    return [
        *words,
        "Venez chercher le courrier qui reste. Donnez votre nouvelle adresse à la CAF, à l’assurance maladie, à la banque.",
        "Vous pouvez faire une nouvelle demande, ici ou dans une autre structure.",
    ], _remedies()


def paper(kind: str, *, where: Where, who: Who, facts: Facts) -> Paper:
    """A paper of this kind; KeyError for a kind that does not exist."""
    made: dict[str, Callable[[Facts], tuple[list[str], list[str]]]] = {
        "recepisse": _receipt,
        "attestation": _attestation,
        "refus": _refusal,
        "avertissement": _warning,
        "fin": _end,
    }
    words, remedies = made[kind](facts)
    pairs = _pairs(where, who, facts) if kind == "attestation" else ()
    return Paper(kind, KINDS[kind], where, who, facts.number, words, pairs, remedies)


def _pairs(where: Where, who: Who, facts: Facts) -> list[tuple[str, Sequence[str]]]:
    """What an office looks for on the attestation."""
    rows: list[tuple[str, Sequence[str]]] = [("Nom et prénoms", (who.name,))]
    rows += [("Date de naissance", (who.born,))] if who.born else []
    rows += [("Avec elle ou lui", tuple(who.others))] if who.others else []
    rows.append(("Adresse pour le courrier", (who.name, f"chez {where.body}", *where.lines)))
    rows.append(("Valable", (f"du {_day(facts.starts_on)}", f"au {_day(facts.ends_on)}")))
    rows += [("Agrément", (where.approval,))] if where.approval else []
    return rows
