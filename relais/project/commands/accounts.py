"""``relais accounts``: the help that no screen can give, to a sole administrator who lost a password or a second factor.

Whoever holds the machine acts; the journal keeps it under the name of the command, and the member and the other administrators see it.
"""

import argparse

from relais.project.django_start import start_django
from relais.project.terminal import BadUsage, CommandRefused


def arguments(parser: argparse.ArgumentParser) -> None:
    """The act, then whose account."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACTE")
    acts.add_parser("list", help="comptes d’administration technique, avec leur second facteur")
    reset = acts.add_parser("reset-factor", help="effacer le second facteur d’un compte et fermer ses sessions")
    reset.add_argument("identifier", metavar="IDENTIFIANT")
    link = acts.add_parser("link", help="donner un lien pour choisir un mot de passe ; l’ancien n’ouvre plus rien")
    link.add_argument("identifier", metavar="IDENTIFIANT")
    link.add_argument("--address", default="", metavar="ADRESSE", help="adresse publique de Relais, pour écrire le lien en entier")


def _list() -> int:
    from django.db.models import Exists, OuterRef
    from django.utils import timezone

    from relais.accounts.models import Member, Role, RoleGrant, SecondFactor

    holds = RoleGrant.objects.in_force(timezone.localdate()).filter(member=OuterRef("pk"), role=Role.TECHNICIAN)
    found = Member.objects.filter(Exists(holds), is_active=True).select_related("organisation")
    proved = Exists(SecondFactor.objects.filter(member=OuterRef("pk")))
    for one in found.annotate(proved=proved).order_by("organisation__name", "identifier"):
        print(f"{one.identifier}\t{one.display_name}\t{one.organisation.name}\t{'second facteur' if one.proved else 'sans second facteur'}")
    return 0


def run(options: argparse.Namespace) -> int:
    """One act on one account; BadUsage (2) when there is no such account."""
    start_django()
    from django.utils import timezone

    from relais.accounts import services
    from relais.accounts.models import Member
    from relais.foundation.access import operator

    if options.act == "list":
        return _list()
    member = Member.objects.filter(identifier=options.identifier.strip().lower()).first()
    if member is None:
        raise BadUsage(f"accounts {options.act} : aucun compte ne s’appelle « {options.identifier} »")
    actor, now = operator(f"relais accounts {options.act}"), timezone.now()
    try:
        if options.act == "reset-factor":
            services.reset_factors(actor=actor, member_id=member.pk, now=now)
            print(f"« {member.identifier} » n’a plus de second facteur ni de session ouverte ; un nouveau se choisit à la connexion.")
        else:
            token = services.make_link(actor=actor, member_id=member.pk, now=now)
            print(f"Ce lien sert une fois, pendant sept jours : {options.address.rstrip('/')}/invitation/{token}/")
    except services.UnableToKeepAccounts as problem:
        raise CommandRefused(f"rien n’a été changé : {problem}") from problem
    return 0
