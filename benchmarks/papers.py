"""A letter and a sheet as PDF through the whole application, beside WeasyPrint called in this process on the same HTML.

Run: ``python -m benchmarks.papers``. Django's own client, the spare child warm as ``relais serve`` keeps it. Read the ratio: what the
process apart and the page cost over the typesetting alone. The first paper of a process whose spare was not started is told too.
"""

import logging
import os
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks._marks import mark
from benchmarks._timing import taken

REPEATS = 40
#: what issue 4 asks of a letter, in milliseconds.
ASKED = 500


def told_of(letter: Any) -> dict[str, str]:
    """The letter filled with its examples, as its form posts them."""
    from relais.law.letters.writing import examples

    shown = {}
    for code, value in examples(letter, on=date(2026, 11, 20)).items():
        match value:
            case date():
                shown[f"c_{code}"] = f"{value:%d/%m/%Y}"
            case True:
                shown[f"c_{code}"] = "on"
            case tuple():
                shown[f"c_{code}"] = "\n".join(value)
            case _:
                shown[f"c_{code}"] = str(value)
    who = {"nom": "Inès Martin", "adresse": "12 rue des Lilas\n59000 Lille", "destinataire": letter.recipient, "lieu": "Lille"}
    return {**shown, **who, "le": "22/11/2026"}


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {"RELAIS_DATA": data, "DJANGO_SETTINGS_MODULE": "relais.project.settings.test"}
        import django
        import weasyprint
        from django.contrib.staticfiles import finders
        from django.core.management import call_command
        from django.test import Client
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment()
        logging.disable()
        call_command("migrate", verbosity=0)
        from relais.foundation import pdf, pdf_spare
        from relais.procedures.letters import letters

        typeset: list[tuple[str, tuple[str, ...]]] = []
        render = pdf.render

        def noted(html: str, **named: Any) -> bytes:
            typeset.append((html, named["stylesheets"]))
            return render(html, **named)

        pdf.render = noted
        client = Client(REMOTE_ADDR="127.0.0.1")

        def paper(code: str, **more: str) -> bytes:
            answer = client.post(f"/outils/ecrire/{code}/", {**told_of(letters()[code]), **more, "etape": "pdf"})
            if answer["Content-Type"] != "application/pdf":
                raise SystemExit(f"{code}: no PDF ({answer.status_code})")
            return bytes(answer.content)

        began = time.perf_counter()
        paper("rapo_rsa")
        print(f"first paper, spare not started: {(time.perf_counter() - began) * 1000:.0f} ms; then, {REPEATS} times each:")
        for label, code, more in (
            ("letter", "rapo_rsa", {}),
            ("short letter", "identite_agent", {}),
            ("large print", "rapo_rsa", {"grand": "on"}),
            ("three pages", "rapo_rsa", {"c_raisons": "Je vis seule depuis mars. " * 110}),
        ):
            whole = taken(lambda code=code, more=more: paper(code, **more), REPEATS)
            html, names = typeset[-1]
            texts = [Path(str(finders.find(name))).read_text() for name in names]

            def alone(html: str = html, texts: list[str] = texts) -> bytes:
                sheets = [weasyprint.CSS(string=text) for text in texts]
                return bytes(weasyprint.HTML(string=html).write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1"))

            here = taken(alone, REPEATS)
            verdict = mark(f"{label}, p95", whole.p95, ASKED)
            print(
                f"  {label:12} p50 {whole.p50:5.0f} ms  p95 {whole.p95:5.0f} ms ({verdict}); "
                f"WeasyPrint in process p50 {here.p50:5.0f} ms; ratio {whole.p50 / here.p50:.2f}"
            )
        spare = pdf_spare.KEEPER.spare().process.pid
        resident = next(line for line in Path(f"/proc/{spare}/status").read_text().splitlines() if line.startswith("VmRSS"))
        print(f"  the spare child holds {int(resident.split()[1]) // 1024} MB")


if __name__ == "__main__":
    main()
