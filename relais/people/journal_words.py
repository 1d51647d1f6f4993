"""What the lines of the journal about a file mean, in words for the person («qui a ouvert ce dossier»).

A room above declares its own in ``project/wiring.py``. No word tells the level of a note or of a document: that there is a confidential
one is itself confidential. ``tests/architecture/test_journal_words.py`` holds every act to its words.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_words: dict[str, Promise] = {
    "file.opened": gettext_lazy("a ouvert l’accompagnement"),
    "file.read": gettext_lazy("a lu le dossier"),
    "file.reception_read": gettext_lazy("a lu comment joindre la personne"),
    "file.actif": gettext_lazy("a repris l’accompagnement"),
    "file.en_veille": gettext_lazy("a mis le dossier en veille"),
    "file.clos": gettext_lazy("a clos le dossier"),
    "file.household_changed": gettext_lazy("a changé le foyer"),
    "file.situation_kept": gettext_lazy("a gardé une situation pour les droits"),
    "file.rights_computed": gettext_lazy("a calculé les droits probables"),
    "file.situation_read": gettext_lazy("a lu la situation gardée pour les droits"),
    "file.shared": gettext_lazy("a partagé des informations"),
    "file.sharing_withdrawn": gettext_lazy("a arrêté un partage"),
    "file.opposed": gettext_lazy("a noté l’opposition de la personne au partage"),
    "file.opposition_lifted": gettext_lazy("a noté la fin de l’opposition"),
    "file.consent_recorded": gettext_lazy("a noté un accord de la personne"),
    "file.consent_withdrawn": gettext_lazy("a noté le retrait d’un accord"),
    "file.information_given": gettext_lazy("a informé la personne"),
    "file.address_reader_named": gettext_lazy("a nommé qui lit l’adresse protégée"),
    "file.address_reader_withdrawn": gettext_lazy("a retiré à quelqu’un la lecture de l’adresse protégée"),
    "file.part_given": gettext_lazy("a nommé qui intervient dans le dossier"),
    "file.part_ended": gettext_lazy("a mis fin à une intervention dans le dossier"),
    "file.handover_proposed": gettext_lazy("a proposé le dossier à une ou un collègue"),
    "file.handover_acceptee": gettext_lazy("a repris le dossier d’une ou d’un collègue"),
    "file.handover_refusee": gettext_lazy("n’a pas pu reprendre le dossier proposé"),
    "file.presence_recorded": gettext_lazy("a noté que la personne est là et demande son dossier"),
    "file.exceptional_access_taken": gettext_lazy("a ouvert le dossier par un accès exceptionnel"),
    "file.exceptional_access_reviewed": gettext_lazy("a examiné un accès exceptionnel"),
    "file.merged": gettext_lazy("a réuni deux dossiers de la personne"),
    "file.merged_away": gettext_lazy("a réuni ce dossier à un autre de la personne"),
    "file.merge_undone": gettext_lazy("a séparé de nouveau les deux dossiers"),
    "person.former_name_added": gettext_lazy("a écrit un ancien nom de la personne"),
    "person.former_name_removed": gettext_lazy("a effacé un ancien nom de la personne"),
    "person.changed": gettext_lazy("a changé ce qui est su de la personne"),
    "person.channel_added": gettext_lazy("a ajouté un moyen de joindre la personne"),
    "person.channel_removed": gettext_lazy("a retiré un moyen de joindre la personne"),
    "person.bar_set": gettext_lazy("a noté qui la personne écarte de son dossier"),
    "person.bar_lifted": gettext_lazy("a noté que la personne n’écarte plus quelqu’un"),
    "journal.read": gettext_lazy("a consulté cette liste"),
}


def declare(words: Mapping[str, Promise]) -> None:
    """The words of a room above; twice is once."""
    _words.update(words)


def words_of(action: str) -> str:
    """What an act is called; a sentence that hides nothing for one that has no words of its own."""
    return str(_words[action]) if action in _words else _("a fait un acte dans le dossier (%(code)s)") % {"code": action}


def declared() -> frozenset[str]:
    """Every act that has its words."""
    return frozenset(_words)
