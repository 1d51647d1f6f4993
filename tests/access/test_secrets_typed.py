"""A password typed in any box of any page is stopped: nothing of it is kept, no word is lost, one press masks it.

The pages are found by the crawl of ``world.py``, their boxes by reading what they show: a new page or a new box is tried by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.utils import timezone

from relais.accounts.models import Member, Role, RoleGrant
from relais.foundation.models import JournalEntry
from relais.foundation.scanning import scan
from tests.access.test_every_door import FIXED, LEFT_OUT
from tests.access.world import World, addresses, build, paths
from tests.factories.accounts import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECRET = "Grenouille-2731!"
TYPED = f"Bonjour, son mot de passe : {SECRET}"
MASKED = "son mot de passe : [masqué]"
#: boxes that hold no sentence: a day, an amount, a number of signs counted.
NO_SENTENCE = ("input-date", "input-money", "input-short", "input-time")
#: what is looked for is forgotten; a name of one's own is nobody's secret. Each is exempted in tests/architecture/test_guarded_texts.py.
LOOKED_FOR = {"nom", "name", "qui", "called:casework:brief", "mots", "q", "texte", "login", "code:accounts:application"}
#: the questions of the screening: answers are read as days, numbers and choices, and kept nowhere.
ANSWERS = ("screening:start", "screening:shared", "screening:of_file", "screening:guided", "screening:what_if")
#: the pad of an interview is posted into the boxes of «Clore l’entretien», that are tried there.
LOOKED_FOR |= {"bloc:casework:interview"}
#: a question that this letter does not ask, given its other answers: what is typed there is forgotten.
LOOKED_FOR |= {"c_situation:tools:letter"}


@dataclass
class Shown:
    """One form of a page: where it goes, what it would send, the boxes where words are typed, the name of its first button."""

    path: str
    action: str
    sent: dict[str, list[str]] = field(default_factory=dict)
    boxes: list[str] = field(default_factory=list)
    pressed: str = ""


def forms_of(path: str, page: bytes) -> Iterator[Shown]:
    """The forms of a page that post, as a browser would send them, the first choice taken where one is asked."""
    for form in BeautifulSoup(page, "html.parser").find_all("form", method="post"):
        shown = Shown(path, str(form.get("action") or path))
        pressed = form.find("button", attrs={"name": True})
        if pressed is not None and not str(pressed["name"]).endswith("-masquer"):
            shown.pressed = str(pressed["name"])
            shown.sent[shown.pressed] = [str(pressed.get("value") or "")]
        for one in form.find_all(["input", "textarea", "select"]):
            _read(shown, one)
        if shown.boxes:
            yield shown


def _read(shown: Shown, one: Tag) -> None:
    name, kind = str(one.get("name") or ""), str(one.get("type") or "text") if one.name == "input" else one.name
    if not name or one.has_attr("hidden") or one.has_attr("readonly"):
        return
    if kind in ("radio", "checkbox"):
        if one.has_attr("checked") or name not in shown.sent:
            shown.sent[name] = [str(one.get("value") or "on")]
    elif kind == "select":
        chosen = one.find("option", selected=True) or next((it for it in one.find_all("option") if it.get("value")), None)
        shown.sent[name] = [str(chosen.get("value"))] if chosen else []
    elif kind in ("text", "search", "textarea", "tel"):
        shown.sent[name] = [one.text if kind == "textarea" else str(one.get("value") or "")]
        if one.get("inputmode") not in ("numeric", "decimal") and not any(mark in (one.get("class") or []) for mark in NO_SENTENCE):
            shown.boxes.append(name)
    elif kind in ("hidden", "email", "number", "date"):
        shown.sent[name] = [str(one.get("value") or "")]


def try_boxes(client: Client, world: World, seen: set[tuple[str, str]]) -> tuple[int, list[str]]:
    """How many boxes were tried, and those that let a secret through or lost a word."""
    tried, faults = 0, []
    for name, asked in addresses():
        if name in LEFT_OUT or name in ANSWERS:
            continue
        for path in paths(name, asked, [world.ids.get(one, [FIXED[name].get(one)]) for one in asked]):
            answer = client.get(path)
            if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
                continue
            for shown in forms_of(path, answer.content):
                boxes = [box for box in shown.boxes if not {box, f"{box}:{name}"} & LOOKED_FOR and (name, box) not in seen]
                seen |= {(name, box) for box in boxes}
                tried += len(boxes)
                faults += [f"{name} {box}: {one}" for box in boxes for one in _fault(client, shown, box)]
                if boxes:
                    faults += [f"{name}: {one}" for one in _masked(client, shown, boxes)]
    return tried, faults


def _fault(client: Client, shown: Shown, box: str) -> Iterator[str]:
    """Typed in this box alone: refused, shown again whole, with the button."""
    answer = client.post(shown.action, {**shown.sent, box: TYPED})
    page = BeautifulSoup(answer.content, "html.parser")
    if answer.status_code < 400:
        yield f"{answer.status_code}, {answer.get('Location', 'a page')}"
        return
    boxes = [
        one.text if one.name == "textarea" else str(one.get("value")) for one in page.find_all(["input", "textarea"], attrs={"name": box})
    ]
    if TYPED not in [one.strip() for one in boxes]:
        yield f"{answer.status_code}, what was typed is lost"
    elif page.find("button", attrs={"name": f"{box}-masquer"}) is None:
        yield f"{answer.status_code}, no button masks it"


def _masked(client: Client, shown: Shown, boxes: list[str]) -> Iterator[str]:
    """Typed in every box, then the button pressed once: the rest is saved, or shown again masked for another reason."""
    page = client.post(shown.action, {**shown.sent, **dict.fromkeys(boxes, TYPED)}).content
    again = next(one for one in forms_of(shown.path, page) if boxes[0] in one.boxes)
    if again.pressed:
        del again.sent[again.pressed]
    answer = client.post(again.action, {**again.sent, f"{boxes[0]}-masquer": "oui"})
    words = answer.content.decode("utf-8", "replace").replace("\u00a0", " ")
    if SECRET in words or (answer.status_code not in (302, 303) and MASKED not in words):
        yield f"{answer.status_code}, one press does not mask it"


def with_roles(who: Member, *roles: Role) -> Client:
    """This member, holding these roles in the whole organisation as well."""
    for role in roles:
        RoleGrant.objects.create(member=who, role=role, starts_on=timezone.localdate(), granted_at=timezone.now())
    return signed_in(who)


@pytest.mark.slow(90)
def test_no_box_of_any_page_keeps_a_password() -> None:
    world = build()
    seen: set[tuple[str, str]] = set()
    before = [one for one in scan() if one.finding is None or one.finding.blocks]
    tried, faults = try_boxes(with_roles(world.lead, Role.HEAD), world, seen)
    for role in (Role.RECEPTION, Role.DPO, Role.TECHNICIAN, Role.DIGITAL_LEAD):
        RoleGrant.objects.filter(member=world.lead).update(role=role)
        more, wrong = try_boxes(signed_in(world.lead), world, seen)
        tried, faults = tried + more, faults + wrong
    assert not faults, "\n".join(faults)
    assert [one for one in scan() if one.finding is None or one.finding.blocks] == before == []
    assert not JournalEntry.objects.filter(pk__in=[one.pk for one in JournalEntry.objects.all() if SECRET in str(vars(one))]).exists()
    assert tried > 60
