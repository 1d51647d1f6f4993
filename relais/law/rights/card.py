"""The card of a right: one folder a right, ``card.yaml`` read into these values; found by walking, refused when incomplete."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from relais.law.situation.facts import Value


@dataclass(frozen=True, slots=True)
class Reference:
    """A text of law or an official page, and when someone read it. ``mark``: V verified, P page, M to check («à vérifier»)."""

    text: str
    url: str
    checked_on: date | None
    mark: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to claim: ``kind`` is paper, phone, counter, online or partner."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class EngineRule:
    """Computed by the engine: the right is open when ``output``, or one of ``also``, is above ``floor`` (or true).

    ``also``: other outputs that open the right alone (the prime de Noël follows RSA or ASS); they add no amount.
    ``unit``: "month" (euros a month), "year" (euros a year, shown by month too), "once" (one payment), "flag" (no amount),
    "cost" (a contribution the person pays).
    """

    output: str
    unit: str
    floor: float = 0.0
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineCondition:
    """Printed from engine values: sum of ``left`` compared (``<``, ``<=``, ``>=``, ``true``) with ``right``.

    ``of``: whose figures, for variables of persons: "" the sum over the couple and its children, "demandeur", "conjoint", "max", or
    the variables that choose the person, joined by ``+`` («aah+aah_eligible»: who gets the most, else who is eligible).
    ``exceptional``: it closes the right of few people, so that nothing is printed of it where it is met.
    ``right_by``: "sum" of the right side, or its "highest" value (RSA: the ordinary or the higher scale). Read by ``opening.read``.
    """

    label: str
    left: tuple[str, ...]
    comparison: str
    right: tuple[str, ...] = ()
    unit: str = ""
    article: str = ""
    right_by: str = "sum"
    of: str = ""
    exceptional: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredCondition:
    """A condition on facts, evaluated in columns (see ``relais.law.rights.declared``). ``test`` is the parsed expression.

    ``exceptional``: as for ``EngineCondition``.
    """

    label: str
    test: Mapping[str, object]
    article: str = ""
    exceptional: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Everything printed or decided about one right.

    Exactly one of ``rule`` (engine) and ``declared`` (all conditions must hold) speaks. ``guards``: what the engine does not see and
    that must hold too for an engine right (``opening.columns_of`` applies rule and guards). ``ceiling``: "" or "a_verifier" when the
    right is never answered more firmly than «à vérifier». ``openers``: joint completions of uncommon facts that could open it.
    ``amount_shown``: False when the model's amount is unreliable. ``received_fact``: the fact that says what is already received, or "".
    ``frequency``: rank inside its family, the most frequent first. ``person_sentence``, ``bring`` and ``where`` are printed on the
    person's sheet, to be read aloud. ``amount`` (local rights): ``{"value": euros, "period": "month" | "year" | "once"}`` or empty.
    """

    code: str
    label: str
    short: str
    sentence: str
    family: str
    organisme: str
    channels: tuple[Channel, ...]
    proofs: tuple[str, ...]
    references: tuple[Reference, ...]
    facts: tuple[str, ...]
    rule: EngineRule | None = None
    conditions: tuple[EngineCondition, ...] = ()
    declared: tuple[DeclaredCondition, ...] = ()
    guards: tuple[DeclaredCondition, ...] = ()
    ceiling: str = ""
    theme: str = ""
    openers: tuple[Mapping[str, Value], ...] = ()
    territories: tuple[str, ...] = ("metropole",)
    limits: tuple[str, ...] = ()
    amount_shown: bool = True
    rules_date: date | None = None
    valid_until: date | None = None
    local: bool = False
    received_fact: str = ""
    frequency: int = 50
    person_sentence: str = ""
    bring: tuple[str, ...] = ()
    where: str = ""
    amount: Mapping[str, object] = field(default_factory=dict)
