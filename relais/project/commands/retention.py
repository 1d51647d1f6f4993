"""``relais retention``: announce and eliminate what is over; ``--dry-run`` only says what would be, by reason and identifier."""

import argparse

from relais.project.django_start import start_django
from relais.project.terminal import BadUsage


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    parser.add_argument("--dry-run", action="store_true", help="ne rien changer : dire les dossiers échus, par motif et identifiant")
    told = "mettre fin à une organisation : personnes effacées, clés détruites, comptes fermés"
    parser.add_argument("--remove-organisation", metavar="NOM", help=told)
    parser.add_argument("--confirm", metavar="NOM", help="le même nom, tapé une seconde fois")


def run(options: argparse.Namespace) -> int:
    """0 once done; BadUsage (2) when the name of an organisation is not the same twice or is unknown."""
    start_django()
    from django.utils import timezone

    from relais.administration.services import lapses, retention
    from relais.foundation.access import operator

    now = timezone.now()
    if options.remove_organisation:
        house = next((one for one in lapses.houses() if one.name == options.remove_organisation), None)
        if house is None or options.confirm != options.remove_organisation:
            raise BadUsage("retention : tapez le nom exact de l’organisation, deux fois : --remove-organisation NOM --confirm NOM")
        gone = retention.remove_organisation(actor=operator("retention"), organisation=house, now=now)
        print(f"{house.name} : {gone} personne(s) effacée(s), clés détruites, comptes fermés.")
        return 0
    for house in lapses.houses():
        found = retention.over(house, now=now)
        print(f"{house.name} : {len(found)} dossier(s) échu(s).")
        for one in found:
            print(f"  {one.why.value}  {one.file_id}  dernier contact {one.last_contact_on:%d/%m/%Y}")
        if not options.dry_run:
            done = retention.carry_out(house, now=now)
            print(f"  {done} éliminé(s), {retention.announce(house, now=now)} annoncé(s).")
    return 0
