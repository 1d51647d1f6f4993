"""What a password must be (CNIL, délibération 2022-100, case 2: password with a lock after failed attempts).

At least twelve characters and 50 bits by the CNIL's count (length × log2 of the alphabet used); the lock is django-axes'.
"""

import math
import string

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from relais.accounts.models import Member

LENGTH = 12
BITS = 50.0
#: below so many different characters the count by alphabet says nothing («aaaaaaaaaaaa»).
DIFFERENT = 6
_ALPHABETS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
_OTHERS = 37
#: what people add around a common word to satisfy a rule.
_TRIMMINGS = string.digits + string.punctuation + " "


def bits(password: str) -> float:
    """The CNIL's measure: length × log2(size of the alphabets met)."""
    size = sum(len(letters) for letters in _ALPHABETS if any(sign in letters for sign in password))
    if any(all(sign not in letters for letters in _ALPHABETS) for sign in password):
        size += _OTHERS
    return len(password) * math.log2(size) if size else 0.0


class StrongEnough:
    """Django's validator: refuses a password that is short, repeated, or a common word in disguise, and says what to do."""

    def __init__(self) -> None:
        self._common = CommonPasswordValidator()

    def validate(self, password: str, user: Member | None = None) -> None:  # noqa: ARG002  # Django's signature
        """ValidationError with a sentence for the field."""
        if len(password) < LENGTH:
            raise ValidationError(
                _("Il faut au moins %(length)s signes. Une phrase courte convient très bien.") % {"length": LENGTH}, code="short"
            )
        word = password.lower().strip(_TRIMMINGS)
        if len(set(password)) < DIFFERENT or bits(password) < BITS or word in self._common.passwords:
            raise ValidationError(_("Ce mot de passe se devine : mêlez des mots, des majuscules ou des chiffres."), code="simple")

    def get_help_text(self) -> str:
        """What to do, before any error."""
        return _("Au moins %(length)s signes. Une phrase courte convient très bien.") % {"length": LENGTH}
