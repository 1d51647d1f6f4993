"""``relais journal``: check every chain of the journal (``verify``), or seal now what waits (``seal``)."""

import argparse

from relais.project.django_start import start_django


def arguments(parser: argparse.ArgumentParser) -> None:
    """``verify`` or ``seal``."""
    told = "verify : dire toute ligne retirée, changée ou déplacée ; seal : sceller ce qui attend"
    parser.add_argument("act", choices=["verify", "seal"], metavar="ACTE", help=told)


def run(options: argparse.Namespace) -> int:
    """0 when every chain holds, 1 when one does not; the check is itself a line of the journal."""
    start_django()
    from django.utils import timezone

    from relais.foundation import journal, journal_sealing
    from relais.foundation.access import operator
    from relais.kernel.purposes import Purpose

    now = timezone.now()
    if options.act == "seal":
        print(f"{journal_sealing.seal_all(now=now)} ligne(s) scellée(s).")
        return 0
    wrong = 0
    names = journal_sealing.chains()
    for chain in names:
        for breach in journal_sealing.breaches(chain):
            wrong += 1
            print(f"journal {breach.chain} : {breach.what} (n° {breach.number})" if breach.number else f"journal {chain} : {breach.what}")
    journal.record(actor=operator("journal verify"), action="journal.verified", at=now, purpose=Purpose.SECURITY)
    print(f"{len(names)} journal(aux) vérifié(s) : {'tout tient' if not wrong else f'{wrong} anomalie(s)'}.")
    return int(bool(wrong))
