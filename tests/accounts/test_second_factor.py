"""The second factor at sign-in: asked of every role that reads contents, proved once, lost and found again under everybody's eyes."""

import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from relais.accounts import rules, services
from relais.accounts.models import AccessNotice, Member, RecoveryCode, Role, SecondFactor
from relais.accounts.proofs import codes, kept, totp
from relais.accounts.services import RoleOnDays
from relais.foundation import limits
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import Refused
from tests.factories.accounts import NOW, PASSWORD, acting, member, organisation, signed_in

pytestmark = pytest.mark.django_db
SECOND = "/connexion/second-facteur/"
SECRET = bytes(range(20))


@pytest.fixture(autouse=True)
def fresh_limits():
    limits.forget_all()
    yield
    limits.forget_all()


@pytest.fixture
def awa():
    return member(organisation(), "awa", service="Accompagnement")


def with_application(who: Member, moment=NOW) -> Member:
    """The member, whose application holds SECRET; the code of ``moment`` is spent."""
    code = totp.code_at(SECRET, totp.step_at(moment))
    services.add_application(actor=acting(who), member_id=who.pk, secret=SECRET, code=code, now=moment)
    return who


def code_now(steps: int = 0) -> str:
    return totp.code_at(SECRET, totp.step_at(timezone.now()) + steps)


def password(client: Client, login: str = "awa", **more: str):
    return client.post("/connexion/", {"login": login, "password": PASSWORD, **more})


def is_in(client: Client) -> bool:
    return client.get("/compte/").status_code == 200


def test_the_password_alone_opens_nothing_to_who_reads_contents(client: Client, awa):
    answer = password(client, next="/comment-ca-marche/")
    assert (answer.status_code, answer["Location"]) == (302, "/compte/securite/choisir/")
    assert not is_in(client)
    page = client.get("/compte/securite/choisir/").content.decode()
    assert "un mot de passe seul n’y suffit pas" in page
    for inside in ("/compte/", "/compte/securite/", "/compte/securite/codes/", "/compte/mot-de-passe/"):
        assert client.get(inside)["Location"].startswith("/connexion/"), inside


@pytest.mark.parametrize("role", sorted(rules.SECOND_FACTOR_ROLES))
def test_each_role_that_reads_contents_or_changes_accounts_is_asked(client: Client, role: str):
    member(organisation(), "awa", Role(role))
    assert password(client)["Location"] == "/compte/securite/choisir/"


@pytest.mark.parametrize("role", sorted(set(Role.values) - rules.SECOND_FACTOR_ROLES))
def test_a_role_that_reads_nothing_of_anybody_enters_with_the_password(client: Client, role: str):
    member(organisation(), "awa", Role(role))
    assert password(client)["Location"] == "/journee/"
    assert is_in(client)


