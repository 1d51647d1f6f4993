"""Who a person is in the household that is screened."""

from enum import IntEnum


class Role(IntEnum):
    """Place in the household; codes are stored in columns, never renumber."""

    DEMANDEUR = 0
    CONJOINT = 1
    ENFANT = 2
    #: lives in the dwelling, belongs neither to the couple nor to its children (own family, own tax household)
    AUTRE = 3


ROLE_WORDS = {Role.DEMANDEUR: "demandeur", Role.CONJOINT: "conjoint", Role.ENFANT: "enfant", Role.AUTRE: "autre"}
