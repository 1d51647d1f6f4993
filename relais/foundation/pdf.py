"""PDF/UA-1 from our own pages, in a process of its own.

WeasyPrint stands on Pango and on the fonts of the machine: without a font it does not raise, it crashes (SIGSEGV). In a child
process a crash is a sentence for the user, and a page that takes too long or too much memory is stopped. Nothing is fetched:
no network, no file but the style sheets and pictures given by name.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

LONGEST = timedelta(seconds=30)
#: exit code of the child when Pango cannot be loaded.
MISSING = 3


class UnableToRender(Exception):
    """No PDF could be made; the message is fit for the screen and says what still works."""


def _read_static(name: str) -> tuple[str, str]:
    """A static file as (media type, base64); FileNotFoundError when no room has it."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    kinds = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
    suffix = found[found.rfind(".") :]
    with open(found, "rb") as handle:  # noqa: PTH123  # what finders give is a text
        return kinds.get(suffix, "application/octet-stream"), base64.b64encode(handle.read()).decode()


def render(html: str, *, stylesheets: tuple[str, ...] = (), pictures: tuple[str, ...] = (), limit: timedelta = LONGEST) -> bytes:
    """The document as PDF/UA-1, tagged, in the language of its ``<html lang>``.

    ``stylesheets``: names of static CSS files applied to it (``ui/print.css``); ``pictures``: static files that it names as
    ``static:ui/mark.svg``. UnableToRender when Pango or a font is missing, or when it takes longer than ``limit``.
    """
    files = {name: _read_static(name) for name in (*stylesheets, *pictures)}
    return run_child({"html": html, "stylesheets": list(stylesheets), "files": files}, limit=limit)


def run_child(order: Mapping[str, object], *, limit: timedelta) -> bytes:
    """Hand the order to the child process and read its answer."""
    command = [sys.executable, "-m", "relais.foundation.pdf_child"]
    try:
        done = subprocess.run(command, input=json.dumps(order).encode(), capture_output=True, timeout=limit.total_seconds(), check=False)  # noqa: S603  # our own command line
    except subprocess.TimeoutExpired as problem:
        raise UnableToRender(_("Le PDF a pris trop de temps. La page s’imprime depuis le navigateur.")) from problem
    if done.returncode == 0 and done.stdout.startswith(b"%PDF-"):
        return done.stdout
    if done.returncode == MISSING:
        raise UnableToRender(_("Cette machine ne fait pas de PDF (« relais doctor » dit pourquoi). Imprimez depuis le navigateur."))
    raise UnableToRender(_("Le PDF n’a pas pu être fait. La page s’imprime depuis le navigateur."))
