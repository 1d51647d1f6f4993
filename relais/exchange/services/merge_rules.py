"""How what tables say of a file goes when two persons become one: a table taken before no longer undoes what it wrote there."""

from relais.exchange.models import KnownAs
from relais.people.merging import Rule, Step


def _known_as(step: Step) -> None:
    """A member knows a file by one number: that of the file that is kept."""
    known = list(KnownAs.objects.filter(file_id=step.kept).values_list("member_id", flat=True))
    KnownAs.objects.filter(file_id=step.absorbed, member_id__in=known).delete()


RULES = (
    Rule("exchange.LotRow", "file"),
    Rule("exchange.KnownAs", "file", settle=_known_as),
)
