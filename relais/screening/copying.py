"""«Copier pour mon logiciel»: the screening in at most fifteen lines of plain text, for those whose employer imposes another tool."""

import textwrap
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from relais.law.situation.facts import Reserve
from relais.screening import wording
from relais.screening.rules.board import Board, Shown
from relais.ui import typography
from relais.ui.sentences import language, said

MOST_LINES = 15
#: rights written one a line in each group; the others share one line.
_LISTED = 3
#: lines that the reserves may take; the situation takes what the rest leaves.
_RESERVE_LINES = 2
#: a line wider than this is cut by the tools it is pasted in.
_WIDEST = 220


def copied_text(*, board: Board, told: Sequence[str], reserves: Sequence[Reserve], on: date) -> str:
    """The text. ``told``: what was told, «label : words»; no name, no birth date is ever among them by default."""
    day = typography.short_date(on, language=language())
    first = _("Droits examinés le %(day)s (information, l’organisme décide)") % {"day": day}
    lines = [
        *_group(_("À demander"), board.to_claim),
        *_group(_("À vérifier"), (*board.to_check, *board.to_check_later)),
    ]
    if board.folds:
        lines.append(
            _cut(_("Selon un fait peu courant : %(names)s") % {"names": _names([one for fold in board.folds for one in fold.answers])})
        )
    if board.unlikely:
        lines.append(_cut(_("Sans doute non : %(names)s") % {"names": _names(board.unlikely)}))
    if reserves:
        sentences = _("Sous réserve : %(sentences)s") % {"sentences": ", ".join(said(reserve.short) for reserve in reserves)}
        lines += _lines(sentences, most=_RESERVE_LINES)
    situation = _("Situation : %(told)s") % {"told": _(" ; ").join(told) or _("rien de dit")}
    return "\n".join([first, *_lines(situation, most=MOST_LINES - 1 - len(lines)), *lines])


def _group(title: str, shown: Sequence[Shown]) -> list[str]:
    """The first rights one a line, the rest in one line (a lone one as the others); the title alone when there is none."""
    if not shown:
        return [_("%(title)s : rien") % {"title": title}]
    lines = [_("%(label)s : %(words)s") % {"label": title, "words": _one(shown[0])}, *(f"- {_one(one)}" for one in shown[1:_LISTED])]
    if len(shown) == _LISTED + 1:
        lines.append(f"- {_one(shown[-1])}")
    elif len(shown) > _LISTED:
        lines.append(_cut("- " + _("et aussi : %(names)s") % {"names": _names(shown[_LISTED:])}))
    return lines


def _one(shown: Shown) -> str:
    amount, short = wording.amount_words(shown), said(shown.card.short)
    return f"{short}, {amount}" if amount else short


def _names(shown: Sequence[Shown]) -> str:
    return ", ".join(said(one.card.short) for one in shown)


def _lines(text: str, *, most: int) -> list[str]:
    """The text over as many lines, the last one ending with «…» when something is left."""
    return textwrap.wrap(text, width=_WIDEST, max_lines=most, placeholder="…", break_on_hyphens=False)


def _cut(line: str) -> str:
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1].rstrip(" ,;") + "…"
