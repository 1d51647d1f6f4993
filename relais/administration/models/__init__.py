"""Tables of administration: what an organisation says of its data, what people ask, which files come to their end, what is counted."""

from relais.administration.models.keeping import Elimination, KeptCount, KeptTally
from relais.administration.models.policy import DataPolicy
from relais.administration.models.requests import RightsRequest

__all__ = ["DataPolicy", "Elimination", "KeptCount", "KeptTally", "RightsRequest"]
