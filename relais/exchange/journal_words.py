"""What the acts of this room are called in «qui a ouvert ce dossier»."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Mapping[str, Promise] = {
    "file.taken_read": _("a repris le dossier dans la copie de sa liste"),
    "import.row_undone": _("a défait ce qu’un tableau avait écrit"),
    "import.offer_accepted": _("a complété le dossier d’après un tableau"),
    "import.offer_declined": _("a refusé ce qu’un tableau proposait"),
}
