"""What the acts on démarches are called in «qui a ouvert ce dossier»: that something was noted, never what was decided."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relais.procedures.rules.progress import Act
from relais.procedures.terms.sendings import Recipient

WORDS: Mapping[str, Promise] = {
    "procedure.opened": _("a commencé à suivre une démarche"),
    "procedure.taken_back": _("a retiré un acte d’une démarche"),
    "procedure.settled": _("a noté ce qui régularise un acte d’une démarche"),
    "procedure.handed_over": _("a changé qui suit une démarche"),
    "procedure.goal": _("a rangé une démarche sous ce que veut la personne"),
    "procedure.clock": _("a changé le délai suivi d’une démarche"),
    "file.called_read": _("a préparé un appel à un organisme"),
    "procedure.blocked": _("a noté ce qui bloque une démarche"),
    "procedure.unblocked": _("a noté la fin d’un blocage"),
    "procedure.blocked_still": _("a retiré la fin d’un blocage"),
    "procedure.letter_prepared": _("a préparé une lettre d’une démarche"),
    "procedure.letter_sent": _("a noté l’envoi d’une lettre"),
    "procedure.letter_left": _("a laissé de côté une lettre préparée"),
    "procedure.exhibits_taken": _("a numéroté des pièces d’une démarche"),
    "procedure.exhibit_removed": _("a retiré une pièce d’une démarche"),
    "file.chronology_read": _("a préparé la chronologie d’une démarche"),
    "file.exhibits_read": _("a réuni les pièces d’une démarche"),
    "file.reminders_read": _("a réuni des relances à imprimer"),
    **{f"procedure.chronology_{one}": _("a fait la chronologie d’une démarche, pour la remettre") for one in Recipient},
    **{f"procedure.{act.name.lower()}": _("a noté un acte d’une démarche") for act in Act},
}
