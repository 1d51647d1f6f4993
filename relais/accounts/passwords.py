"""What a password must be: CNIL, délibération 2022-100 of 21 July 2022, whose three equivalent forms are kept by rule.

Twelve signs of four kinds, fourteen of three, or a phrase of seven words; never a list of things to put in, never a change by the
calendar, pasting welcome. The CNIL's own first example computes to 79.55 bits (12 × log2 99): the rule accepts it, a test at 80 would not.
Failed attempts are held back by django-axes and by our limits, beside this.
"""

import math
import re
import string

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from relais.accounts.models import Member

#: signs when all four kinds are met, and when only three are.
LENGTH, LENGTH_OF_THREE = 12, 14
#: words of a phrase, of at least so many letters, and how many of them differ.
WORDS, WORD, OTHER_WORDS = 7, 2, 5
#: below so many different signs the count of kinds says nothing («aaaaaaaaaaaa»).
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


def kinds(password: str) -> int:
    """How many of the four kinds of signs it has: small letters, capitals, digits, others; an accented letter is a letter."""
    found = {
        "small": any(sign.islower() for sign in password),
        "capital": any(sign.isupper() for sign in password),
        "digit": any(sign.isdigit() for sign in password),
        "other": any(not sign.isalnum() for sign in password),
    }
    return sum(found.values())


def is_phrase(password: str) -> bool:
    """Seven words or more, whatever separates them; the same word again and again is one word."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", password) if len(word) >= WORD]
    return len(words) >= WORDS and len(set(words)) >= OTHER_WORDS


def is_long_enough(password: str) -> bool:
    """One of the three forms of the CNIL."""
    met = kinds(password)
    return (len(password) >= LENGTH and met == 4) or (len(password) >= LENGTH_OF_THREE and met == 3) or is_phrase(password)


class StrongEnough:
    """Django's validator: refuses a password that is short, repeated, or a common word in disguise, and says what to do."""

    def __init__(self) -> None:
        self._common = CommonPasswordValidator()

    def validate(self, password: str, user: Member | None = None) -> None:  # noqa: ARG002  # Django's signature
        """ValidationError with a sentence for the field."""
        if not is_long_enough(password):
            raise ValidationError(self.get_help_text(), code="short")
        word = password.lower().strip(_TRIMMINGS)
        if len(set(password)) < DIFFERENT or word in self._common.passwords:
            raise ValidationError(_("Ce mot de passe se devine : choisissez d’autres mots."), code="simple")

    def get_help_text(self) -> str:
        """What to do, before any error."""
        return _(
            "Une phrase d’au moins sept mots, ou au moins 12 signes avec des majuscules, des minuscules, des chiffres et un autre signe, "
            "ou au moins 14 signes de trois de ces sortes."
        )
