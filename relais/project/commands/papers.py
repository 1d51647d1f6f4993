"""``relais papers --out DOSSIER``: the papers of each organisation (notice, register, AIPD, hosting note), in HTML and PDF."""

import argparse
import re
from pathlib import Path

from relais.project.django_start import start_django
from relais.project.terminal import CommandRefused


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder, made when it is not there."""
    parser.add_argument("--out", required=True, type=Path, metavar="DOSSIER", help="dossier où écrire ; créé s’il manque")


def run(options: argparse.Namespace) -> int:
    """Write the papers; without Pango, the HTML alone, and it is said. 1 when nothing could be written."""
    start_django()
    from relais.administration import papers
    from relais.administration.queries import registers
    from relais.administration.services.lapses import houses
    from relais.foundation import pdf

    unable = ""
    for house in houses():
        folder = options.out / re.sub(r"[^\w-]+", "-", house.name.lower()).strip("-")
        for name in papers.NAMES:
            paper = papers.made(name, organisation=house, policy=registers.policy_of(house))
            try:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{papers.FILES[name]}.html").write_text(papers.as_html(paper), "utf-8")
                (folder / f"{papers.FILES[name]}.pdf").write_bytes(papers.as_pdf(paper))
            except pdf.UnableToRender as problem:
                unable = str(problem)
            except OSError as problem:
                raise CommandRefused(f"{folder} ne s’écrit pas : {problem.strerror}") from problem
        print(f"{folder} : {len(papers.NAMES)} documents.")
    if unable:
        print(f"Sans PDF : {unable}")
    return 0
