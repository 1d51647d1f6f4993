"""``relais feedback``: read the reports made on /signaler/, and say where each stands."""

import argparse

from relais.project.django_start import start_django
from relais.project.terminal import BadUsage


def arguments(parser: argparse.ArgumentParser) -> None:
    """``list``, or ``answer NUMÉRO ÉTAT [RÉPONSE]``."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="list|answer")
    acts.add_parser("list", prog="relais feedback list", help="montrer les signalements, avec leur texte")
    answer = acts.add_parser("answer", prog="relais feedback answer", help="donner un état et une réponse, montrés à tous")
    answer.add_argument("number", type=int, metavar="NUMÉRO")
    answer.add_argument("state", metavar="ÉTAT", help="recu, en_cours, corrige ou non_retenu")
    answer.add_argument("answer", nargs="?", default="", metavar="RÉPONSE")


def run(options: argparse.Namespace) -> int:
    """Print the reports, newest first, or answer one."""
    start_django()
    from django.utils import timezone

    from relais.foundation.access import operator
    from relais.shell import queries, services

    actor = operator("relais feedback")
    if options.act == "list":
        reports = list(queries.reports_to_read(actor))
        if not reports:
            print("Aucun signalement.")
        for report in reports:
            print(f"n° {report.number}  {report.reported_at:%Y-%m-%d}  {report.state_code:<10}  {report.page or '-'}  {report.kind}")
            print(f"    {report.text}")
        return 0
    try:
        services.answer_feedback(actor=actor, number=options.number, state=options.state, answer=options.answer, now=timezone.now())
    except services.UnableToAnswer as problem:
        raise BadUsage(f"feedback answer : {problem}") from problem
    print(f"Signalement n° {options.number} : {options.state}.")
    return 0
