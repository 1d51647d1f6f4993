"""``relais journal``: check every chain (``verify``), seal now what waits (``seal``), look at the weeks that are over (``watch``)."""

import argparse
import sys
from typing import TYPE_CHECKING

from relais.project.django_start import start_django

if TYPE_CHECKING:
    from datetime import datetime


def arguments(parser: argparse.ArgumentParser) -> None:
    """``verify``, ``seal`` or ``watch``."""
    told = (
        "verify : dire toute ligne retirée, changée ou déplacée ; seal : sceller ce qui attend ; "
        "watch : passer les règles sur les lectures des semaines finies ; reprend où il s’est arrêté"
    )
    parser.add_argument("act", choices=["verify", "seal", "watch"], metavar="ACTE", help=told)


def run(options: argparse.Namespace) -> int:
    """0 when every chain holds, 1 when one does not; the check and the weekly rules are themselves lines of the journal."""
    start_django()
    from django.utils import timezone

    from relais.foundation import journal, journal_sealing
    from relais.foundation.access import operator
    from relais.kernel.purposes import Purpose

    now = timezone.now()
    if options.act == "seal":
        print(f"{journal_sealing.seal_all(now=now)} ligne(s) scellée(s).")
        return 0
    if options.act == "watch":
        return _watch(now)
    wrong = 0
    names = journal_sealing.chains()
    for chain in names:
        for breach in journal_sealing.breaches(chain):
            wrong += 1
            print(f"journal {breach.chain} : {breach.what} (n° {breach.number})" if breach.number else f"journal {chain} : {breach.what}")
    journal.record(actor=operator("journal verify"), action="journal.verified", at=now, purpose=Purpose.SECURITY)
    print(f"{len(names)} journal(aux) vérifié(s) : {'tout tient' if not wrong else f'{wrong} anomalie(s)'}.")
    return int(bool(wrong))


def _watch(now: "datetime") -> int:
    """Look at the weeks that are over, with progress on the error stream; print how many, and how many signals, of nobody."""
    from relais.administration.services import watch

    def told(done: int, total: int) -> None:
        print(f"{done} / {total}", file=sys.stderr)

    found = watch.watch(now=now, told=told)
    print(f"Semaines regardées : {found.weeks}. Signaux pour la ou le délégué : {found.signals}.")
    return 0
