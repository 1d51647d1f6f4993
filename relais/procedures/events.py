"""What happens in the toolbox, for the rooms above."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TextChanged:
    """A structure kept, took away or put back a text: ``kind`` and ``name`` say which."""

    kind: str
    name: str
    at: datetime
