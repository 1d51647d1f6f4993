"""A note in three parts: sealed, read by its level, corrected without loss, answered by the person, entrusted one by one."""

from datetime import timedelta

import pytest
from django.db import connection

from relais.accounts.models import Member, Organisation, SecrecyBasis
from relais.casework.models import Disagreement, Note, NoteVersion
from relais.casework.queries import notes as queries
from relais.casework.services import notes as services
from relais.casework.services.beginnings import UnableToKeepCasework
from relais.casework.services.goals import printed_sheet
from relais.casework.services.notes import Parts
from relais.casework.terms.notes import Ground, NoteLevel
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope, Refused
from relais.people.journal_words import words_of
from relais.people.models import BreakGlass, File, Presence
from relais.people.services import assign, bar, end_part, openings
from relais.people.terms import Motive, Part
from tests.factories.people import NOW, actor, worker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAID = Parts("Elle est venue avec son fils.", "« Je dors mal depuis le courrier. »", "Peur de perdre le logement.")


def written(who: Member, found: File, level: NoteLevel = NoteLevel.SHARED, parts: Parts = SAID) -> Note:
    return services.write_note(actor=actor(who), file_id=found.pk, level=level, parts=parts, now=NOW)


def reads(who: Member, note: Note) -> bool:
    """Whether the list and the opening agree that this member reads this note."""
    listed = queries.notes(actor(who), now=NOW).filter(pk=note.pk).exists()
    try:
        opened = services.open_note(actor=actor(who), note_id=note.pk, now=NOW).last.parts == SAID
    except OutOfScope:
        opened = False
    assert listed == opened
    return listed


def named(awa: Member, who: Member, found: File, part: Part) -> None:
    ends_at = NOW + 10 * DAY if part == Part.SUBSTITUTE else None
    assign(actor=actor(awa), file_id=found.pk, member_id=who.pk, part=part, now=NOW - timedelta(hours=2), ends_at=ends_at)


def test_each_level_is_read_by_whom_the_doctrine_says(
    house: Organisation, awa: Member, leon: Member, petit: Member, yasmine: Member, found: File
) -> None:
    stranger, team = worker(house, "solene"), worker(house, "malik")
    unbound = worker(house, "karim", secrecy="aucun")
    named(awa, leon, found, Part.SUBSTITUTE)
    named(awa, team, found, Part.TEAM)
    named(awa, unbound, found, Part.CO_LEAD)
    notes = {level: written(awa, found, level) for level in NoteLevel}
    everybody = {"awa": awa, "leon": leon, "team": team, "unbound": unbound, "stranger": stranger, "petit": petit, "yasmine": yasmine}
    assert {name: [str(level) for level, note in notes.items() if reads(who, note)] for name, who in everybody.items()} == {
        "awa": ["n1", "n2", "n3"],
        "leon": ["n1", "n2"],
        "team": ["n2"],
        "unbound": ["n1"],
        "stranger": [],
        "petit": [],
        "yasmine": [],
    }
    with pytest.raises(OutOfScope):
        written(unbound, found, NoteLevel.SHARED)
    with pytest.raises(OutOfScope):
        written(stranger, found, NoteLevel.ADMINISTRATIVE)


@pytest.mark.parametrize(("motive", "opens"), [(Motive.ABSENCE, False), (Motive.DANGER, True)])
def test_an_exceptional_access_opens_a_confidential_note_for_a_danger_only(motive: Motive, opens: bool, house, awa: Member, found) -> None:
    solene = worker(house, "solene")
    notes = {level: written(awa, found, level) for level in NoteLevel}
    began, until = NOW - timedelta(hours=1), NOW + timedelta(hours=23)
    BreakGlass.objects.create(file=found, member=solene, motive=motive, words="Échéance demain", starts_at=began, ends_at=until)
    assert reads(solene, notes[NoteLevel.SHARED])
    assert reads(solene, notes[NoteLevel.CONFIDENTIAL]) is opens


def test_the_duty_desk_never_opens_a_confidential_note(house: Organisation, awa: Member, found: File) -> None:
    solene = worker(house, "solene")
    shared, confidential = written(awa, found), written(awa, found, NoteLevel.CONFIDENTIAL)
    began, until = NOW - timedelta(hours=1), NOW + timedelta(hours=5)
    Presence.objects.create(file=found, member=solene, recorded_by=solene, starts_at=began, ends_at=until)
    assert (reads(solene, shared), reads(solene, confidential)) == (True, False)
    last = JournalEntry.objects.filter(action="note.read").latest("id")
    assert (last.actor_id, last.purpose) == (solene.pk, "continuite")


