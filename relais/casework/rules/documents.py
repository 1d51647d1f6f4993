"""Rules of documents as plain values: how large, how many, how long a link lives and a withdrawn document waits."""

from datetime import timedelta

from relais.kernel.decisions import ALLOWED, Decision, refused

#: bytes of one document: a photo of a phone fits, a film does not.
LARGEST = 10 << 20
#: bytes of all the documents of one person in an organisation.
LARGEST_FOR_A_PERSON = 200 << 20
#: a download link serves once, in this time.
LINK_LIFE = timedelta(minutes=2)
#: a withdrawn document may be put back in this time, then it is erased.
WITHDRAWN_KEPT = timedelta(days=30)
#: N1 to N3, lowest first.
LEVELS = ("n1", "n2", "n3")


def fits(*, held: int, size: int) -> Decision:
    """Whether a document of ``size`` bytes may join the ``held`` bytes of a person."""
    if size > LARGEST:
        return refused("Ce document dépasse 10 Mo. Photographiez-le en plus petit, ou déposez ses pages une à une.")
    if held + size > LARGEST_FOR_A_PERSON:
        return refused("Les documents de cette personne atteignent 200 Mo : retirez ceux qui ne servent plus.")
    return ALLOWED


def is_at_least(level: str, floor: str) -> bool:
    """Whether a level is as closed as another, or more."""
    return LEVELS.index(level) >= LEVELS.index(floor)
