"""What one page holds: the words as typed, refusals, «je ne sais pas», reserves, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.screening.rules.told import FIELD_NAME, LONGEST_TEXT, MOST_FIELDS, StateRefused, Told, decode, encode

KEYS = st.sampled_from(["p1.naissance", "p2.salaire", "e12.scolarite", "loyer", "couple", "enfants"])
WORDS = st.text(alphabet="0123456789 abcé/,+-«", min_size=1, max_size=30)


def test_an_empty_box_makes_the_fact_unknown_again() -> None:
    page = Told().saying("loyer", "620").saying("loyer", "  ")
    assert page.texts == {} and page.refused == frozenset()
    assert page.is_blank


def test_refus_refuses_and_a_new_answer_takes_it_back() -> None:
    refused = Told().saying("loyer", "Refus")
    assert refused.refused == {"loyer"} and not refused.texts
    assert not refused.is_blank
    assert refused.saying("loyer", "620").refused == frozenset()


def test_a_field_that_the_form_did_not_show_keeps_what_was_said() -> None:
    page = Told(texts={"e1.scolarite": "college", "loyer": "500"}).with_form({"loyer": "620"})
    assert page.texts == {"e1.scolarite": "college", "loyer": "620"}


def test_a_ticked_refusal_counts_only_while_the_box_is_empty() -> None:
    page = Told().with_form({"loyer": "", "epargne": "300"}, ["loyer", "epargne"])
    assert page.refused == {"loyer"}
    assert page.texts == {"epargne": "300"}


def test_names_that_are_no_field_are_ignored() -> None:
    page = Told().with_form({"p9.salaire": "1", "<script>": "1", "p1.salaire.x": "1", "LOYER": "1"})
    assert page == Told()


@pytest.mark.parametrize("name", ["loyer", "p1.salaire", "e3.naissance", "a12.statut", "couple"])
def test_names_of_fields(name: str) -> None:
    assert FIELD_NAME.fullmatch(name)


def test_je_ne_sais_pas_leaves_the_fact_unknown_and_is_remembered() -> None:
    page = Told().saying("loyer", "620").skipping("loyer")
    assert page.texts == {} and page.skipped == {"loyer"}
    assert page.saying("loyer", "600").skipped == frozenset()


def test_a_reserve_is_confirmed_denied_or_open_never_two_at_once() -> None:
    page = Told().confirming("epargne").denying("epargne")
    assert (page.confirmed, page.denied) == (frozenset(), {"epargne"})
    assert page.doubting("epargne").is_blank


def test_back_returns_to_the_last_question_with_its_words() -> None:
    page = Told().saying("couple", "oui").stepped("couple").refusing("enfants").stepped("enfants")
    earlier, question = page.back()
    assert question == "enfants" and earlier.refused == frozenset()
    earliest, question = earlier.back()
    assert question == "couple" and earliest.text("couple") == "oui"
    assert earliest.back() == (earliest, "")


def test_back_over_a_reserve_makes_it_open_again() -> None:
    earlier, question = Told().confirming("epargne").stepped("reserve:epargne").back()
    assert question == "reserve:epargne" and earlier.confirmed == frozenset()


def test_a_very_long_text_is_cut_rather_than_carried() -> None:
    assert len(Told().saying("commune", "x" * 5000).text("commune")) == LONGEST_TEXT


@given(st.dictionaries(KEYS, WORDS), st.sets(KEYS), st.sets(KEYS), st.lists(KEYS), st.booleans())
def test_a_page_survives_its_journey(texts: dict[str, str], refused: set[str], skipped: set[str], path: list[str], shared: bool) -> None:
    page = Told(texts, frozenset(refused), frozenset(skipped), frozenset({"epargne"}), frozenset({"sejour"}), tuple(path), shared)
    assert decode(encode(page)) == page


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b'{"v":2}', b'{"v":1,"t":[]}', b"\xff", b'{"v":1,"t":{},"r":3}'])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(StateRefused):
        decode(data)


def test_a_page_posted_again_and_again_does_not_grow_without_end() -> None:
    page = Told()
    for post in range(3):
        page = page.with_form({f"fait_{post}_{number}": "1" for number in range(MOST_FIELDS)})
    assert len(page.texts) == MOST_FIELDS
    assert page.saying("fait_0_1", "2").text("fait_0_1") == "2"


def test_a_reserve_that_does_not_exist_is_not_kept() -> None:
    assert Told().confirming("x" * 5000) == Told().denying("inventee") == Told()