def test_a_confidential_note_is_entrusted_one_by_one_and_taken_back(house, awa: Member, leon: Member, found: File) -> None:
    named(awa, leon, found, Part.SUBSTITUTE)
    unbound = worker(house, "karim", secrecy="aucun")
    named(awa, unbound, found, Part.CO_LEAD)
    note = written(awa, found, NoteLevel.CONFIDENTIAL)
    why = {"ground": Ground.CONSENT, "necessity": "Il l’accompagne à l’audience de lundi.", "now": NOW}
    for refused in (unbound, worker(house, "solene")):
        with pytest.raises(UnableToKeepCasework, match="n’intervient pas"):
            services.add_reader(actor=actor(awa), note_id=note.pk, member_id=refused.pk, **why)
    with pytest.raises(UnableToKeepCasework, match="une phrase"):
        services.add_reader(actor=actor(awa), note_id=note.pk, member_id=leon.pk, **{**why, "necessity": "utile"})
    added = services.add_reader(actor=actor(awa), note_id=note.pk, member_id=leon.pk, **why)
    assert reads(leon, note)
    assert [row[1] for row in services.open_note(actor=actor(awa), note_id=note.pk, now=NOW).readers] == [why["necessity"]]
    assert services.open_note(actor=actor(leon), note_id=note.pk, now=NOW).readers == ()
    with pytest.raises(Refused):
        services.withdraw_reader(actor=actor(leon), note_id=note.pk, reader_id=added.pk, now=NOW)
    services.withdraw_reader(actor=actor(awa), note_id=note.pk, reader_id=added.pk, now=NOW)
    assert not reads(leon, note)
    with pytest.raises(OutOfScope):
        services.withdraw_reader(actor=actor(awa), note_id=note.pk, reader_id=added.pk, now=NOW)
    leon.secrecy_basis = SecrecyBasis.NONE
    leon.save()
    with pytest.raises(UnableToKeepCasework):
        services.add_reader(actor=actor(awa), note_id=note.pk, member_id=leon.pk, **why)


def test_whoever_left_or_was_barred_no_longer_reads_what_they_wrote(awa: Member, leon: Member, found: File) -> None:
    named(awa, leon, found, Part.CO_LEAD)
    hers, note = written(awa, found), written(leon, found, NoteLevel.CONFIDENTIAL)
    assert reads(leon, note)
    end_part(actor=actor(awa), file_id=found.pk, assignment_id=found.assignments.get(member=leon).pk, now=NOW)
    assert not reads(leon, note)
    assert not reads(leon, hers)
    named(awa, leon, found, Part.CO_LEAD)
    assert reads(leon, note)
    bar(actor=actor(awa), file_id=found.pk, member_id=leon.pk, now=NOW)
    assert not reads(leon, note)


def test_a_correction_keeps_the_former_words_and_only_the_author_corrects(awa: Member, leon: Member, found: File) -> None:
    named(awa, leon, found, Part.CO_LEAD)
    note = written(awa, found)
    with pytest.raises(Refused):
        services.correct_note(actor=actor(leon), note_id=note.pk, parts=Parts("Autre"), now=NOW)
    services.correct_note(actor=actor(awa), note_id=note.pk, parts=Parts("Elle est venue seule."), now=NOW + DAY)
    versions = services.open_note(actor=actor(leon), note_id=note.pk, now=NOW + DAY).versions
    assert [(one.number, one.parts) for one in versions] == [(2, Parts("Elle est venue seule.")), (1, SAID)]
    assert queries.notes_of(actor(awa), found, now=NOW).get().corrections == 1
    with pytest.raises(UnableToKeepCasework, match="ne se vide pas"):
        services.correct_note(actor=actor(awa), note_id=note.pk, parts=Parts(" "), now=NOW)


