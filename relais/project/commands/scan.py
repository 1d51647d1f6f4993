"""``relais scan``: the guards on free text run on the whole database; one JSON line a finding, never the text."""

import argparse
import json

from relais.project.django_start import start_django


def arguments(parser: argparse.ArgumentParser) -> None:
    """No option: the whole database."""


def run(options: argparse.Namespace) -> int:
    """1 when a finding blocks or a sealed text does not open, else 0. That texts were opened is written in the journal first."""
    start_django()
    from django.utils import timezone

    from relais.foundation import journal, scanning
    from relais.foundation.access import operator
    from relais.kernel.purposes import Purpose

    journal.record(actor=operator("scan"), action="database.scanned", at=timezone.now(), purpose=Purpose.SECURITY)
    wrong = False
    for found in scanning.scan():
        told: dict[str, object] = {"table": found.table, "row": found.row, "field": found.field}
        if found.finding is None:
            told |= {"kind": "unopened", "severity": "block"}
        else:
            told |= {"line": found.finding.line, "kind": found.finding.kind.value, "severity": found.finding.severity.value}
        wrong = wrong or told["severity"] == "block"
        print(json.dumps(told, ensure_ascii=False))
    return int(wrong)
