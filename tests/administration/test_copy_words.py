"""A copy says each field in words: none under the name that the program gives it."""

from relais.administration import dictionary, holdings
from relais.administration.copy_words import SILENT, WORDS, words_of
from relais.aids.models import AidDecision, AidRequest


def test_no_field_of_a_copy_is_told_under_its_name_in_the_program() -> None:
    bare = set()
    for table in dictionary.personal():
        if table.label not in holdings.pointing() or table.label in holdings.EXEMPT:
            continue
        fields = {field.name: field for field in dictionary.own_models()[table.label]._meta.local_concrete_fields}
        for one in table.rows:
            unread = isinstance(fields[one.name], holdings._SKIPPED) if one.name in fields else True
            if one.about == dictionary.NOBODY or unread or fields[one.name].primary_key:
                continue
            owner = fields[one.name].related_model
            if owner is not None and owner is not holdings.Member:
                continue
            if words_of(one.name, one.label) == one.name.replace("_", " ") and one.name not in WORDS:
                bare.add(f"{table.label}.{one.name}")
    assert bare == set(), "give the field a verbose_name, or words in relais/administration/copy_words.py"


def test_a_field_with_words_of_its_own_keeps_them_and_one_of_the_program_is_left_out() -> None:
    assert words_of("words", "ses paroles") == "ses paroles"
    assert words_of("recorded_at", "recorded at") == "noté le"
    assert {words_of(name, name.replace("_", " ")) for name in SILENT} == {""}


def test_a_sum_kept_in_centimes_is_told_in_euros() -> None:
    asked = AidRequest(asked=52_050, number=2, year=2026)
    assert [holdings._words(asked, name) for name in ("asked", "proposed", "year")] == ["520,50\u00a0€", "", "2026"]
    assert holdings._words(AidDecision(amount=0), "amount") == "0,00\u00a0€"
