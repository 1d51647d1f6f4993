"""``relais init``: two administrators and their links, once; anything else is one line, and nothing half done."""

import re

import pytest

from relais.accounts.models import Member, Organisation, Role
from relais.foundation import limits
from relais.project import cli
from tests.factories.accounts import PASSWORD, organisation

pytestmark = pytest.mark.django_db
WHOLE = ["init", "--organisation", "CCAS de Montbrume", "--kind", "ccas", "--admin", "tom=Tom Vasseur", "--admin", "lise=Lise Roy"]


def test_two_administrators_take_their_accounts(capsys: pytest.CaptureFixture[str], client):
    limits.forget_all()
    assert cli.main([*WHOLE, "--address", "https://relais.exemple.fr/"]) == 0
    links = re.findall(r"(\w+) : https://relais\.exemple\.fr(/invitation/\S+/)", capsys.readouterr().out)
    assert [who for who, _path in links] == ["tom", "lise"]
    for who, path in links:
        assert client.post(path, {"new": PASSWORD})["Location"] == "/compte/securite/choisir/"
        administrator = Member.objects.get(identifier=who)
        assert administrator.check_password(PASSWORD)
        assert [grant.role for grant in administrator.grants.all()] == [Role.TECHNICIAN]


def test_an_instance_is_begun_once(capsys: pytest.CaptureFixture[str]):
    organisation("Une autre")
    assert cli.main(WHOLE) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "déjà une organisation" in told
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "words",
    [
        ["init"],
        WHOLE[:5],
        WHOLE[:7],
        [*WHOLE, "--admin", "trois=Trois"],
        [*WHOLE[:5], "--admin", "tom=Tom", "--admin", "tom=Encore Tom"],
        [*WHOLE[:5], "--admin", "tom", "--admin", "lise=Lise"],
        ["init", "--organisation", "X", "--kind", "mairie", *WHOLE[5:]],
        [*WHOLE, "--inconnu"],
    ],
)
def test_bad_usage_is_one_line(words: list[str], capsys: pytest.CaptureFixture[str]):
    assert cli.main(words) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and told.startswith("relais : init")
    assert not Organisation.objects.exists()


def test_a_refused_identifier_leaves_nothing_behind(capsys: pytest.CaptureFixture[str]):
    assert cli.main([*WHOLE[:5], "--admin", "tom=Tom", "--admin", "Élise Roy=Élise"]) == 1
    assert "rien n’a été créé" in capsys.readouterr().err
    assert not Organisation.objects.exists() and not Member.objects.exists()
