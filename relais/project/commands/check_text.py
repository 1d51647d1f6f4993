"""``relais check-text FILE…``: the guards on free text run on files, one JSON line a finding; the text itself is never printed."""

import argparse
import json
from pathlib import Path

from relais.foundation.checked_files import UncheckableFile, check_file
from relais.project.terminal import BadUsage


def arguments(parser: argparse.ArgumentParser) -> None:
    """``FILE…``."""
    parser.add_argument("files", nargs="+", metavar="FICHIER", help="texte, CSV ou classeur XLSX")


def run(options: argparse.Namespace) -> int:
    """1 when a finding blocks, else 0; BadUsage (2) on a file that cannot be read, after those before it."""
    blocked = False
    for name in options.files:
        try:
            for found in check_file(Path(name)):
                told: dict[str, object] = {"file": name, "line": found.line}
                if found.cell:
                    told["cell"] = found.cell
                told |= {"kind": found.finding.kind.value, "severity": found.finding.severity.value}
                print(json.dumps(told, ensure_ascii=False))
                blocked = blocked or found.finding.blocks
        except UncheckableFile as problem:
            raise BadUsage(f"check-text : {problem}") from problem
    return int(blocked)
