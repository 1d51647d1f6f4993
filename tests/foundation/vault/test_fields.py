"""A sealed column: nothing to read in the database, nothing that opens elsewhere, nothing shown by accident."""

import json
import pickle
import uuid

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from relais.foundation.models import DataKey
from relais.foundation.vault import keys
from relais.foundation.vault.fields import SHOWN, SealedText
from tests.foundation.vault.probe import Note, make_table, put, raw

pytestmark = pytest.mark.django_db
SECRET = "Elle a quitté le domicile de Roubaix avec ses enfants."
HOUSE = uuid.UUID(int=7)


@pytest.fixture(autouse=True)
def table(db: None) -> None:
    keys.forget_opened_keys()
    make_table()


def note(text: str = SECRET, house: uuid.UUID = HOUSE) -> Note:
    return Note.objects.create(organisation_id=house, text=text, paper=SECRET.encode())


def test_what_is_written_comes_back_by_an_explicit_act():
    read = Note.objects.get(pk=note().pk)
    assert read.text.open() == SECRET
    assert read.paper.open() == SECRET.encode()
    assert (bool(read.text), bool(read.other), read.other.open()) == (True, False, "")


def test_a_text_that_is_not_saved_yet_opens_too():
    fresh = Note(organisation_id=HOUSE, text=SECRET)
    assert fresh.text.open() == SECRET
    fresh.text = "autre"
    assert fresh.text.open() == "autre"


def test_no_display_shows_it():
    one = Note.objects.get(pk=note().pk)
    assert {str(one.text), repr(one.text), f"{one.text}"} == {SHOWN}
    assert SECRET not in str(vars(one))
    assert SECRET not in serializers.serialize("json", [one])
    with pytest.raises(TypeError):
        pickle.dumps(one.text)
    with pytest.raises(TypeError):
        json.dumps(one.text)


def test_a_copy_of_the_database_holds_no_text():
    one = note()
    blob = raw(one)
    assert SECRET.encode() not in blob
    assert b"Roubaix" not in blob
    if connection.vendor == "sqlite":
        whole = connection.connection.serialize()
        assert one.pk.hex.encode() in whole, "the copy is that of this database"
        assert b"Roubaix" not in whole


def test_two_seals_of_one_text_differ_and_an_unchanged_text_keeps_its_own():
    one, two = note(), note()
    assert raw(one) != raw(two)
    before = raw(one)
    again = Note.objects.get(pk=one.pk)
    again.other = "x"
    again.save()
    assert raw(one) == before
    assert Note.objects.get(pk=one.pk).other.open() == "x"


def test_a_seal_moved_to_another_row_column_or_house_does_not_open():
    one, two, elsewhere = note(), note("autre"), note("ailleurs", uuid.UUID(int=8))
    for target, column in ((two, "text"), (elsewhere, "text"), (one, "other")):
        put(target, raw(one), column)
        with pytest.raises(keys.VaultProblem):
            getattr(Note.objects.get(pk=target.pk), column).open()
    assert Note.objects.get(pk=one.pk).text.open() == SECRET


@pytest.mark.parametrize("place", [0, 1, 17, 29, -1])
def test_any_changed_byte_shows(place: int):
    one = note()
    blob = bytearray(raw(one))
    blob[place] ^= 1
    put(one, bytes(blob))
    with pytest.raises(keys.VaultProblem):
        Note.objects.get(pk=one.pk).text.open()


@pytest.mark.parametrize("blob", [b"x", b"\x01" * 30, SECRET.encode()])
def test_what_is_no_seal_is_refused(blob: bytes):
    one = note()
    put(one, blob)
    with pytest.raises(keys.Forged):
        Note.objects.get(pk=one.pk).text.open()


def test_it_is_neither_searched_nor_written_by_update():
    one = note()
    for lookup in ("text", "text__contains", "text__in"):
        with pytest.raises((FieldError, TypeError)):
            list(Note.objects.filter(**{lookup: SECRET}))
    with pytest.raises(TypeError), transaction.atomic():
        Note.objects.filter(pk=one.pk).update(text="autre")
    assert Note.objects.filter(text__isnull=False).count() == 1


def test_bulk_writing_seals_as_well():
    Note.objects.bulk_create([Note(organisation_id=HOUSE, text=f"note {rank}") for rank in range(3)])
    assert sorted(one.text.open() for one in Note.objects.all()) == ["note 0", "note 1", "note 2"]
    changed = list(Note.objects.order_by("pk"))
    Note.objects.bulk_update(changed, ["other"])
    changed[0].text = "changée"
    with pytest.raises(TypeError), transaction.atomic():
        Note.objects.bulk_update(changed, ["text"])


def test_a_deferred_column_is_read_when_asked():
    one = Note.objects.only("id", "organisation_id").get(pk=note().pk)
    assert one.text.open() == SECRET


def test_a_text_is_a_str_and_a_document_is_bytes():
    with pytest.raises(TypeError):
        Note.objects.create(organisation_id=HOUSE, text=b"octets")
    with pytest.raises(TypeError):
        Note.objects.create(organisation_id=HOUSE, paper="texte")
    with pytest.raises(ValueError, match="organisation"):
        Note(text=SECRET).save()


def test_a_table_whose_key_is_given_by_the_database_is_refused():
    with isolate_apps("relais.foundation"):

        class Numbered(models.Model):  # noqa: DJ008  # never shown
            text = SealedText()

            class Meta:
                app_label = "foundation"

    assert [message.id for message in Numbered._meta.get_field("text").check()] == ["relais.E010"]


def test_each_house_has_its_key_and_the_master_key_is_not_in_the_database(settings):
    note()
    note("ailleurs", uuid.UUID(int=8))
    assert DataKey.objects.count() == 2
    keys.forget_opened_keys()
    settings.MASTER_KEYS = ["ffffffff:" + "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="]
    with pytest.raises(keys.MasterKeyMissing):
        Note.objects.first().text.open()


def test_a_data_key_given_to_another_house_does_not_open():
    note()
    DataKey.objects.update(organisation_id=uuid.UUID(int=9))
    keys.forget_opened_keys()
    Note.objects.update(organisation_id=uuid.UUID(int=9))
    with pytest.raises(keys.VaultProblem):
        Note.objects.first().text.open()


def test_reading_asks_the_database_once_a_key(django_assert_num_queries):
    for _ in range(3):
        note()
    keys.forget_opened_keys()
    with django_assert_num_queries(2):
        assert [one.text.open() for one in Note.objects.all()] == [SECRET] * 3


def test_the_column_of_a_migration_is_short():
    name, path, arguments, options = Note._meta.get_field("text").deconstruct()
    assert (name, path, arguments, options) == ("text", "relais.foundation.vault.fields.SealedText", [], {"level": "N3"})
