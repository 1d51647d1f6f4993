"""The aids of the demonstration: rules and envelopes, a session held and signed, one to come, an emergency, a month late."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.accounts.queries import actor_of
from relais.aids.models import AidKind, AidRequest, AidSession
from relais.aids.services import house as rules
from relais.aids.services import paying, requests, sessions
from relais.aids.terms import Nature
from relais.demo.files import files_of, members
from relais.foundation.access import Actor
from relais.people.models import File

_KINDS = (
    (rules.ToldKind("Secours d’urgence", Nature.URGENT, ceiling=30_000, head_up_to=15_000, line="AF-01 (fictive)"), 600_000),
    (rules.ToldKind("Aide à l’énergie", Nature.ENERGY, ceiling=40_000, line="AF-02 (fictive)"), 900_000),
    (rules.ToldKind("Aide alimentaire", Nature.FOOD, ceiling=20_000, head_up_to=8_000, line="AF-03 (fictive)"), 450_000),
    (rules.ToldKind("Loyer, en complément du FSL", Nature.RENT, ceiling=80_000, line="AF-04 (fictive)"), 800_000),
    (rules.ToldKind("Avance remboursable", Nature.OTHER, repayable=True, ceiling=60_000, line="AF-05 (fictive)"), 300_000),
)
_POLICY: Mapping[str, object] = MappingProxyType(
    {
        "rules": "Règlement de démonstration. Les aides complètent les droits, ne les remplacent pas, et se décident au cas par cas.",
        "scale": "ocde",
        "days": 30,
        "overspend": "refus",
        "appeal": "la présidente ou le président du CCAS de Montbrume",
        "court": "Brumeville (fictif)",
    }
)
_HOME = requests.ToldBudget(
    (34,), (4, 9), {"salaires": 95_000, "familiales": 34_200, "minima": 12_000}, {"loyer": 52_000, "energie": 11_050}
)
_ALONE = requests.ToldBudget((61,), (), {"retraites": 91_200}, {"loyer": 43_000, "energie": 8_000, "assurances": 4_500})


def give_aids(house: Organisation, *, now: datetime) -> None:
    """The aids of the cast, once."""
    cast = members(house)
    if "awa" not in cast or "petit" not in cast or AidRequest.objects.filter(organisation=house).exists():
        return
    today, files = timezone.localdate(now), files_of(house)
    awa, petit = (actor_of(cast[name], on=today) for name in ("awa", "petit"))
    kinds = _rules(petit, cast, now=now)
    then = now - timedelta(days=26)
    held = sessions.open_session(actor=petit, held_on=today - timedelta(days=20), place="Mairie, salle des mariages", now=then)
    _held(awa, petit, files, kinds, held, then=then)
    coming = sessions.open_session(actor=petit, held_on=today + timedelta(days=9), place="Mairie, salle des mariages", now=now)
    heating = _asked(awa, files["Inès Bakri"], kinds["Aide à l’énergie"], 32_050, "Ils vont couper, j’ai peur pour les petits.", now=now)
    _shown(
        awa,
        heating,
        "Une adulte et deux enfants, avis de coupure reçu.",
        "Payer la facture : la famille reprend les mensualités ensuite.",
        now=now,
    )
    sessions.enrol(actor=awa, aid_id=heating.pk, session_id=coming.pk, now=now)
    food = _asked(awa, files["M. Le Goff"], kinds["Secours d’urgence"], 9_000, "Je n’ai plus rien jusqu’au 5.", now=now, third="")
    _shown(awa, food, "Un homme seul, retraite retardée d’un mois.", "De quoi tenir jusqu’au versement.", home=_ALONE, now=now)
    sessions.send_urgent(actor=awa, aid_id=food.pk, now=now)
    begun = _asked(
        awa,
        files["Mme Delorme"],
        kinds["Loyer, en complément du FSL"],
        41_000,
        "J’ai deux loyers de retard.",
        now=now,
        third="Habitat de la Brume (fictif)",
    )
    requests.keep_proofs(actor=awa, aid_id=begun.pk, document_ids=[], missing="Le décompte du bailleur", now=now)


def _rules(petit: Actor, cast: Mapping[str, Member], *, now: datetime) -> dict[str, AidKind]:
    rules.change_policy(actor=petit, told=dict(_POLICY), now=now)
    kept = {}
    for told, envelope in _KINDS:
        kind = rules.keep_kind(actor=petit, told=told, now=now)
        for year in {timezone.localdate(now).year, timezone.localdate(now - timedelta(days=20)).year}:
            rules.set_envelope(actor=petit, kind_id=kind.pk, year=year, amount=envelope, now=now)
        kept[kind.name] = kind
    rules.name_payer(actor=petit, member_id=cast["yasmine"].pk, now=now)
    return kept


def _asked(
    awa: Actor, found: File, kind: AidKind, amount: int, need: str, *, now: datetime, third: str = "Énergie de la Brume (fictif)"
) -> AidRequest:
    told = requests.ToldRequest(kind.pk, need, amount, *(("tiers", third, "F-2026-118") if third else ("personne",)))
    return requests.ask(actor=awa, file_id=found.pk, told=told, now=now)


def _shown(awa: Actor, kept: AidRequest, presentation: str, proposal: str, *, now: datetime, home: requests.ToldBudget = _HOME) -> None:
    requests.keep_budget(actor=awa, aid_id=kept.pk, told=home, now=now)
    requests.propose(actor=awa, aid_id=kept.pk, told=requests.Proposal(presentation, proposal, kept.asked), now=now)


def _held(awa: Actor, petit: Actor, files: Mapping[str, File], kinds: Mapping[str, AidKind], held: AidSession, *, then: datetime) -> None:
    """Three sheets decided, the minutes signed; the advance paid, told, and its first month late."""
    advance = _asked(
        awa,
        files["Inès Bakri"],
        kinds["Avance remboursable"],
        30_000,
        "Le vélo pour aller travailler.",
        now=then,
        third="Cycles du Pont (fictif)",
    )
    _shown(awa, advance, "Reprise d’emploi en horaires décalés, sans bus.", "Avancer le prix d’un vélo d’occasion.", now=then)
    rent = _asked(
        awa,
        files["Mme Delorme"],
        kinds["Loyer, en complément du FSL"],
        52_000,
        "Je ne veux pas perdre ma maison.",
        now=then,
        third="Habitat de la Brume (fictif)",
    )
    _shown(awa, rent, "Une femme seule, retraite, un mois impayé.", "La moitié, le FSL prend le reste.", home=_ALONE, now=then)
    energy = _asked(awa, files["M. Le Goff"], kinds["Aide à l’énergie"], 18_000, "La cuve est vide.", now=then)
    _shown(awa, energy, "Un homme seul, chauffage au fioul.", "Remplir la cuve avant l’hiver.", home=_ALONE, now=then)
    items = [sessions.enrol(actor=awa, aid_id=one.pk, session_id=held.pk, now=then) for one in (advance, rent, energy)]
    said = then + timedelta(days=6)
    told = (
        sessions.ToldDecision("accorde", 30_000),
        sessions.ToldDecision("partiel", 26_000, "Le FSL est saisi pour l’autre moitié."),
        sessions.ToldDecision("ajourne", 0, "Le devis du fournisseur"),
    )
    for item, one in zip(items, told, strict=True):
        sessions.decide(actor=petit, session_id=held.pk, item_id=item.pk, told=one, now=said)
    sessions.note_presence(actor=petit, session_id=held.pk, present="M. Roux, président de séance\nMme Petit", remarks="", now=said)
    sessions.lock_session(actor=petit, session_id=held.pk, signed_by="M. Roux", now=said)
    requests.tell(actor=awa, aid_id=advance.pk, on=timezone.localdate(said), how="lettre", now=said)
    decision = advance.decisions.get()
    paid = paying.engage(actor=petit, decision_id=decision.pk, amount=30_000, channel="virement", on=timezone.localdate(said), now=said)
    paying.pay(actor=petit, payment_id=paid.pk, on=timezone.localdate(said), reference="M-2026-0412", now=said)
    paying.plan(actor=awa, aid_id=advance.pk, count=7, first=timezone.localdate(said), now=said)
