"""PDF/UA-1 from our own pages, in a process of its own.

WeasyPrint stands on Pango and on the fonts of the machine: without a font it does not raise, it crashes (SIGSEGV). In another
process a crash is a sentence for the user, and a page that takes too long or too much memory is stopped. Nothing is fetched:
no network, no file but the style sheets and pictures given by name. A child that has loaded everything waits for the next paper
(``pdf_spare``): loading takes a second, a letter a tenth of it (``python -m benchmarks.papers``).
"""

import base64
import threading
from datetime import timedelta

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from relais.foundation import pdf_spare

LONGEST = timedelta(seconds=30)
#: letters of a document; the longest that our pages make stays far below.
LARGEST = 2_000_000


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


def warm() -> None:
    """Start the spare child now, beside the first pages, rather than at the first paper."""
    threading.Thread(target=pdf_spare.KEEPER.spare, name="pdf", daemon=True).start()


def render(html: str, *, stylesheets: tuple[str, ...] = (), pictures: tuple[str, ...] = (), limit: timedelta = LONGEST) -> bytes:
    """The document as PDF/UA-1, tagged, in the language of its ``<html lang>``.

    ``stylesheets``: names of static CSS files applied to it (``ui/print.css``); ``pictures``: static files that it names as
    ``static:ui/mark.svg``. UnableToRender when Pango or a font is missing, when it is too large, or when it takes longer than ``limit``.
    """
    if len(html) > LARGEST:
        raise UnableToRender(_("Ce document est trop long pour un PDF. La page s’imprime depuis le navigateur."))
    files = {name: _read_static(name) for name in (*stylesheets, *pictures)}
    order = {"html": html, "stylesheets": list(stylesheets), "files": files}
    try:
        made = pdf_spare.KEEPER.make(order, seconds=limit.total_seconds())
    except pdf_spare.TooLate as problem:
        raise UnableToRender(_("Le PDF a pris trop de temps. La page s’imprime depuis le navigateur.")) from problem
    except pdf_spare.NoPango as problem:
        told = _("Cette machine ne fait pas de PDF (« relais doctor » dit pourquoi). Imprimez depuis le navigateur.")
        raise UnableToRender(told) from problem
    except pdf_spare.NoAnswer as problem:
        raise UnableToRender(_("Le PDF n’a pas pu être fait. La page s’imprime depuis le navigateur.")) from problem
    # a fork that died while writing left half a paper
    if not (made.startswith(b"%PDF-") and made.rstrip().endswith(b"%%EOF")):
        raise UnableToRender(_("Le PDF n’a pas pu être fait. La page s’imprime depuis le navigateur."))
    return made
