"""The child that makes a PDF: an order in JSON on its input, the PDF on its output. Run by ``relais.foundation.pdf``.

Knows no Django. Exit code 3: Pango is missing. Memory is bounded; anything that the document names outside the order is refused.
"""

import base64
import json
import resource
import sys
from collections.abc import Mapping
from typing import Any

MISSING = 3
_MEMORY = 2 << 30
_SCHEME = "static:"


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


def main() -> int:
    """Read the order, write the PDF."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    order = json.load(sys.stdin)
    # WeasyPrint prints a banner on its output when Pango is missing: keep that channel for the PDF
    output, sys.stdout = sys.stdout.buffer, sys.stderr
    try:
        pdf = make(order)
    except OSError:
        return MISSING
    output.write(pdf)
    output.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
