"""The spare child that makes PDFs: WeasyPrint and the fonts are loaded once, then each paper is made in a fork of its own.

Run by ``relais.foundation.pdf_spare``: ``python -m relais.foundation.pdf_child FD``. On ``FD`` comes one byte with one socket for
each paper; the fork reads the order there (JSON until the end), writes the PDF back and dies with all that it read. The spare itself
never sees a word of a paper, so nothing is left to renew. It ends when its parent closes ``FD`` or dies; its forks die with it.

Knows no Django. Exit code 3: Pango is missing. Memory, time and files of a fork are bounded; anything that the document names
outside the order is refused.
"""

import base64
import contextlib
import ctypes
import gc
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Mapping
from typing import Any

MISSING = 3
#: bytes of address space of the spare and of each paper.
MEMORY = 2 << 30
#: seconds that a fork may last before it has read how long its paper may take.
READING = 30.0
PR_SET_PDEATHSIG = 1
_SCHEME = "static:"
#: what loads the fonts of every paper: their family, in both weights and slopes, and the codecs of a tagged PDF.
_WARMING = (
    '<html lang="fr"><title>é</title><body style="font-family: DejaVu Sans"><h1>é</h1><p>é <b>é</b> <i>é</i> <svg></svg></p><ul><li>é</ul>'
)


class Refused(ValueError):
    """The document names something that was not given with it."""


def content_of(url: str, files: Mapping[str, tuple[str, str]]) -> tuple[str, bytes]:
    """Media type and bytes of a file given with the order; Refused for anything else."""
    name = url.removeprefix(_SCHEME)
    if not url.startswith(_SCHEME) or name not in files:
        raise Refused("only the files given with the document")
    kind, content = files[name]
    return kind, base64.b64decode(content)


def fetcher_of(files: Mapping[str, tuple[str, str]]) -> Any:  # noqa: ANN401  # WeasyPrint is untyped
    """WeasyPrint's fetcher, which knows the given files only; anything else stops the rendering."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class GivenFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
        def fetch(self, url: str, headers: object = None) -> object:  # noqa: ARG002  # its signature
            kind, content = content_of(url, files)
            return URLFetcherResponse(url, body=content, headers={"Content-Type": kind})

    return GivenFiles(fail_on_errors=True)


def make(order: Mapping[str, Any]) -> bytes:
    """The PDF of an order: ``html``, ``stylesheets`` (names), ``files`` (name → media type and base64)."""
    import weasyprint

    fetch = fetcher_of({name: (kind, content) for name, (kind, content) in order["files"].items()})
    sheets = [weasyprint.CSS(string=base64.b64decode(order["files"][name][1]).decode(), url_fetcher=fetch) for name in order["stylesheets"]]
    document = weasyprint.HTML(string=order["html"], base_url=_SCHEME, url_fetcher=fetch)
    pdf: bytes = document.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1")
    return pdf


def _die_with(parent: int) -> None:
    """Ask the kernel for SIGKILL when the spare dies; leave at once when it is already gone. Elsewhere than on Linux, time alone bounds."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def answer(paper: socket.socket) -> None:
    """Read one order to its end, write its PDF. A paper that takes too long is ended by the alarm, whatever it is doing."""
    signal.setitimer(signal.ITIMER_REAL, READING)
    with paper.makefile("rb") as asked:
        order = json.load(asked)
    signal.setitimer(signal.ITIMER_REAL, order["seconds"])
    paper.sendall(make(order))


def _fork(paper: socket.socket, control: socket.socket) -> None:
    """The fork of one paper; the spare goes on at once. Whatever goes wrong, the fork ends without an answer, which is the answer."""
    spare = os.getpid()
    if os.fork():
        return
    try:
        _die_with(spare)
        control.close()
        # writing a file would end the fork (SIGXFSZ); sockets are not files
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        answer(paper)
    finally:
        os._exit(0)


def serve(control: socket.socket) -> None:
    """One fork for each socket received, until the parent is gone."""
    while True:
        _, papers, _, _ = socket.recv_fds(control, 1, 1)
        if not papers:
            return
        with socket.socket(fileno=papers[0]) as paper, contextlib.suppress(OSError):  # no process left: the paper gets no answer
            _fork(paper, control)


def main() -> int:
    """Bound oneself, load everything once, serve."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # forks leave no trace behind them; Ctrl-C in the terminal is the parent's affair
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        make({"html": _WARMING, "stylesheets": [], "files": {}})
    except OSError:
        return MISSING
    # pages of memory stay shared with the forks: nobody counts their references again
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        serve(control)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
