"""Finds the texts that people read in templates and code, so that tools and tests can check their typography.

A text is what gettext marks: ``{% trans "…" %}``, ``{% blocktrans %}…{% endblocktrans %}``, ``_("…")`` and its cousins.
"""

import re
from typing import Final

from relais.ui.typography import french, french_markup

_MARKED: Final = re.compile(
    r"""(?P<open>\{%\s*(?:trans|translate)\s+"|\{%\s*(?:trans|translate)\s+'|\b(?:_|gettext|gettext_lazy|ngettext)\(\s*"|\b_\(')"""
    r"""(?P<text>(?:\\.|[^"\\])*?)(?P<close>["'])(?=\s*(?:[,)%]|as\b|noop\b|\}))"""
    r"""|(?P<block>\{%\s*blocktrans(?:late)?\b[^%]*%\})(?P<body>.*?)(?P<end>\{%\s*endblocktrans(?:late)?\s*%\})""",
    re.DOTALL,
)


def _proper(match: re.Match[str]) -> str:
    if match["block"]:
        return f"{match['block']}{french_markup(match['body'])}{match['end']}"
    text = match["text"]
    # an escape (\u202f) is already a deliberate character
    return f"{match['open']}{text if chr(92) in text else french(text)}{match['close']}"


def with_french_spaces(source: str) -> str:
    """The same source, its marked texts with French spaces and apostrophes. Idempotent."""
    return _MARKED.sub(_proper, source)


def badly_spaced(source: str) -> list[int]:
    """Numbers of the lines, from 1, whose texts lack their French spaces."""
    before, after = source.splitlines(), with_french_spaces(source).splitlines()
    return [number for number, (old, new) in enumerate(zip(before, after, strict=True), start=1) if old != new]