def test_awa_adds_an_application_at_her_first_sign_in_prints_her_codes_and_arrives_where_she_was_going(client: Client, awa):
    password(client, next="/comment-ca-marche/")
    page = BeautifulSoup(client.get("/compte/securite/application/").content, "html.parser")
    token = page.select_one("input[name=token]")["value"]
    spelled = page.select_one("code.spelled").text
    assert re.fullmatch(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", spelled)
    assert page.select_one("svg.square-code path")["d"].startswith("M")
    wrong = client.post("/compte/securite/application/", {"token": token, "code": "000000"})
    assert wrong.status_code == 422 and spelled in wrong.content.decode(), "the same square: the telephone has already read it"
    import base64

    secret = base64.b32decode(spelled.replace(" ", ""))
    code = totp.code_at(secret, totp.step_at(timezone.now()))
    done = client.post("/compte/securite/application/", {"token": token, "code": code[:3] + " " + code[3:]})
    assert done["Location"] == "/compte/securite/codes/?next=%2Fcomment-ca-marche%2F"
    assert is_in(client)
    sheet = BeautifulSoup(client.get(done["Location"]).content, "html.parser")
    printed = [item.text for item in sheet.select("ol.codes code")]
    form = {"token": sheet.select_one("input[name=token]")["value"], "next": sheet.select_one("main input[name=next]")["value"]}
    assert len(printed) == codes.COUNT
    assert not RecoveryCode.objects.exists(), "a code that nobody says is on paper opens nothing"
    again = client.post("/compte/securite/codes/", form)
    assert again.status_code == 422 and printed[0] in again.content.decode()
    assert client.post("/compte/securite/codes/", {**form, "printed": "on"})["Location"] == "/comment-ca-marche/"
    assert RecoveryCode.objects.filter(member=awa).count() == codes.COUNT


def test_a_code_opens_once(client: Client, awa):
    with_application(awa)
    password(client, next="/comment-ca-marche/")
    assert client.get(SECOND).status_code == 200
    code = code_now()
    assert client.post(SECOND, {"code": code})["Location"] == "/comment-ca-marche/"
    assert is_in(client)
    other = Client()
    password(other)
    replay = other.post(SECOND, {"code": code})
    assert replay.status_code == 422 and "il a déjà servi" in replay.content.decode()
    assert not is_in(other)
    assert not other.get("/compte/securite/choisir/").content, "the password alone adds no factor beside the one that exists"


def test_a_code_before_the_one_that_served_is_refused_too(client: Client, awa):
    with_application(awa)
    password(client)
    assert client.post(SECOND, {"code": code_now(1)}).status_code == 302
    other = Client()
    password(other)
    assert other.post(SECOND, {"code": code_now()}).status_code == 422


def test_a_printed_code_opens_once_however_it_is_typed(client: Client, awa):
    printed = codes.new_codes()
    with_application(awa)
    services.replace_recovery_codes(actor=acting(awa), member_id=awa.pk, printed=printed, now=NOW)
    password(client)
    assert client.post(SECOND, {"code": printed[3].lower().replace("-", "  ")}).status_code == 302
    assert is_in(client)
    other = Client()
    password(other)
    assert other.post(SECOND, {"code": printed[3]}).status_code == 422
    assert not any(printed[3].replace("-", "") in str(row) for row in RecoveryCode.objects.values_list())
    services.replace_recovery_codes(actor=acting(awa), member_id=awa.pk, printed=codes.new_codes(), now=NOW)
    assert other.post(SECOND, {"code": printed[4]}).status_code == 422, "new codes on paper end the former ones"


def test_six_wrong_codes_and_even_the_right_one_waits(client: Client, awa):
    with_application(awa)
    password(client)
    assert [client.post(SECOND, {"code": "000000"}).status_code for _ in range(7)] == [422] * 6 + [429]
    assert client.post(SECOND, {"code": code_now()}).status_code == 429
    assert not is_in(client)
    fresh = Client()
    password(fresh)
    assert fresh.post(SECOND, {"code": code_now()}).status_code == 429, "the count follows the account, not the browser"


def test_the_second_step_is_over_after_ten_minutes_and_when_the_password_changes(client: Client, awa):
    with_application(awa)
    password(client)
    services.set_password(actor=acting(awa), member_id=awa.pk, password="Un-autre-roseau-27", now=NOW)
    assert client.post(SECOND, {"code": code_now()})["Location"] == "/connexion/"
    services.set_password(actor=acting(awa), member_id=awa.pk, password=PASSWORD, now=NOW)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        password(client)
        clock.shift(601)
        assert client.get(SECOND)["Location"] == "/connexion/"


def test_a_session_opened_by_the_password_alone_ends_when_a_role_asks_for_more(awa):
    roux = member(awa.organisation, "roux", Role.COMMISSION)
    client = signed_in(roux, proof="mot-de-passe")
    assert is_in(client)
    tom = acting(member(awa.organisation, "tom", Role.TECHNICIAN))
    services.grant_role(actor=tom, member_id=roux.pk, asked=RoleOnDays(Role.HEAD, NOW.date()), now=NOW)
    assert not is_in(client)
    assert client.session.get("_auth_user_id") is None


def test_the_secret_is_sealed_for_its_row_and_no_other(awa):
    with_application(awa)
    factor = SecondFactor.objects.get(member=awa)
    assert SECRET.hex() not in factor.sealed and totp.spelled(SECRET) not in factor.sealed
    assert kept.opened(factor.sealed, factor_id=factor.pk, now=NOW) == SECRET
    leon = with_application(member(awa.organisation, "leon"))
    SecondFactor.objects.filter(member=leon).update(sealed=factor.sealed)
    later = NOW + timedelta(minutes=5)
    code = totp.code_at(SECRET, totp.step_at(later))
    assert services.prove_by_code(actor=acting(leon), member_id=leon.pk, text=code, now=later) == ""
    assert services.prove_by_code(actor=acting(awa), member_id=awa.pk, text=code, now=later) == "application"


def test_mme_petit_resets_what_awa_lost_and_everybody_sees_it(awa, client: Client):
    petit = member(awa.organisation, "petit", Role.HEAD, service="Accompagnement")
    with_application(awa)
    services.reset_factors(actor=acting(petit), member_id=awa.pk, now=NOW)
    assert not awa.factors.exists() and not awa.recovery_codes.exists()
    assert JournalEntry.objects.filter(action="second_factor.reset", actor_id=petit.pk).count() == 1
    told = signed_in(awa).get("/compte/").content.decode()
    assert "Le second facteur de Awa a été effacé par Petit" in told
    assert "effacé par Petit" in signed_in(petit).get("/compte/").content.decode()
    assert password(client)["Location"] == "/compte/securite/choisir/"
    reader = signed_in(petit)
    reader.post("/compte/avis/lus/")
    assert "À savoir sur les comptes" not in reader.get("/compte/").content.decode()
    assert AccessNotice.objects.filter(recipient=awa, seen_at=None).exists(), "seen by one, it stays for the other"


def test_nobody_resets_their_own_nor_a_colleague_s(awa):
    house = awa.organisation
    leon, tom = member(house, "leon"), member(house, "tom", Role.TECHNICIAN)
    elsewhere = member(house, "marc", Role.HEAD, service="Un autre service")
    for who, whose in ((awa, awa), (leon, awa), (tom, tom), (elsewhere, awa)):
        with pytest.raises(Refused):
            services.reset_factors(actor=acting(who), member_id=whose.pk, now=NOW)
    services.reset_factors(actor=acting(tom), member_id=awa.pk, now=NOW)


def test_the_last_factor_stays_while_a_role_asks_for_it(awa):
    with_application(awa)
    client = signed_in(awa)
    factor = SecondFactor.objects.get(member=awa)
    client.post(f"/compte/securite/{factor.pk}/retirer/")
    assert SecondFactor.objects.filter(pk=factor.pk).exists()
    assert "ajoutez l’autre d’abord" in client.get("/compte/securite/").content.decode()
    roux = with_application(member(awa.organisation, "roux", Role.COMMISSION))
    signed_in(roux).post(f"/compte/securite/{roux.factors.get().pk}/retirer/")
    assert not roux.factors.exists()


def test_nobody_touches_the_factor_of_another(awa):
    leon = with_application(member(awa.organisation, "leon"))
    signed_in(awa).post(f"/compte/securite/{leon.factors.get().pk}/retirer/")
    assert leon.factors.count() == 1
    with pytest.raises(Refused):
        services.add_application(actor=acting(awa), member_id=leon.pk, secret=SECRET, code="000000", now=NOW)


def test_who_has_been_here_for_long_proves_it_again_before_touching_the_locks(awa):
    with time_machine.travel("2026-11-20 09:00:00+00:00", tick=False) as clock:
        client = signed_in(with_application(awa))
        clock.shift(601)
        asked = client.get("/compte/securite/choisir/")
        assert asked["Location"] == "/compte/confirmer/?next=%2Fcompte%2Fsecurite%2Fchoisir%2F"
        wrong = client.post("/compte/confirmer/", {"present": "pas celui-là", "next": "/compte/securite/choisir/"})
        assert wrong.status_code == 422
        done = client.post("/compte/confirmer/", {"present": PASSWORD, "next": "/compte/securite/choisir/"})
        assert done["Location"] == "/compte/securite/choisir/"
        assert client.get("/compte/securite/choisir/").status_code == 200


def test_a_page_left_open_too_long_gives_another_square_and_says_so(awa):
    client = signed_in(awa)
    answer = client.post("/compte/securite/application/", {"token": "faux", "code": "123456"})
    assert answer.status_code == 422
    assert "restée ouverte trop longtemps" in answer.content.decode()
    assert not awa.factors.exists()


# RFC 6238, appendix B (SHA-1), the last six of the eight digits
@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(moment: int, code: str):
    assert totp.code_at(b"12345678901234567890", moment // 30) == code


def test_the_clock_of_a_telephone_may_be_half_a_minute_late():
    step = totp.step_at(NOW)
    accepted = [totp.accepted_step(SECRET, totp.code_at(SECRET, step + drift), now=NOW, after=0) for drift in (-2, -1, 0, 1, 2)]
    assert accepted == [None, step - 1, step, step + 1, None]
    assert totp.accepted_step(SECRET, totp.code_at(SECRET, step), now=NOW, after=step) is None


@pytest.mark.parametrize(("text", "code"), [("123 456", "123456"), ("123-456", "123456"), ("12345", None), ("١٢٣٤٥٦", None), ("", None)])
def test_what_is_typed_is_read_kindly_and_strictly(text: str, code: str | None):
    assert totp.typed(text) == code