def test_the_author_alone_raises_and_lowers_a_level(awa: Member, leon: Member, found: File) -> None:
    named(awa, leon, found, Part.CO_LEAD)
    note = written(awa, found, NoteLevel.ADMINISTRATIVE)
    with pytest.raises(Refused):
        services.set_level(actor=actor(leon), note_id=note.pk, level=NoteLevel.SHARED, now=NOW)
    services.set_level(actor=actor(awa), note_id=note.pk, level=NoteLevel.CONFIDENTIAL, now=NOW)
    assert not reads(leon, note)
    with pytest.raises(OutOfScope):
        services.set_level(actor=actor(leon), note_id=note.pk, level=NoteLevel.ADMINISTRATIVE, now=NOW)
    services.set_level(actor=actor(awa), note_id=note.pk, level=NoteLevel.SHARED, now=NOW)
    assert reads(leon, note)


def test_the_answer_of_the_person_stays_whatever_the_author_does(awa: Member, leon: Member, found: File) -> None:
    named(awa, leon, found, Part.CO_LEAD)
    note = written(awa, found)
    services.record_disagreement(actor=actor(leon), note_id=note.pk, words="Ce n’est pas ce que j’ai dit.", now=NOW)
    services.correct_note(actor=actor(awa), note_id=note.pk, parts=Parts("Corrigé."), now=NOW)
    opened = services.open_note(actor=actor(awa), note_id=note.pk, now=NOW)
    assert [words for _, words in opened.disagreements] == ["Ce n’est pas ce que j’ai dit."]
    with pytest.raises(Exception, match="restricted"):
        note.delete()
    assert not [name for name in dir(services) if "delete" in name or "remove" in name]
    found.person.delete()
    assert not Disagreement.objects.exists()


def test_a_note_that_cannot_be_journaled_is_not_opened(awa: Member, found: File, monkeypatch: pytest.MonkeyPatch) -> None:
    note = written(awa, found, NoteLevel.CONFIDENTIAL)
    services.open_note(actor=actor(awa), note_id=note.pk, now=NOW)
    line = JournalEntry.objects.latest("id")
    assert (line.action, line.purpose, line.subject) == ("note.confidential_read", "accompagnement", f"casework.note:{note.pk}")
    opened: list[object] = []
    monkeypatch.setattr("relais.casework.services.notes.journal.read", lambda *_, **__: 1 / 0)
    monkeypatch.setattr("relais.casework.services.notes._in_clear", opened.append)
    with pytest.raises(ZeroDivisionError):
        services.open_note(actor=actor(awa), note_id=note.pk, now=NOW)
    assert opened == []


def test_reading_a_note_is_told_in_who_opened_this_file_and_never_its_level(awa: Member, found: File) -> None:
    shared, closed = written(awa, found), written(awa, found, NoteLevel.CONFIDENTIAL)
    for note in (shared, closed):
        services.open_note(actor=actor(awa), note_id=note.pk, now=NOW)
    printed_sheet(actor=actor(awa), found=found, now=NOW)
    lines = [words_of(line.action) for line in openings(actor=actor(awa), file_id=found.pk, now=NOW)]
    assert lines.count("a lu une note") == 2
    assert lines.count("a écrit une note") == 2
    assert lines[:2] == ["a consulté cette liste", "a imprimé la feuille des prochaines étapes"]
    assert not any("confidentiel" in words or SAID.facts in words for words in lines)


@pytest.mark.parametrize("part", ["facts", "words", "analysis"])
def test_a_secret_in_any_part_stops_the_save_and_is_nowhere(awa: Member, found: File, part: str) -> None:
    with pytest.raises(UnableToKeepCasework) as refusal:
        written(awa, found, parts=Parts(**{part: "Son mdp CAF : Toto2024!"}))
    assert set(refusal.value.problems) == {part}
    assert "Toto2024" not in str(refusal.value)
    assert not Note.objects.exists()


def test_a_dump_of_the_database_shows_no_note(awa: Member, found: File) -> None:
    secret = "Ocarina-Violoncelle"
    for level in NoteLevel:
        note = written(awa, found, level, Parts(f"{secret} un", f"{secret} deux", f"{secret} trois"))
        services.record_disagreement(actor=actor(awa), note_id=note.pk, words=f"{secret} quatre", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts, words, analysis FROM casework_noteversion")
        cells = [bytes(cell) for row in cursor.fetchall() for cell in row]
    assert len(cells) == 9
    assert all(cell and secret.encode() not in cell for cell in cells)
    if connection.vendor == "sqlite":
        assert secret.encode() not in connection.connection.serialize()
        assert "Inès Bakri".encode() in connection.connection.serialize()
    assert str(NoteVersion.objects.first().facts) == "[texte scellé]"
