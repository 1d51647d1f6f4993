"""Tables of domiciliation."""

from relais.domiciliation.models.files import Desk, Domiciliation, Election, Holder
from relais.domiciliation.models.life import Leave, Mail, Proxy, Sign

__all__ = ["Desk", "Domiciliation", "Election", "Holder", "Leave", "Mail", "Proxy", "Sign"]
