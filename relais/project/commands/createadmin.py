"""``relais createadmin``: the first organisation of an instance, or one more, and its technical administration account."""

import argparse
import getpass
import sys

from relais.project.django_start import start_django
from relais.project.terminal import BadUsage, CommandRefused


def arguments(parser: argparse.ArgumentParser) -> None:
    """Who and where; the password is asked, or read from the standard input."""
    parser.add_argument("--organisation", required=True, metavar="NOM", help="nom de l’organisation, ouverte si elle n’existe pas")
    parser.add_argument("--kind", default="ccas", metavar="NATURE", help="ccas, departement, association ou autre (ccas)")
    parser.add_argument("--identifier", required=True, metavar="IDENTIFIANT", help="identifiant de connexion")
    parser.add_argument("--name", required=True, metavar="NOM", help="nom affiché")
    parser.add_argument("--email", default="", metavar="ADRESSE", help="adresse électronique (facultative)")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Mot de passe : ")
    if first != getpass.getpass("Une seconde fois : "):
        raise BadUsage("createadmin : les deux mots de passe diffèrent")
    return first


def run(options: argparse.Namespace) -> int:
    """Open the organisation if needed, then the account."""
    start_django()
    from django.db import transaction
    from django.utils import timezone

    from relais.accounts.models import Organisation, OrganisationKind, Role
    from relais.accounts.services import Invitation, UnableToKeepAccounts, invite_member, open_organisation
    from relais.foundation.access import operator

    if options.kind not in OrganisationKind.values:
        raise BadUsage(f"createadmin : --kind accepte {', '.join(OrganisationKind.values)}")
    actor, now = operator("relais createadmin"), timezone.now()
    invitation = Invitation(
        identifier=options.identifier,
        display_name=options.name,
        roles=frozenset({Role.TECHNICIAN}),
        password=_password(),
        email=options.email,
        job_title="administration technique",
    )
    try:
        with transaction.atomic():
            organisation = Organisation.objects.filter(name=options.organisation).first()
            if organisation is None:
                organisation = open_organisation(actor=actor, name=options.organisation, kind=OrganisationKind(options.kind), now=now)
            invite_member(actor=actor, organisation=organisation, invitation=invitation, now=now)
    except UnableToKeepAccounts as problem:
        raise CommandRefused(f"compte non créé : {problem}") from problem
    print(f"« {options.identifier} » administre « {organisation.name} ».")
    return 0
