"""What an alert may not say: whatever leads to a person is refused by its kind; the words of a service pass."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relais.observatory.rules.nobody import Mark, marks

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("NIR 2 88 05 59 350 118 29 refusé", Mark.NUMBER),
        ("numéro de sécu : 2880559350118", Mark.NIR),
        ("rappeler au 06 12 34 56 78", Mark.NUMBER),
        ("rappeler au 06.12.34.56.78", Mark.NUMBER),
        ("+33 6 12 34 56 78", Mark.NUMBER),
        ("allocataire 1234567", Mark.NUMBER),
        ("n° AGDREF 9912345678", Mark.NUMBER),
        ("écrire à ines.bakri@exemple.fr", Mark.EMAIL),
        ("ines.bakri (at) exemple.fr", Mark.EMAIL),
        ("née le 12 mai", Mark.BIRTH),
        ("Date de naissance : 1988", Mark.BIRTH),
        ("la date 12/05/1988 est refusée", Mark.BIRTH),
        ("la date 1988-05-12 est refusée", Mark.BIRTH),
        ("Mme Bakri ne peut pas entrer", Mark.NAME),
        ("M. Le Goff attend", Mark.NAME),
        ("Madame de la Tour attend", Mark.NAME),
        ("mdp : Toto2024!", Mark.SECRET),
        ("FR76 3000 6000 0112 3456 7890 189", Mark.ACCOUNT),
    ],
)
def test_what_leads_to_a_person_is_found(text: str, mark: Mark) -> None:
    assert mark in marks(text, on=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "Erreur 500 : service indisponible",
        "Code erreur ERR-4012, réessayez après 14 h 30",
        "Maintenance du 20/11/2026 au 22/11/2026",
        "Fichier trop lourd : 5 242 Ko au plus",
        "Accepter un fichier de 10 Mo, en PDF, JPG ou PNG",
        "Bonjour Madame, Monsieur, votre demande n’a pas abouti",
        "Votre nom doit comporter un prénom et un nom",
        "CNAF, direction des relations avec les usagers",
        "Conseil d’État, 3 juin 2022, n° 452798",
        "",
    ],
)
def test_the_words_of_a_service_pass(text: str) -> None:
    assert marks(text, on=TODAY) == []


@given(
    st.text(alphabet="abcdé :,.\n", max_size=40), st.integers(min_value=10**9, max_value=10**10 - 1), st.sampled_from(["", " ", ".", "-"])
)
def test_ten_digits_are_found_whatever_stands_around(around: str, number: int, between: str) -> None:
    digits = between.join(str(number))
    assert Mark.NUMBER in marks(f"{around} {digits} {around}", on=TODAY)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert set(marks(text, on=TODAY)) <= set(Mark)
