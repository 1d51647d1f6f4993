"""Each act that «qui a ouvert ce dossier» may show has clear words: read from the code, not from a list that somebody keeps."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from relais.people.journal_words import declared

ROOT = Path(__file__).parents[2] / "relais"
ROOMS = ("people", "casework", "reception", "administration", "exchange", "screening", "procedures", "mandates", "aids", "domiciliation")
#: acts that are about no file, and why.
ABOUT_NO_FILE = {
    "absence.recorded": "days of a member",
    "absence.ended": "days of a member",
    "calendar_feed.opened": "one's own agenda",
    "calendar_feed.closed": "one's own agenda",
    "roster.member_put": "the desk of a service",
    "roster.member_removed": "the desk of a service",
    "file.exceptional_access_missed": "no file was found: its line has no subject",
    "retention.rows_erased": "counts",
    "desk.written": "the address of a service",
    "domiciliations.figures_taken": "counts",
    "renewals.lapses_recorded": "counts",
    "rights.answered_again": "a night run over many files: each shows the day of its calculation",
    "member.forgotten": "a member who left",
    "readings.watched": "a week of the whole house",
    "signal.(settled|reopened)": "a signal of the journal, that no file tells of",
    "policy.changed": "what the organisation says of its data",
    "policy.papers_dated": "what the organisation says of its data",
    "elimination.visa_recorded": "one visa for several eliminations",
    "organisation.removed": "an organisation",
    r"aids\..*": "the rules of the house, or a session",
    r"text\..*": "a public text of the structure",
    r"contact\..*": "a line of the contact book",
    "organisation.export(ed|_[a-z_]+)": "an organisation",
    "organisation.imported": "an organisation",
    "list.taken_.+": "one's own list: each of its files has its line",
    "import.(received|columns_chosen|confirmed|let_go|done|undo_asked|undone)": "a table received, whose rows have their own lines",
    "person.set_apart": "two persons: which of them had a file is not told in the other's",
    "person.proposed_again": "the same",
    "person.(merged|separated)": "two files: each has its line",
}


def acts() -> Iterator[tuple[str, str]]:
    """Every ``action=`` of the rooms that keep files, as a pattern, and where it stands; the readings of ``journal.read`` by part."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "record":
                    for keyword in call.keywords:
                        if keyword.arg == "action":
                            yield from ((one, str(path)) for one in _patterns(keyword.value))


def _patterns(value: ast.expr) -> list[str]:
    if isinstance(value, ast.Constant):
        return [re.escape(str(value.value))]
    if isinstance(value, ast.IfExp):
        return [*_patterns(value.body), *_patterns(value.orelse)]
    if isinstance(value, ast.JoinedStr):
        return ["".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_]+" for part in value.values)]
    return []


def test_every_act_about_a_file_has_its_words() -> None:
    found = list(acts())
    assert len(found) > 60, "the rooms are read"
    bare = [
        (pattern, where)
        for pattern, where in found
        if not any(re.fullmatch(pattern, one) for one in declared())
        and not any(re.fullmatch(one, pattern.replace("\\", "")) or re.fullmatch(pattern, one) for one in ABOUT_NO_FILE)
    ]
    assert bare == []


def test_no_words_tell_a_level_nor_that_something_is_confidential() -> None:
    from relais.people.journal_words import words_of

    for action in declared():
        assert not re.search(r"confidentiel|N[0-3]\b|niveau", words_of(action)), action
