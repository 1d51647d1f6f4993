"""Tables of administration: what an organisation says of its data, what people ask, which files come to their end, what is counted,
what the rules on readings told."""

from relais.administration.models.keeping import Elimination, KeptCount, KeptTally
from relais.administration.models.policy import DataPolicy
from relais.administration.models.requests import RightsRequest
from relais.administration.models.signals import Signal, WatchedWeek

__all__ = ["DataPolicy", "Elimination", "KeptCount", "KeptTally", "RightsRequest", "Signal", "WatchedWeek"]
