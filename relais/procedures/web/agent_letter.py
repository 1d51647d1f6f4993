"""«Aucun interlocuteur»: the letter of the toolbox that asks who follows a request (CRPA, L. 111-2), filled from the file in one press.

The page of the démarche holds a small form that posts to its desk of letters: nothing is kept before it is asked.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.formats import date_format

from relais.foundation.access import Actor
from relais.procedures.letters import letters
from relais.procedures.web.file_letters import sender, signer

if TYPE_CHECKING:
    from relais.people.models import File
    from relais.procedures.models import Procedure

#: code of the letter: «Demander le nom de la personne qui suit mon dossier».
LETTER: Final = "identite_agent"


def filled(actor: Actor, found: "File", procedure: "Procedure", *, now: datetime) -> list[tuple[str, str]]:
    """Name and value of each answer of the letter. Straight to the paper when nothing is missing, to its questions otherwise.

    The address is the one that this actor may read; a protected one gives way to the address to write to. Empty: no such letter here.
    """
    if LETTER not in letters():
        return []
    name, address = sender(actor, found, now=now)
    return [
        ("etape", "apercu" if address else "modifier"),
        ("expediteur", signer(found, address).value),
        ("nom", name),
        ("adresse", address),
        ("telephone", ""),
        ("destinataire", procedure.body or letters()[LETTER].recipient),
        ("lieu", ""),
        ("le", date_format(timezone.localdate(now), "d/m/Y", use_l10n=False)),
        ("protection", ""),
        ("protection_nom", ""),
        ("c_sujet", procedure.title),
        ("c_numero", procedure.reference),
    ]
