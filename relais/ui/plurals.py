"""How the source counts: French is plural from two on, «0 dossier suivi», «1 dossier suivi», «2 dossiers suivis».

French has no catalogue, it stands in the templates: without one, gettext counts as English does and says «0 dossiers suivis».
"""

from gettext import NullTranslations

from django.conf import settings
from django.utils.translation import trans_real


class French(NullTranslations):
    """The texts as they are written, the singular below two."""

    def ngettext(self, msgid1: str, msgid2: str, n: float) -> str:
        """One below two, whatever the measure."""
        return msgid1 if abs(n) < 2 else msgid2


def count_in_french() -> None:
    """What the French of Django does not hold is asked to ``French``."""
    trans_real.translation(settings.LANGUAGE_CODE).add_fallback(French())
