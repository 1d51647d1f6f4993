"""A writing that the law asks to transmit: confidential, the parents first, without delay, and in no paper of the person."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from relais.accounts.models import Member, Role
from relais.administration.services import requests
from relais.administration.terms import Asked
from relais.casework.models import Note, NoteReader, Transmission
from relais.casework.queries.transmissions import transmissions
from relais.casework.rules.transmissions import AGAINST, LATER, TOLD, Way, problems
from relais.casework.services import transmissions as services
from relais.casework.services.beginnings import UnableToKeepCasework
from relais.casework.services.notes import set_level
from relais.casework.terms.notes import NoteLevel
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope
from relais.people.models import File
from relais.people.queries import due
from relais.people.services import assign
from relais.people.services.due import give_to_lead
from relais.people.terms import Part
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
SAID = services.Writing("Noé, sept ans", "Lundi\u00a0: des bleus aux deux bras.", "«\u00a0Papa tape\u00a0», dit Noé.", "La peur.")


@pytest.fixture
def awa() -> Member:
    return worker(organisation(), "awa")


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, "Inès Bakri", now=timezone.now() - timedelta(days=5))


@pytest.fixture
def begun(awa: Member, found: File) -> Transmission:
    return services.begin_transmission(actor=actor(awa), file_id=found.pk, told=SAID, now=timezone.now())


def at(name: str, found: File, row: Transmission | None = None) -> str:
    return reverse(f"casework:{name}", kwargs={"file_id": found.pk} | ({} if row is None else {"transmission_id": row.pk}))


def mate(awa: Member, found: File, identifier: str, part: Part = Part.CO_LEAD, **more: str) -> Member:
    other = worker(awa.organisation, identifier, **more)
    assign(actor=actor(awa), file_id=found.pk, member_id=other.pk, part=part, now=timezone.now())
    return other


def test_it_is_a_confidential_note_and_its_author_s_alone(awa: Member, found: File, begun: Transmission) -> None:
    note = Note.objects.get()
    assert (note.level, note.author_id, begun.member_id) == (NoteLevel.CONFIDENTIAL, awa.pk, awa.pk)
    leon = mate(awa, found, "leon")
    head = worker(awa.organisation, "petit", Role.HEAD)
    for who in (leon, head):
        assert not transmissions(actor(who), now=timezone.now()).exists()
        screen = signed_in(who)
        for name in ("transmission", "follow_transmission"):
            answer = screen.get(at(name, found, begun))
            assert answer.status_code == 404
            assert "Noé" not in answer.content.decode()
        with pytest.raises(OutOfScope):
            services.follow_transmission(actor=actor(who), transmission_id=begun.pk, way=Way(), now=timezone.now())
    with pytest.raises(UnableToKeepCasework, match="reste confidentiel"):
        set_level(actor=actor(awa), note_id=note.pk, level=NoteLevel.SHARED, now=timezone.now())


def test_whoever_is_not_bound_by_secrecy_writes_none(awa: Member, found: File) -> None:
    unbound = mate(awa, found, "stagiaire", secrecy="aucun")
    assert signed_in(unbound).get(at("transmit", found)).status_code == 404
    with pytest.raises(OutOfScope):
        services.begin_transmission(actor=actor(unbound), file_id=found.pk, told=SAID, now=timezone.now())


def test_the_page_is_guided_printed_and_followed(awa: Member, found: File) -> None:
    screen = signed_in(awa)
    page = screen.get(at("transmit", found)).content.decode()
    for words in ("226-14, 1°", "L.226-2-1", "L.226-2-2", "à vérifier", "le 119"):
        assert words in page.replace("\u00a0", " ")
    missing = screen.post(at("transmit", found), {"children": "", "parents": "contraire", "why_not": ""})
    assert missing.status_code == 422
    assert "Dites de quel enfant" in missing.content.decode()
    sent = {
        "children": "Noé, sept ans",
        "seen": "Des bleus.",
        "said": "",
        "worry": "",
        "parents": "a_informer",
        "body": "CRIP du Haut-Brumois",
    }
    kept = screen.post(at("transmit", found), sent, follow=True).content.decode()
    row = Transmission.objects.get()
    assert all(words in kept for words in ("Noé, sept ans", "Des bleus.", "CRIP du Haut-Brumois", "Pas encore", "à transmettre"))
    too_soon = screen.post(at("follow_transmission", found, row), {"parents": "a_informer", "sent_on": "23/11/2026", "sent_by": "courrier"})
    assert too_soon.status_code == 422
    assert Transmission.objects.get().sent_on is None
    today = f"{timezone.localdate():%d/%m/%Y}"
    way = {"parents": "informes", "parents_on": today, "sent_on": today, "sent_by": "main_propre", "body": "CRIP"}
    done = screen.post(at("follow_transmission", found, row), way, follow=True).content.decode()
    assert "Remis en main propre" in done
    actions = list(JournalEntry.objects.filter(action__startswith="transmission").order_by("pk").values_list("action", flat=True))
    assert actions == ["transmission.begun", "transmission.followed"]
    screen.post(at("follow_transmission", found, row), {**way, "sent_on": "", "sent_by": ""})
    assert Transmission.objects.get().sent_on is None, "a date that is erased takes back what was noted"


def test_a_second_tab_is_told(awa: Member, found: File, begun: Transmission) -> None:
    screen, address = signed_in(awa), at("follow_transmission", found, begun)
    mark = screen.get(address).content.decode().split('name="seen" value="')[1][:32]
    way = Way("CRIP", AGAINST, why_not="Il vit avec qui le frappe.")
    services.follow_transmission(actor=actor(awa), transmission_id=begun.pk, way=way, now=timezone.now())
    answer = screen.post(address, {"parents": "informes", "parents_on": f"{timezone.localdate():%d/%m/%Y}", "seen": mark})
    assert answer.status_code == 422
    assert "Il vit avec qui le frappe." in answer.content.decode()
    assert Transmission.objects.get().parents == AGAINST


def test_nothing_of_it_is_in_what_the_person_or_the_team_reads(awa: Member, found: File, begun: Transmission) -> None:
    leon = mate(awa, found, "leon")
    pages = (
        (signed_in(awa), "casework:sheet"),
        (signed_in(leon), "casework:sheet"),
        (signed_in(leon), "casework:timeline"),
        (signed_in(leon), "people:file"),
        (signed_in(leon), "casework:notes"),
    )
    for screen, name in pages:
        page = screen.get(reverse(name, kwargs={"file_id": found.pk})).content.decode()
        assert not any(word in page for word in ("Noé", "préoccupante", "à transmettre", "en retard")), name
    opened = signed_in(awa).get(reverse("people:openings", kwargs={"file_id": found.pk})).content.decode()
    assert "préoccupante" not in opened
    assert "a écrit une note" in opened


def test_it_waits_on_the_day_of_who_sends_it_until_it_is_settled(awa: Member, found: File, begun: Transmission) -> None:
    day = reverse("day")
    mine = signed_in(awa)
    assert "écrit confidentiel à transmettre" in mine.get(day).content.decode()
    assert "écrit confidentiel" not in signed_in(mate(awa, found, "leon")).get(day).content.decode()
    left = Way("", TOLD, parents_on=timezone.localdate(), left_on=timezone.localdate())
    services.follow_transmission(actor=actor(awa), transmission_id=begun.pk, way=left, now=timezone.now())
    assert "écrit confidentiel" not in mine.get(day).content.decode()


def test_a_departure_leaves_no_writing_without_somebody_to_send_it(awa: Member, found: File, begun: Transmission) -> None:
    head, leon = worker(awa.organisation, "petit", Role.HEAD), mate(awa, found, "leon")
    now = timezone.now() + timedelta(seconds=1)
    assign(actor=actor(head), file_id=found.pk, member_id=leon.pk, part=Part.LEAD, now=now)
    Member.objects.filter(pk=awa.pk).update(is_active=False)
    line = next(one for one in due.left(actor(head), now=now) if one.kind.code == "ecrit")
    assert (line.words, line.can_change_hands) == ("", True)
    give_to_lead(actor=actor(head), key=line.key, now=now)
    assert Transmission.objects.get().member_id == leon.pk
    assert NoteReader.objects.get().ground == "obligation_legale"
    assert "bleus" in signed_in(leon).get(at("transmission", found, begun)).content.decode()
    assert signed_in(head).get(at("transmission", found, begun)).status_code == 404, "who gives it does not read it"


def test_a_limitation_does_not_keep_a_child_from_being_protected(awa: Member, found: File) -> None:
    now, me = timezone.now(), actor(awa)
    asked = requests.record(actor=me, file_id=found.pk, kind=Asked.LIMITATION, received_on=timezone.localdate(), words="", now=now)
    requests.answer(actor=me, file_id=found.pk, request_id=asked.pk, said=requests.Answer.ACCEPTED, reason="", now=now)
    screen, told = signed_in(awa), {"parents": "contraire", "why_not": "Danger.", "body": "CRIP"}
    assert screen.post(at("transmit", found), {**told, "children": "Noé", "seen": "Des bleus."}).status_code == 302
    row = Transmission.objects.get()
    way = {**told, "sent_on": f"{timezone.localdate():%d/%m/%Y}", "sent_by": "courrier"}
    assert screen.post(at("follow_transmission", found, row), way).status_code == 302
    assert Transmission.objects.get().sent_on == timezone.localdate()


@given(
    st.sampled_from([TOLD, LATER, AGAINST]),
    st.none() | st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=2)),
    st.sampled_from(["", "Danger."]),
    st.none() | st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=2)),
    st.sampled_from(["", "courrier"]),
    st.none() | st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=2)),
)
def test_nothing_is_said_sent_before_the_parents_were_told_or_out_of_its_days(
    parents: str, told: date | None, why: str, sent: date | None, by: str, back: date | None
) -> None:
    way = Way("", parents, told, why, sent, by, back)
    begun = TODAY - timedelta(days=4)
    holds = not problems(way, begun_on=begun, today=TODAY)
    if sent is not None and holds:
        assert parents != LATER
        assert begun <= sent <= TODAY
        assert by
    if holds:
        assert parents != AGAINST or why
        assert parents != TOLD or told is not None
        assert back is None or (sent is not None and sent <= back <= TODAY)
