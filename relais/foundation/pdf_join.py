"""Several papers as one PDF: our own first, then what people handed in, each marked with its number.

What was handed in is not trusted: it is read in a process of its own, bounded in memory and time, that writes no file
(``pdf_join_child``). Only pages are taken: neither scripts, nor attachments, nor forms that act. What was filled in a form stays drawn.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

LONGEST: Final = timedelta(seconds=60)
#: bytes of all that is joined; a person's documents may weigh more, a paper to send may not.
LARGEST: Final = 60 << 20
#: what becomes pages; anything else is sent beside.
JOINED: Final = frozenset({"application/pdf", "image/jpeg", "image/png"})


class UnableToJoin(Exception):
    """No PDF was made; the message is fit for the screen. ``part``: the place of the paper that could not be read, None for all."""

    def __init__(self, words: str, part: int | None = None) -> None:
        super().__init__(words)
        self.part = part


@dataclass(frozen=True, slots=True)
class Part:
    """A paper to join. ``title``: its bookmark; ``mark``: drawn on its pages («Pièce n° 2»), "" for none."""

    title: str
    media: str
    content: bytes
    mark: str = ""


def join(parts: Sequence[Part], *, limit: timedelta = LONGEST) -> bytes:
    """One PDF of all the parts in their order. The first is our own: its tags, title and language stay those of the whole.

    UnableToJoin when one is damaged or locked by a password (``part`` says which), when all weigh too much or take too long.
    """
    if sum(len(one.content) for one in parts) > LARGEST:
        raise UnableToJoin("Ces pièces dépassent 60 Mo ensemble : joignez-en moins à la fois.")
    order = [{"title": one.title, "media": one.media, "mark": one.mark, "content": base64.b64encode(one.content).decode()} for one in parts]
    command = [sys.executable, "-m", "relais.foundation.pdf_join_child"]
    try:
        done = subprocess.run(  # noqa: S603  # our own command line
            command, input=json.dumps(order).encode(), capture_output=True, timeout=limit.total_seconds(), check=False
        )
    except subprocess.TimeoutExpired as problem:
        raise UnableToJoin("Réunir ces pièces a pris trop de temps : joignez-en moins à la fois.") from problem
    if done.returncode == 0 and done.stdout.startswith(b"%PDF-"):
        return done.stdout
    told = done.stdout.decode("utf-8", "replace").strip()
    part = int(told) if told.isdecimal() else None
    raise UnableToJoin("Cette pièce ne se lit pas : elle est abîmée, ou fermée par un mot de passe.", part)
