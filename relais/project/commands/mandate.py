"""``relais mandate verify``: say which mandates are still what was signed, and which field moved. Nothing of what they say is printed."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from relais.project.django_start import start_django
from relais.project.terminal import BadUsage

if TYPE_CHECKING:
    from relais.mandates.services.attesting import Checked

#: bytes of a file of attestation; the fullest one stays far below.
LARGEST = 1 << 16


def arguments(parser: argparse.ArgumentParser) -> None:
    """``verify``, then nothing, an identifier, or a file of attestation."""
    parser.add_argument("act", choices=["verify"], metavar="ACTE", help="verify : comparer les mandats avec leur attestation")
    told = "un identifiant de mandat, ou un fichier d’attestation ; rien : tous les mandats signés"
    parser.add_argument("which", nargs="?", default="", metavar="ID|FICHIER", help=told)


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _told(name: str) -> tuple[UUID, dict[str, str]]:
    """What a file of attestation says: the mandate, and the digest of each field. BadUsage for any other file."""
    from relais.mandates.rules.attestation import FORMAT

    path = Path(name)
    try:
        if path.stat().st_size > LARGEST:
            raise BadUsage(f"{name} n’est pas une attestation : le fichier est trop grand")
        content: Any = json.loads(path.read_text("utf-8"))
    except OSError as problem:
        raise BadUsage(f"« {name} » n’est ni un identifiant de mandat, ni un fichier qui se lit") from problem
    except (ValueError, RecursionError) as problem:
        raise BadUsage(f"{name} n’est pas une attestation : ce n’est pas du JSON") from problem
    fields = content.get("champs") if isinstance(content, dict) else None
    mandate_id = _identifier(str(content.get("mandat"))) if isinstance(content, dict) else None
    whole = isinstance(fields, dict) and all(isinstance(one, str) for one in fields.values())
    if not whole or not fields or mandate_id is None or content.get("format") != FORMAT:
        raise BadUsage(f"{name} n’est pas une attestation de mandat de Relais")
    return mandate_id, {str(key): str(value) for key, value in fields.items()}


def _line(found: "Checked") -> str:
    from relais.mandates.terms import FIELDS

    told = f"mandat {found.mandate_id} : "
    if found.holds:
        told += "tient"
    else:
        told += "ne tient pas ; a changé : " + ", ".join(str(FIELDS.get(name, name)) for name in found.moved)
    if found.grown:
        told += f" ; {found.grown} acte(s) révoqué(s) depuis ce fichier"
    if found.foreign:
        told += " ; scellé par une autre instance, dont la clé n’est pas ici"
    return told


def run(options: argparse.Namespace) -> int:
    """0 when every mandate asked holds, 1 when one does not or is unknown here, 2 for what is neither an identifier nor an attestation."""
    start_django()
    from django.utils import timezone

    from relais.foundation import journal
    from relais.foundation.access import operator
    from relais.kernel.purposes import Purpose
    from relais.mandates.services import attesting

    one = _identifier(options.which)
    told: dict[str, str] | None = None
    if options.which and one is None:
        one, told = _told(options.which)
    wrong = total = 0
    for mandate in attesting.signed(one):
        found = attesting.check(mandate) if told is None else attesting.against(mandate, told)
        total, wrong = total + 1, wrong + (not found.holds)
        print(_line(found))
    if one is not None and not total:
        raise BadUsage(f"aucun mandat signé n’a l’identifiant {one} dans cette instance")
    journal.record(actor=operator("mandate verify"), action="mandates.verified", at=timezone.now(), purpose=Purpose.SECURITY)
    said = "tout tient" if not wrong else f"{wrong} ne tient pas" if wrong == 1 else f"{wrong} ne tiennent pas"
    print(f"{total} mandat(s) vérifié(s) : {said}.")
    return int(bool(wrong))
