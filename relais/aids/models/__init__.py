"""Tables of aids: the rules of the house, requests of persons, sessions and decisions, payments and schedules."""

from relais.aids.models.deciding import AidDecision, AidItem, AidSession
from relais.aids.models.house import AidEnvelope, AidKind, AidPayer, AidPolicy
from relais.aids.models.paying import AidInstalment, AidPayment
from relais.aids.models.requests import AidProof, AidRequest

__all__ = [
    "AidDecision",
    "AidEnvelope",
    "AidInstalment",
    "AidItem",
    "AidKind",
    "AidPayer",
    "AidPayment",
    "AidPolicy",
    "AidProof",
    "AidRequest",
    "AidSession",
]
