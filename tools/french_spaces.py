"""Writes French spaces and apostrophes into the texts of templates and code: ``python tools/french_spaces.py [--check] [PATH…]``.

Exit codes: 0 nothing to change or all written, 1 with --check when a file should change. English catalogues must then be refreshed
with ``make messages``, because a changed text is a new message.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from relais.ui.texts import badly_spaced, with_french_spaces  # noqa: E402 - the checkout is importable from here on only


def main(arguments: list[str]) -> int:
    """Rewrite, or only list, the files whose texts lack their spaces."""
    check = "--check" in arguments
    roots = [Path(argument) for argument in arguments if not argument.startswith("--")] or [ROOT / "relais"]
    wrong = 0
    for root in roots:
        for file in sorted(found for found in root.rglob("*") if found.suffix in {".html", ".py", ".txt"}):
            if "models" in file.with_suffix("").parts:
                continue  # names of tables and columns: a changed space would ask for a migration
            source = file.read_text("utf-8")
            lines = badly_spaced(source)
            if not lines:
                continue
            wrong += 1
            print(f"{file}: {', '.join(map(str, lines))}")
            if not check:
                file.write_text(with_french_spaces(source), "utf-8")
    return 1 if check and wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
