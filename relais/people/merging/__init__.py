"""How the rows of every table go when two persons recorded become one, and how they come back: rules of each room, one ledger."""

from relais.people.merging.ledger import Ledger, digest, follow, image, put_back
from relais.people.merging.registry import Rule, Step, declare, rules, without_rule

__all__ = ["Ledger", "Rule", "Step", "declare", "digest", "follow", "image", "put_back", "rules", "without_rule"]
