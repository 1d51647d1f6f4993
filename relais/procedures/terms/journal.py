"""What the acts on démarches are called in «qui a ouvert ce dossier»: that something was noted, never what was decided."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relais.procedures.rules.progress import Act

WORDS: Mapping[str, Promise] = {
    "procedure.opened": _("a commencé à suivre une démarche"),
    "procedure.taken_back": _("a retiré un acte d’une démarche"),
    "procedure.settled": _("a noté ce qui régularise un acte d’une démarche"),
    "procedure.handed_over": _("a changé qui suit une démarche"),
    "procedure.clock": _("a changé le délai suivi d’une démarche"),
    "file.called_read": _("a préparé un appel à un organisme"),
    "procedure.blocked": _("a noté ce qui bloque une démarche"),
    "procedure.unblocked": _("a noté la fin d’un blocage"),
    **{f"procedure.{act.name.lower()}": _("a noté un acte d’une démarche") for act in Act},
}
