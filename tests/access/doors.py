"""The table of doors: every address of Relais and who may open it.

A new URL without a row fails ``test_doors.py``. ``opens``: what each kind of visitor gets on GET (or on the method named).
"everyone" stands for all kinds; a more precise key wins. 404 hides, 302 sends to sign-in, 405 means the door has no GET.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

EVERYONE = "everyone"
ANONYMOUS = "anonymous"
MEMBER = "member"


@dataclass(frozen=True)
class Door:
    """One address. ``name``: URL name with its namespace. ``kwargs``: how to reverse it. ``opens``: visitor → status."""

    name: str
    opens: dict[str, int]
    kwargs: dict[str, Any] = field(default_factory=dict)
    method: str = "get"
    why: str = ""


#: addresses whose name or view is a library's, each with the reason why it has no row of its own.
LIBRARY_DOORS: dict[str, str] = {
    "api:api-root": "django-ninja reverses it to build the addresses of its documentation; it answers 404",
}

NOBODY_S_FILE = UUID("00000000-0000-4000-8000-000000000000")
#: pages and acts of one file; what each role gets of them: tests/access/test_file_doors.py.
FILE_PAGES: tuple[str, ...] = ("file", "state", "person", "channels", "parts", "bars", "presence", "openings", "casework:rights")
FILE_PAGES += ("casework:documents", "casework:deposit", "administration:requests_of_file")
FILE_PAGES += ("household", "arrival", "birth", "departure")
FILE_PAGES += ("screening:of_file", "screening:situations")
FILE_PAGES += ("casework:contact", "casework:close", "casework:interview", "casework:timeline", "casework:goals", "casework:sheet")
FILE_PAGES += ("casework:notes", "casework:write_note", "casework:transmit")
FILE_PAGES += ("casework:file_appointments", "casework:new_file_appointment")
FILE_PAGES += ("procedures:listed", "procedures:begin", "procedures:mails", "procedures:plan", "procedures:reply")
FILE_PAGES += ("mandates:listed", "mandates:prepare", "mandates:point")
FILE_PAGES += ("aids:listed", "aids:ask")
FILE_PAGES += ("domiciliation:ask",)
FILE_PAGES += ("sharings", "share", "consent", "information")
FILE_PAGES += ("names", "introduced")
#: pages of one account, for who administers accounts (tests/accounts/test_administration.py).
ACCOUNT_PAGES = ("member", "link", "grant", "place", "secrecy", "reset_factors", "untie_from_member", "close_account", "reopen_account")
FILE_ACTS: dict[str, dict[str, Any]] = {
    "remove_channel": {"channel_id": 1},
    "remove_name": {"name_id": 1},
    "merge": {"other_id": NOBODY_S_FILE},
    "undo_merge": {"merge_id": NOBODY_S_FILE},
    "end_part": {"assignment_id": 1},
    "lift_bar": {"bar_id": 1},
    "casework:close_right": {"right_id": NOBODY_S_FILE},
    "oppose": {},
    "withdraw_sharing": {"sharing_id": NOBODY_S_FILE},
    "withdraw_consent": {"consent_id": NOBODY_S_FILE},
    "screening:recompute": {},
    "withdraw_reader": {"reader_id": 1},
    "custody": {"member_id": 1},
    "mistake": {"member_id": 1},
    "casework:end_goal": {"goal_id": NOBODY_S_FILE},
    "casework:step_done": {"step_id": NOBODY_S_FILE},
    "casework:step_back": {"step_id": NOBODY_S_FILE},
    "casework:step_removed": {"step_id": NOBODY_S_FILE},
    "casework:withdraw_reader": {"note_id": NOBODY_S_FILE, "reader_id": NOBODY_S_FILE},
}
FILE_ACTS |= {f"administration:{name}": {"request_id": NOBODY_S_FILE} for name in ("answer", "prepare", "lift", "hand_over")}
FILE_ACTS |= {
    f"casework:{name}": {"document_id": NOBODY_S_FILE}
    for name in ("withdraw_document", "put_back_document", "document_level", "document_reader", "fetch_document")
}
FILE_ACTS |= {
    "procedures:take_back": {"procedure_id": NOBODY_S_FILE, "act_id": NOBODY_S_FILE},
    "procedures:resume_blocker": {"procedure_id": NOBODY_S_FILE, "blocker_id": NOBODY_S_FILE},
    "procedures:exhibits_paper": {"procedure_id": NOBODY_S_FILE},
    "procedures:wanted": {"procedure_id": NOBODY_S_FILE},
    **{
        f"procedures:{name}": {"procedure_id": NOBODY_S_FILE, "sending_id": NOBODY_S_FILE}
        for name in ("sending_proof", "take_back_sending", "leave_letter")
    },
    **{
        f"procedures:{name}": {"procedure_id": NOBODY_S_FILE, "exhibit_id": NOBODY_S_FILE}
        for name in ("remove_exhibit", "put_exhibit_back")
    },
    "procedures:decide": {"right": "rsa"},
    "procedures:mail": {"code": "indu_rsa"},
}
FILE_ACTS |= {"mandates:drop": {"mandate_id": NOBODY_S_FILE}}
FILE_ACTS |= {f"aids:{name}": {"aid_id": NOBODY_S_FILE} for name in ("enrol", "send_urgent", "take_back", "give_up")}
#: pages of one aid; who opens them: tests/aids/test_screens.py and the crawl.
AID_PAGES = ("aid", "change", "budget", "proofs", "propose", "evaluate", "sheet", "sheet_pdf", "letter", "letter_pdf", "tell", "schedule")
#: pages of the commission, of the head, of who pays: no file; 404 for the others.
AID_HOUSE: dict[str, dict[str, Any]] = {
    "settings": {},
    "policy": {},
    "new_kind": {},
    "kind": {"kind_id": 1},
    "envelope": {"kind_id": 1},
    "payer": {},
    "payments": {},
    "take": {},
    "engage": {"decision_id": NOBODY_S_FILE},
    "payment": {"payment_id": NOBODY_S_FILE},
    "urgent": {"aid_id": NOBODY_S_FILE},
    "sessions": {},
    "new_session": {},
    **{name: {"session_id": NOBODY_S_FILE} for name in ("session", "presence", "minutes", "minutes_pdf")},
    "item": {"session_id": NOBODY_S_FILE, "item_id": NOBODY_S_FILE},
}
AID_ACTS: dict[str, dict[str, Any]] = {
    "close_kind": {"kind_id": 1},
    "end_payer": {"payer_id": 1},
    "disengage": {"payment_id": NOBODY_S_FILE},
    "unpay": {"payment_id": NOBODY_S_FILE},
    "lock": {"session_id": NOBODY_S_FILE},
    "move_up": {"session_id": NOBODY_S_FILE, "item_id": NOBODY_S_FILE},
}
#: pages of one mandate; who opens them: tests/mandates/test_screens.py and the crawl.
MANDATE_PAGES = ("mandate", "paper", "paper_pdf", "sign", "revoke", "attestation")
#: pages of the domiciliation of a file, its counter and its requests; who opens them: tests/domiciliation/test_screens.py and the crawl.
DOMICILIATION_PAGES = ("show", "notice", "end", "card", "leave", "proxy")
DOMICILIATION_ACTS = ("lift_notice", "take_end_back", "sign", "receive", "hand", "send_back", "back")
ELECTION_PAGES: dict[str, dict[str, Any]] = {
    "complete": {},
    "decide": {},
    "paper": {"what": "recepisse"},
    "paper_pdf": {"what": "recepisse"},
}
#: pages of one démarche; who opens them: tests/procedures/test_followed.py and the crawl.
PROCEDURE_PAGES = ("procedure", "clocks", "note", "block", "blocker", "settle", "letters", "ask_letter")
#: pages and acts of one alert; who opens them: tests/observatory/test_screens.py.
ALERT_PAGES = dict.fromkeys(
    ("alert", "correct", "add", "sent", "acknowledged", "chased", "answered", "withdrawn", "letter", "letter_pdf"), "get"
) | dict.fromkeys(("ready", "take_back", "read"), "post")
#: what is written and kept in a démarche; who opens it: tests/procedures/test_sendings.py and the crawl.
KEPT_PAGES = ("exhibits", "chronology")
#: pages of one note; who opens a note of each level: tests/access/test_notes.py.
NOTE_PAGES = ("note", "correct_note", "note_level", "answer_note", "note_readers")
#: pages of one writing to transmit; read as its note is: tests/casework/test_transmissions.py and the crawl.
WRITING_PAGES = ("transmission", "follow_transmission")


def of_files(name: str) -> str:
    """The full name of a page of a file; those of ``people`` are told without their room."""
    return name if ":" in name else f"people:{name}"


DOORS: tuple[Door, ...] = (
    Door("health", {EVERYONE: 200}, why="the supervisor, the proxy and the monitoring ask it"),
    Door("draft-keep", {EVERYONE: 404}, method="post", why="only a sealed slip of one of our pages keeps a text, for its author alone"),
    Door("draft-erase", {EVERYONE: 404}, method="post", why="only a sealed slip of one of our pages"),
    Door("instance", {ANONYMOUS: 302, MEMBER: 404}, why="how the machine is: whoever runs it, and nobody else"),
    Door("home", {EVERYONE: 200}),
    Door("how", {EVERYONE: 200}),
    Door("components", {EVERYONE: 404}, why="open in development and demonstration only"),
    Door("site-map", {EVERYONE: 200}),
    Door("accessibility", {EVERYONE: 200}),
    Door("algorithms", {EVERYONE: 200}),
    Door("capabilities", {EVERYONE: 200}),
    Door("standards", {EVERYONE: 200}),
    Door("source", {EVERYONE: 200}),
    Door("feedback", {EVERYONE: 200}),
    Door("feedback-list", {EVERYONE: 200}),
    Door("robots", {EVERYONE: 200}),
    Door("set-language", {EVERYONE: 302}, method="post"),
    Door("screening:start", {EVERYONE: 200}, why="screening needs no account, and nothing of it is kept"),
    Door("screening:guided", {EVERYONE: 200}),
    Door("screening:what_if", {EVERYONE: 200}),
    Door("screening:copy", {EVERYONE: 200}),
    Door("screening:sheet_person", {EVERYONE: 200}, why="the sheet is handed over without any file"),
    Door("screening:sheet_professional", {EVERYONE: 200}),
    Door("screening:erase", {EVERYONE: 302}, method="post"),
    Door("screening:extend", {EVERYONE: 200}, method="post", why="the page on screen asks thirty minutes more"),
    Door("screening:keep", {EVERYONE: 404}, method="post", why="a page opened from a file only; its service asks for the scope"),
    Door("screening:shared", {EVERYONE: 200}, why="the home page of a post in free access"),
    Door("screening:example", {EVERYONE: 404}, {"slug": "inconnu"}, why="three fictional households, and no other"),
    Door("tools:home", {EVERYONE: 200}, why="the toolbox serves whoever the employer gives another software"),
    Door("tools:sheets", {EVERYONE: 200}),
    Door("tools:sheet", {EVERYONE: 200}, {"code": "c2s"}),
    Door("tools:sheet_copy", {EVERYONE: 200}, {"code": "c2s"}),
    Door("tools:sheet_person", {EVERYONE: 200}, {"code": "c2s"}),
    Door("tools:sheet_person_pdf", {EVERYONE: 200}, {"code": "c2s"}),
    Door("tools:notebook", {EVERYONE: 200}, why="a blank paper: nothing is typed, nothing is kept"),
    Door("tools:notebook_pdf", {EVERYONE: 200}),
    Door("tools:clocks", {EVERYONE: 200}, why="a date of law is computed without any file, and nothing of it is kept"),
    Door("tools:clock", {EVERYONE: 200}, {"code": "recours.rsa"}),
    Door("tools:mails", {EVERYONE: 200}, why="a letter received is understood without any file, and nothing of it is kept"),
    Door("tools:mail", {EVERYONE: 200}, {"code": "indu_rsa"}),
    Door("tools:letters", {EVERYONE: 200}, why="a letter is written without any file, and nothing of it is kept"),
    Door("tools:letter", {EVERYONE: 200}, {"code": "rapo_rsa"}),
    Door("tools:texts", {ANONYMOUS: 302, MEMBER: 404}, why="the texts of the structures: a digital referent or a head of service"),
    Door("tools:text_new", {ANONYMOUS: 302, MEMBER: 404}, {"kind": "courriers"}),
    Door("tools:text", {ANONYMOUS: 302, MEMBER: 404}, {"kind": "courriers", "name": "creche"}),
    Door("tools:text_take_away", {ANONYMOUS: 302, MEMBER: 404}, {"kind": "courriers", "name": "creche"}, method="post"),
    Door("tools:text_put_back", {ANONYMOUS: 302, MEMBER: 404}, {"kind": "courriers", "name": "creche"}, method="post"),
    Door("accounts:sign_in", {EVERYONE: 200, MEMBER: 302}),
    Door("accounts:sign_out", {EVERYONE: 302}, method="post", why="a button, never a link"),
    Door(
        "accounts:take",
        {EVERYONE: 404},
        {"token": "inconnu"},
        why="the bearer of a link that waits chooses a password; any other learns nothing",
    ),
    *(
        Door(f"accounts:{name}", {EVERYONE: 404}, kwargs, method=method, why="no provider of identities unless the settings name one")
        for name, kwargs, method in (
            ("federation", {}, "post"),
            ("federation_again", {}, "post"),
            ("federation_back", {}, "get"),
            ("federation_gone", {}, "get"),
            ("take_by_identity", {"token": "inconnu"}, "post"),
        )
    ),
    Door("accounts:tie_identity", {ANONYMOUS: 302, MEMBER: 404}, method="post", why="as above"),
    Door("accounts:untie_identity", {EVERYONE: 302}, {"identity_id": 1}, method="post", why="sent back to one's own account"),
    Door("accounts:extend", {ANONYMOUS: 302, MEMBER: 204}, method="post", why="the warning before a session ends lets one stay"),
    Door("accounts:members", {ANONYMOUS: 302, MEMBER: 404}, why="who administers accounts or runs a service; it shows nothing of any file"),
    Door("accounts:invite", {ANONYMOUS: 302, MEMBER: 404}, why="who administers accounts"),
    Door("accounts:places", {ANONYMOUS: 302, MEMBER: 404}, why="who administers accounts"),
    *(Door(f"accounts:{name}", {ANONYMOUS: 302, MEMBER: 404}, {"service_id": 0}) for name in ("rename_service", "open_team")),
    Door("accounts:close_service", {ANONYMOUS: 302, MEMBER: 404}, {"service_id": 0}, method="post"),
    Door("accounts:rename_team", {ANONYMOUS: 302, MEMBER: 404}, {"team_id": 0}),
    Door("accounts:close_team", {ANONYMOUS: 302, MEMBER: 404}, {"team_id": 0}, method="post"),
    *(Door(f"accounts:{name}", {ANONYMOUS: 302, MEMBER: 404}, {"member_id": NOBODY_S_FILE}) for name in ACCOUNT_PAGES),
    Door("accounts:withdraw_links", {ANONYMOUS: 302, MEMBER: 404}, {"member_id": NOBODY_S_FILE}, method="post"),
    Door("accounts:ask_handover", {ANONYMOUS: 302, MEMBER: 404}, {"member_id": NOBODY_S_FILE}, method="post"),
    Door("accounts:end_role", {ANONYMOUS: 302, MEMBER: 404}, {"member_id": NOBODY_S_FILE, "grant_id": 1}, method="post"),
    Door("accounts:home", {ANONYMOUS: 302, MEMBER: 200}),
    Door("accounts:change_password", {ANONYMOUS: 302, MEMBER: 200}),
    Door("day", {ANONYMOUS: 302, MEMBER: 200}, why="the home of every member; its panels and tiles are those of the roles"),
    Door("casework:agenda", {ANONYMOUS: 302}, why="whoever receives, or books for those who do; 404 for the others (tests/casework)"),
    Door("casework:agenda_week", {ANONYMOUS: 302}),
    Door("casework:new_appointment", {ANONYMOUS: 302}),
    *(
        Door(f"casework:{name}", {ANONYMOUS: 302}, {"appointment_id": NOBODY_S_FILE}, method=method)
        for name, method in {
            "appointment": "get",
            "move_appointment": "get",
            "appointment_outcome": "post",
            "cancel_appointment": "post",
            "cover_appointment": "post",
            "appointment_reminded": "post",
        }.items()
    ),
    Door("casework:reminders", {ANONYMOUS: 302}),
    Door("casework:reminder_letters", {ANONYMOUS: 302}),
    Door("casework:absences", {ANONYMOUS: 302}),
    Door("casework:absence", {ANONYMOUS: 302}, {"absence_id": NOBODY_S_FILE}, why="whoever is away, and the head of their service"),
    Door("casework:end_absence", {ANONYMOUS: 302}, {"absence_id": NOBODY_S_FILE}, method="post"),
    Door("casework:calendar_feed", {ANONYMOUS: 302}),
    Door("casework:close_calendar_feed", {ANONYMOUS: 302}, method="post"),
    Door("casework:calendar", {EVERYONE: 404}, {"token": "inconnu"}, why="the bearer of a secret address reads hours, nothing else"),
    Door("reception:counter", {ANONYMOUS: 302}, why="reception, heads and social workers of the service; 404 for the others"),
    Door("reception:line", {ANONYMOUS: 302}),
    Door("reception:receive", {ANONYMOUS: 302}, method="post"),
    Door("reception:arrival", {ANONYMOUS: 302}, {"appointment_id": NOBODY_S_FILE}, method="post"),
    *(
        Door(f"reception:{name}", {ANONYMOUS: 302}, {"visit_id": NOBODY_S_FILE}, method=method)
        for name, method in {"visit": "get", "slip": "get", "book": "get", "end": "post", "duty": "post"}.items()
    ),
    Door("people:mine", {ANONYMOUS: 302, MEMBER: 200}, why="lists only what the member may know of"),
    Door("people:search", {ANONYMOUS: 302, MEMBER: 200}),
    Door("people:doubles", {ANONYMOUS: 302}, why="whoever lists files: pairs of which both are in scope; 404 for the others"),
    *(Door(f"people:{name}", {ANONYMOUS: 302, MEMBER: 404}, {"pair_id": 1}, method="post") for name in ("set_apart", "propose_again")),
    Door("people:new", {ANONYMOUS: 302, MEMBER: 200}, why="social workers; 404 for the others (tests/access/test_file_doors.py)"),
    *(Door(of_files(name), {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE}) for name in FILE_PAGES),
    Door("people:sharing", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "sharing_id": NOBODY_S_FILE}),
    Door("people:address_readers", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE}, why="the référent of a protected address only"),
    *(Door(of_files(name), {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, **more}, method="post") for name, more in FILE_ACTS.items()),
    Door("reporting:report", {ANONYMOUS: 302, MEMBER: 200}, why="the same figures for the whole team, small numbers hidden"),
    Door("reporting:take", {ANONYMOUS: 302, MEMBER: 422}, method="post", why="told in the journal"),
    Door("reporting:pleading", {ANONYMOUS: 302, MEMBER: 200}, why="what blocked at one body, small numbers hidden, nobody named"),
    Door("reporting:take_pleading", {ANONYMOUS: 302, MEMBER: 422}, method="post", why="told in the journal"),
    Door("reporting:register", {ANONYMOUS: 302, MEMBER: 200}, why="all that is counted, for who does the work too"),
    Door("administration:home", {ANONYMOUS: 302, MEMBER: 404}, why="the registers are the delegate's"),
    Door("administration:paper", {ANONYMOUS: 302, MEMBER: 404}, {"name": "notice"}),
    Door("administration:policy", {ANONYMOUS: 302, MEMBER: 404}),
    Door("administration:dated", {ANONYMOUS: 302, MEMBER: 404}),
    Door("administration:requests", {ANONYMOUS: 302, MEMBER: 404}),
    Door("administration:eliminations", {ANONYMOUS: 302, MEMBER: 404}),
    Door("administration:signals", {ANONYMOUS: 302, MEMBER: 404}, why="the delegate's alone; a head sees none"),
    Door("administration:signal", {ANONYMOUS: 302, MEMBER: 404}, {"signal_id": NOBODY_S_FILE}),
    Door("administration:reopen_signal", {ANONYMOUS: 302, MEMBER: 404}, {"signal_id": NOBODY_S_FILE}, method="post"),
    Door("administration:noted", {ANONYMOUS: 302, MEMBER: 200}, why="what the journal notes of one's own work, told to everybody"),
    Door("administration:readings", {ANONYMOUS: 302, MEMBER: 200}, why="the copies that one was asked to read again"),
    Door("administration:reading", {ANONYMOUS: 302, MEMBER: 404}, {"request_id": NOBODY_S_FILE}, why="its second reader alone"),
    Door("casework:document", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "document_id": NOBODY_S_FILE}),
    Door("casework:replace_document", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "document_id": NOBODY_S_FILE}),
    Door("casework:handed", {ANONYMOUS: 302, MEMBER: 404}, {"token": "inconnu"}, why="a link that serves once, for its member alone"),
    Door("procedures:to_renew", {ANONYMOUS: 302}, why="one's own files; counts for a head of service; 404 for the others"),
    Door("procedures:to_raise", {ANONYMOUS: 302}, why="one's own files; a count for a head of service; 404 for the others"),
    Door("procedures:unanswered", {ANONYMOUS: 302}, why="one's own files; 404 for whoever follows none"),
    Door("procedures:begin_reminders", {ANONYMOUS: 302}, method="post", why="one's own démarches without an answer"),
    Door("procedures:reminders", {ANONYMOUS: 302}, {"run_id": NOBODY_S_FILE}, why="one's own run of reminders"),
    *(
        Door(f"procedures:reminders_{name}", {ANONYMOUS: 302}, {"run_id": NOBODY_S_FILE}, method="post")
        for name in ("go_on", "take_back", "paper")
    ),
    Door("procedures:renew", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "right_id": NOBODY_S_FILE}),
    *(
        Door(f"procedures:{name}", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "procedure_id": NOBODY_S_FILE, **more})
        for name, more in zip(
            PROCEDURE_PAGES, ({}, {}, {"act": "deposee"}, {}, {"blocker_id": NOBODY_S_FILE}, {"act_id": NOBODY_S_FILE}, {}, {}), strict=True
        )
    ),
    Door("procedures:write", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "procedure_id": NOBODY_S_FILE, "code": "relance"}),
    *(Door(f"procedures:{name}", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "procedure_id": NOBODY_S_FILE}) for name in KEPT_PAGES),
    *(
        Door(f"procedures:{name}", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "procedure_id": NOBODY_S_FILE, "sending_id": NOBODY_S_FILE})
        for name in ("sending", "settle_letter")
    ),
    *(Door(f"mandates:{name}", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "mandate_id": NOBODY_S_FILE}) for name in MANDATE_PAGES),
    *(Door(f"aids:{name}", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "aid_id": NOBODY_S_FILE}) for name in AID_PAGES),
    Door("aids:instalment", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "aid_id": NOBODY_S_FILE, "rank": 1}),
    Door("aids:unsettle", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "aid_id": NOBODY_S_FILE, "rank": 1}, method="post"),
    Door("aids:board", {ANONYMOUS: 302}, why="one's own requests; sheets without a name for the commission; 404 for the others"),
    *(Door(f"aids:{name}", {ANONYMOUS: 302, MEMBER: 404}, kwargs) for name, kwargs in AID_HOUSE.items()),
    *(Door(f"aids:{name}", {ANONYMOUS: 302, MEMBER: 404}, kwargs, method="post") for name, kwargs in AID_ACTS.items()),
    *(Door(f"domiciliation:{name}", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE}) for name in DOMICILIATION_PAGES),
    *(Door(f"domiciliation:{name}", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE}, method="post") for name in DOMICILIATION_ACTS),
    *(
        Door(f"domiciliation:{name}", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "election_id": NOBODY_S_FILE, **more})
        for name, more in ELECTION_PAGES.items()
    ),
    Door("domiciliation:withdraw", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "election_id": NOBODY_S_FILE}, method="post"),
    Door("domiciliation:withdraw_proxy", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "proxy_id": NOBODY_S_FILE}, method="post"),
    Door("domiciliation:board", {ANONYMOUS: 302, MEMBER: 200}, why="social workers and heads: files that they may list"),
    Door("domiciliation:listed", {ANONYMOUS: 302, MEMBER: 200}, {"which": "a-relancer"}, why="as the board: files that they may list"),
    Door("domiciliation:counter", {ANONYMOUS: 302, MEMBER: 200}, why="whoever receives; a number or a name, never a list"),
    Door("domiciliation:desk", {ANONYMOUS: 302, MEMBER: 404}, {"service_id": 0}, why="the head of that service"),
    Door("domiciliation:year", {ANONYMOUS: 302, MEMBER: 200}, why="figures without a name, small numbers hidden"),
    Door("domiciliation:take", {ANONYMOUS: 302, MEMBER: 422}, method="post", why="told in the journal"),
    Door("exchange:arrive", {ANONYMOUS: 302}, why="social workers and heads, 404 for the others; one's own tables only"),
    Door("exchange:whole", {ANONYMOUS: 302}, why="the delegate and the heads, 404 for the others; no content, an encrypted archive by two"),
    *(
        Door(f"exchange:{name}", {ANONYMOUS: 302}, {"export_id": NOBODY_S_FILE}, method="post")
        for name in ("whole_decide", "whole_key", "whole_link")
    ),
    Door("exchange:whole_take", {ANONYMOUS: 302}, {"token": "nobody"}, why="once, for who asked, by a link of two minutes"),
    Door("exchange:model", {ANONYMOUS: 302}, why="an empty table"),
    Door("exchange:take_away", {ANONYMOUS: 302}, why="social workers; one's own files only"),
    Door("exchange:offers", {ANONYMOUS: 302}, why="the rows that name the member, and no other"),
    *(Door(f"exchange:{name}", {ANONYMOUS: 302}, {"lot_id": NOBODY_S_FILE}) for name in ("lot", "columns", "faults")),
    *(Door(f"exchange:{name}", {ANONYMOUS: 302}, {"lot_id": NOBODY_S_FILE}, method="post") for name in ("take", "undo", "let_go")),
    *(Door(f"casework:{name}", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "note_id": NOBODY_S_FILE}) for name in NOTE_PAGES),
    *(Door(f"casework:{name}", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE, "transmission_id": NOBODY_S_FILE}) for name in WRITING_PAGES),
    Door("casework:sheet_pdf", {ANONYMOUS: 302}, {"file_id": NOBODY_S_FILE}, why="the sheet as PDF; as the page of the sheet"),
    Door("casework:brief", {ANONYMOUS: 302, MEMBER: 404}, why="whoever follows a file; 404 for the others"),
    Door("casework:debrief", {ANONYMOUS: 302, MEMBER: 200}, why="social workers and heads: counts without a name; 404 for the others"),
    Door("procedures:contacts", {ANONYMOUS: 302, MEMBER: 200}, why="who works for persons in the house; 404 for the others"),
    Door("procedures:add_contact", {ANONYMOUS: 302, MEMBER: 200}),
    Door("procedures:contact", {ANONYMOUS: 302, MEMBER: 404}, {"line_id": NOBODY_S_FILE}, why="a line of one's own house"),
    Door("procedures:contact_tried", {ANONYMOUS: 302, MEMBER: 404}, {"line_id": NOBODY_S_FILE}, method="post"),
    Door("procedures:contact_untried", {ANONYMOUS: 302, MEMBER: 404}, {"line_id": NOBODY_S_FILE}, method="post"),
    Door("procedures:remove_contact", {ANONYMOUS: 302, MEMBER: 404}, {"line_id": NOBODY_S_FILE}, method="post"),
    Door("procedures:put_contact_back", {ANONYMOUS: 302, MEMBER: 404}, {"line_id": NOBODY_S_FILE}, method="post"),
    Door("procedures:calls", {ANONYMOUS: 302, MEMBER: 200}, why="one's own files only; 404 for who works for nobody"),
    Door("procedures:prepare_call", {ANONYMOUS: 302, MEMBER: 200}, {"body": "caf"}),
    Door("procedures:call", {ANONYMOUS: 302, MEMBER: 404}, {"call_id": NOBODY_S_FILE}, why="one's own call"),
    Door("procedures:call_line", {ANONYMOUS: 302, MEMBER: 404}, {"call_id": NOBODY_S_FILE}, method="post"),
    Door("procedures:call_line_back", {ANONYMOUS: 302, MEMBER: 404}, {"call_id": NOBODY_S_FILE}, method="post"),
    Door("procedures:call_answer", {ANONYMOUS: 302, MEMBER: 404}, {"call_id": NOBODY_S_FILE, "procedure_id": NOBODY_S_FILE}, method="post"),
    Door(
        "observatory:alerts", {ANONYMOUS: 302, MEMBER: 200}, why="who works for persons in the house: nobody is named; 404 for the others"
    ),
    Door("observatory:write", {ANONYMOUS: 302, MEMBER: 200}, why="codes and a day in the address, nothing of a file"),
    Door("observatory:open_data", {ANONYMOUS: 302, MEMBER: 200}, why="from eleven situations or three structures, words of ours only"),
    *(
        Door(
            f"observatory:{name}",
            {ANONYMOUS: 302, MEMBER: 404},
            {"alert_id": NOBODY_S_FILE},
            method=method,
            why="an alert of one's own house",
        )
        for name, method in ALERT_PAGES.items()
    ),
    *(
        Door(
            f"observatory:{name}",
            {ANONYMOUS: 302, MEMBER: 404},
            {"alert_id": NOBODY_S_FILE, "copy_id": NOBODY_S_FILE},
            method=method,
            why="a copy of an alert of one's own house; its answer is noted by who sends",
        )
        for name, method in (("copy_answered", "get"), ("copy_take_back", "post"))
    ),
    Door("people:exceptional", {ANONYMOUS: 302}, why="bound social workers and heads; 404 for the others"),
    Door("people:reviews", {ANONYMOUS: 302}, why="heads of service, and the delegate where no head may; 404 for the others"),
    Door("people:review", {ANONYMOUS: 302}, {"access_id": NOBODY_S_FILE}),
    Door("people:handovers", {ANONYMOUS: 302, MEMBER: 200}, why="lists only what is proposed to the member, or what they may hand over"),
    Door("people:handover", {ANONYMOUS: 302}, {"leaving_id": NOBODY_S_FILE}, why="whoever leads the files, or heads their service"),
    Door(
        "people:take_all_handovers",
        {ANONYMOUS: 302},
        {"leaving_id": NOBODY_S_FILE},
        method="post",
        why="whoever was asked",
    ),
    Door("people:settle_due", {ANONYMOUS: 302}, method="post", why="the head of the service, for what she sees left"),
    Door("people:answer_handover", {ANONYMOUS: 302}, {"handover_id": NOBODY_S_FILE}, why="whoever is asked to take the file over"),
    Door("people:roster", {ANONYMOUS: 302}, why="everyone of the service; its head writes it"),
    Door("people:copy_roster", {ANONYMOUS: 302}, {"service_id": 1}, method="post", why="the head of the service"),
    Door("people:remove_roster", {ANONYMOUS: 302}, {"service_id": 1, "day_id": 1}, method="post", why="the head of the service"),
    Door("accounts:second_factor", {EVERYONE: 302}, why="between the password and the session only"),
    Door("accounts:challenge", {EVERYONE: 404}, method="post", why="between the password and the session only"),
    Door("accounts:enrol", {ANONYMOUS: 302, MEMBER: 200}, why="also after the password, when a first factor must be chosen"),
    Door("accounts:application", {ANONYMOUS: 302, MEMBER: 200}),
    Door("accounts:passkey", {ANONYMOUS: 302, MEMBER: 200}),
    Door("accounts:passkey_challenge", {ANONYMOUS: 302, MEMBER: 200}, method="post"),
    Door("accounts:recovery_codes", {ANONYMOUS: 302, MEMBER: 200}),
    Door("accounts:security", {ANONYMOUS: 302, MEMBER: 200}),
    Door("accounts:confirm", {ANONYMOUS: 302, MEMBER: 302}),
    Door("accounts:lock", {EVERYONE: 302}, method="post", why="a visitor has nothing to lock"),
    Door("accounts:unlock", {EVERYONE: 302}, why="shows a page for a locked session only"),
    Door("accounts:sessions", {ANONYMOUS: 302, MEMBER: 200}),
    Door("accounts:end_others", {EVERYONE: 302}, method="post"),
    Door("accounts:end_session", {EVERYONE: 302}, {"handle": "inconnue"}, method="post", why="one's own sessions only"),
    Door("accounts:notices_seen", {EVERYONE: 302}, method="post"),
    Door(
        "accounts:remove_factor",
        {EVERYONE: 302},
        {"factor_id": "00000000-0000-0000-0000-000000000000"},
        method="post",
        why="sent back to one's own list, where nothing changed",
    ),
    Door("api:openapi-json", {EVERYONE: 200}, why="the published contract of the API"),
    Door("api:openapi-view", {EVERYONE: 200}, why="its documentation, assets served from here"),
    Door("api:simulate", {EVERYONE: 400}, method="post", why="anonymous and limited; nothing is kept; an empty body is refused"),
)
