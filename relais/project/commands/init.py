"""``relais init``: the first organisation of an instance and its first two administrators, each given a link to choose a password."""

import argparse
import sys

from relais.project.django_start import start_django
from relais.project.terminal import BadUsage, CommandRefused


def arguments(parser: argparse.ArgumentParser) -> None:
    """Who and where; what is not said is asked, in a terminal."""
    parser.add_argument("--organisation", default="", metavar="NOM", help="nom de l’organisation")
    parser.add_argument("--kind", default="", metavar="NATURE", help="ccas, departement, association ou autre")
    parser.add_argument(
        "--admin",
        action="append",
        default=[],
        metavar="IDENTIFIANT=NOM",
        help="un compte d’administration technique ; à donner deux fois, pour deux personnes",
    )
    parser.add_argument("--address", default="", metavar="ADRESSE", help="adresse publique de Relais, pour écrire les liens en entier")


def _asked(question: str, given: str) -> str:
    if given.strip():
        return given.strip()
    if not sys.stdin.isatty():
        raise BadUsage("init : donnez --organisation, --kind et deux fois --admin, ou lancez la commande dans un terminal")
    return input(f"{question} : ").strip()


def _administrators(given: list[str]) -> list[tuple[str, str]]:
    """Two pairs (identifier, displayed name)."""
    asked = list(given)
    while len(asked) < 2:
        which = ("Première", "Seconde")[len(asked)]
        asked.append(_asked(f"{which} personne, IDENTIFIANT=Nom affiché", ""))
    pairs = [tuple(part.strip() for part in text.partition("=")[::2]) for text in asked]
    if len(pairs) > 2 or any(not (identifier and name) for identifier, name in pairs):
        raise BadUsage("init : écrivez deux fois --admin IDENTIFIANT=Nom affiché, ni plus ni moins")
    if pairs[0][0] == pairs[1][0]:
        raise BadUsage("init : il faut deux personnes différentes, pour que l’une puisse aider l’autre")
    return [(identifier, name) for identifier, name in pairs]


def run(options: argparse.Namespace) -> int:
    """Open the organisation and its two accounts, all or nothing, and print their links once."""
    start_django()
    from django.db import transaction
    from django.utils import timezone

    from relais.accounts import queries
    from relais.accounts.models import OrganisationKind, Role
    from relais.accounts.services import Invitation, UnableToKeepAccounts, invite_by_link, open_organisation
    from relais.foundation.access import operator

    if queries.has_organisation():
        raise CommandRefused("cette instance a déjà une organisation ; « relais createadmin » en ouvre une autre")
    kinds = ", ".join(OrganisationKind.values)
    name = _asked("Nom de l’organisation", options.organisation)
    kind = _asked(f"Nature ({kinds})", options.kind)
    if kind not in OrganisationKind.values:
        raise BadUsage(f"init : --kind accepte {kinds}")
    pairs = _administrators(options.admin)
    actor, now = operator("relais init"), timezone.now()
    tokens: list[tuple[str, str]] = []
    try:
        with transaction.atomic():
            house = open_organisation(actor=actor, name=name, kind=OrganisationKind(kind), now=now)
            for identifier, shown in pairs:
                asked = Invitation(identifier, shown, frozenset({Role.TECHNICIAN}), None, job_title="administration technique")
                tokens.append((identifier, invite_by_link(actor=actor, organisation=house, invitation=asked, now=now)[1]))
    except UnableToKeepAccounts as problem:
        raise CommandRefused(f"rien n’a été créé : {problem}") from problem
    print(f"« {house.name} » est ouverte. Donnez à chacune et à chacun son lien ; il sert une fois, pendant sept jours :")
    for identifier, token in tokens:
        print(f"  {identifier} : {options.address.rstrip('/')}/invitation/{token}/")
    return 0
