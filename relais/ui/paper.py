"""Papers given to a person: large letters when asked, and the slip that she tears off and gives back (doctrine §8.5).

Shown by ``<c-reply-slip>`` and ``<c-return-address>``, with ``ui/paper.css``: the same rules on the screen, for the browser's printer and
for the PDF. A slip says neither who she is nor what it is about: whoever opens the envelope reads a reference and boxes.
"""

from dataclasses import dataclass

from django.http import HttpRequest

#: the style sheet of these parts, beside that of the paper.
STYLE = "ui/paper.css"


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of boxes to tick: a box before ``words``, or, when there are ``boxes``, the words and then one box for each."""

    words: str
    boxes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplySlip:
    """What she gives back. ``to``: who it goes back to, then the lines of the address; no line when nobody wrote the address."""

    reference: str
    to: tuple[str, ...]
    choices: tuple[Choice, ...] = ()

    @property
    def has_address(self) -> bool:
        """Whether it can be posted as it is; else two lines are left to write the address by hand."""
        return len(self.to) > 1


def is_large(request: HttpRequest) -> bool:
    """Whether the paper is asked for in letters of 14 points (``?grand=oui``)."""
    return request.GET.get("grand") == "oui"
