"""A form that creates something acts once, however often it is sent: every screen with a form says so, or says why it need not."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "administration", "aids", "casework", "domiciliation", "exchange", "observatory", "people", "procedures", "reception")
CHANGES = "changes what exists: sent twice, it is as sent once"
KEEPS_NOTHING = "a tool of the toolbox: nothing is kept"
ONCE = "what it answers is no longer waiting the second time: its service says so"
NAMED = "what it creates is known by its name, and is not created twice"
OWN = "proves who is there, or gives one's own account a proof: each is asked for anew"
SHOWN = "searches or shows: nothing is created"
LINK = "another secret address takes the place of the first, which opens no more"
#: screens with a form that may be sent twice, each with its reason.
NEED_NOT: dict[str, str] = {
    **dict.fromkeys(
        (
            "accounts.acts.place",
            "accounts.acts.secrecy",
            "accounts.acts.reset_factors",
            "accounts.acts.untie",
            "accounts.acts.close",
            "accounts.acts.reopen",
            "accounts.places.rename_service",
            "accounts.places.rename_team",
            "accounts.views.change_password",
            "administration.registers.policy",
            "administration.registers.dated",
            "administration.requests.prepare",
            "aids.papers.schedule",
            "aids.house.policy",
            "aids.house.kind",
            "aids.house.envelope",
            "casework.absences.absence",
            "casework.notes.level",
            "domiciliation.boards.desk",
            "exchange.tables.columns",
            "people.files.state",
            "people.households.departure",
            "people.households.custody",
            "people.persons.person",
            "people.handovers.prepare",
            "procedures.followed.clocks",
            "procedures.texts.text",
        ),
        CHANGES,
    ),
    **dict.fromkeys(
        (
            "procedures.clocks.listed",
            "procedures.clocks.clock",
            "procedures.home.home",
            "procedures.letters.letter",
            "procedures.mail.listed",
            "procedures.mail.mail",
        ),
        KEEPS_NOTHING,
    ),
    **dict.fromkeys(
        (
            "accounts.taking.take",
            "administration.registers.eliminations",
            "administration.signals.signal",
            "aids.papers.tell",
            "aids.papers.instalment",
            "aids.sessions.item",
            "aids.sessions.urgent",
            "aids.payments.payment",
            "administration.requests.answer",
            "administration.requests.reading",
            "exchange.offers.offered",
            "people.accesses.review",
            "people.handovers.answer",
            "people.merges.merge",
            "people.merges.undo",
        ),
        ONCE,
    ),
    **dict.fromkeys(
        (
            "accounts.acts.grant",
            "accounts.members.invite",
            "accounts.places.places",
            "accounts.places.open_team",
            "aids.house.new_kind",
            "aids.house.payer",
            "people.persons.names",
            "people.roster.shown",
            "people.sharings.address_readers",
        ),
        NAMED,
    ),
    **dict.fromkeys(
        (
            "accounts.sessions.unlock",
            "accounts.views.sign_in",
            "accounts.views.confirm",
            "accounts.second_factor.second_factor",
            "accounts.security.application",
            "accounts.security.passkey",
            "accounts.security.recovery_codes",
        ),
        OWN,
    ),
    **dict.fromkeys(
        (
            "people.files.search",
            "procedures.file_letters.letters",
            "aids.payments.take",
            "exchange.taken.take_away",
            "reception.counter.counter",
            "domiciliation.counter.counter",
        ),
        SHOWN,
    ),
    **dict.fromkeys(
        (
            "accounts.members.link",
            "casework.feed.subscription",
        ),
        LINK,
    ),
}


def screens() -> Iterator[tuple[str, bool]]:
    """Each view that shows a form and receives it, and whether it is ``sent_once``."""
    for room in ROOMS:
        for path in sorted((ROOT / "relais" / room / "web").rglob("*.py")):
            for node in ast.parse(path.read_text()).body:
                if not isinstance(node, ast.FunctionDef):
                    continue
                marks = [ast.unparse(mark) for mark in node.decorator_list]
                if any(mark.startswith("require_http_methods") and "POST" in mark for mark in marks):
                    yield f"{room}.{path.stem}.{node.name}", "sent_once" in marks


def test_every_screen_with_a_form_is_sent_once_or_says_why_not() -> None:
    found = dict(screens())
    assert sum(found.values()) > 25
    assert {name for name, once in found.items() if not once} == set(NEED_NOT)


def test_each_reason_is_a_sentence() -> None:
    assert all(len(reason) > 20 for reason in NEED_NOT.values())
