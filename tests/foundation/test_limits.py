"""Rate limits: shared by processes, kept outside the database, and saying nothing of who came."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from relais.foundation import limits
from relais.foundation.client import address_of
from relais.foundation.limited import limited
from relais.foundation.limits import LimitTable

MINUTE = timedelta(minutes=1)
NOON = 1_780_000_000.0


@pytest.fixture
def table(tmp_path: Path):
    made = LimitTable(tmp_path / "limits.bin", secret=b"s")
    yield made
    made.close()


def test_so_many_at_once_then_evenly(table: LimitTable):
    calls = [table.take("a", rate=6, per=MINUTE, now=NOON) for _ in range(7)]
    assert [bool(call) for call in calls] == [True] * 6 + [False]
    assert [call.remaining for call in calls[:6]] == [5, 4, 3, 2, 1, 0]
    assert calls[6].retry_after in (10, 11)
    assert table.take("a", rate=6, per=MINUTE, now=NOON + 10.1)
    assert not table.take("a", rate=6, per=MINUTE, now=NOON + 10.2)


def test_one_visitor_does_not_spend_for_another(table: LimitTable):
    for _ in range(3):
        table.take("a", rate=3, per=MINUTE, now=NOON)
    assert not table.take("a", rate=3, per=MINUTE, now=NOON)
    assert table.take("b", rate=3, per=MINUTE, now=NOON)


def test_looking_does_not_count(table: LimitTable):
    assert all(table.take("a", rate=1, per=MINUTE, now=NOON, spend=False) for _ in range(5))


def test_a_new_day_forgets_everybody(table: LimitTable):
    for _ in range(2):
        table.take("a", rate=1, per=timedelta(days=30), now=NOON)
    assert not table.take("a", rate=1, per=timedelta(days=30), now=NOON)
    assert table.take("a", rate=1, per=timedelta(days=30), now=NOON + 86_400)


def test_the_file_never_holds_an_address(tmp_path: Path):
    first, second = (LimitTable(tmp_path / name, secret=b"s") for name in ("one", "two"))
    for made in (first, second):
        made.take("203.0.113.77", rate=1, per=MINUTE, now=NOON)
        made.close()
    one, two = ((tmp_path / name).read_bytes() for name in ("one", "two"))
    assert b"203.0.113" not in one
    assert one != two
    assert (tmp_path / "one").stat().st_mode & 0o077 == 0


def test_two_processes_share_the_count(tmp_path: Path, table: LimitTable):
    code = (
        "from pathlib import Path; from datetime import timedelta; from relais.foundation.limits import LimitTable\n"
        f"t = LimitTable(Path({str(tmp_path / 'limits.bin')!r}), secret=b's')\n"
        f"print(sum(bool(t.take('a', rate=10, per=timedelta(minutes=1), now={NOON})) for _ in range(7)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = sum(bool(table.take("a", rate=10, per=MINUTE, now=NOON)) for _ in range(7))
    assert (int(done.stdout), here) == (7, 3)


def test_a_crowd_never_breaks_the_table(table: LimitTable):
    for number in range(40_000):
        assert table.take(f"visitor {number}", rate=2, per=MINUTE, now=NOON).remaining == 1


def test_without_a_file_the_limit_still_holds(settings, tmp_path: Path):
    settings.LIMITS_FILE = tmp_path / "nothing" / "file" / ".." / "limits.bin"
    (tmp_path / "nothing").write_text("a file where a folder should be")
    limits.forget_all()
    assert limits.allow("a", rate=1, per=MINUTE)
    assert not limits.allow("a", rate=1, per=MINUTE)
    assert not limits.look("a", rate=1, per=MINUTE)
    limits.forget_all()


@limited("essai", rate=1, per=MINUTE)
def view(request):
    return HttpResponse("fait")


@pytest.mark.parametrize(("path", "kind"), [("/droits/", "text/"), ("/api/v1/simulations", "application/problem+json")])
def test_too_many_is_a_page_for_people_and_a_problem_for_programs(path: str, kind: str):
    limits.forget_all()
    request = RequestFactory().post(path)
    assert view(request).status_code == 200
    refused = view(request)
    assert refused.status_code == 429
    assert refused["Content-Type"].startswith(kind)
    assert 1 <= int(refused["Retry-After"]) <= 61
    assert "Réessayez" in refused.content.decode()
    assert view(RequestFactory().get(path)).status_code == 200
    limits.forget_all()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "believed"),
    [
        (0, "198.51.100.9", "127.0.0.1"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "1.1.1.1, 198.51.100.9", "198.51.100.9"),
        (2, "1.1.1.1, 198.51.100.9, 10.0.0.2", "198.51.100.9"),
        (2, "10.0.0.2", "127.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies: int, forwarded: str, believed: str):
    settings.TRUSTED_PROXIES = proxies
    assert address_of(RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})) == believed


@pytest.mark.parametrize(
    ("peer", "forwarded", "believed"),
    [
        ("2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::9", "", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "", "192.0.2.7"),
        ("10.0.0.1", "192.0.2.7:51234", "192.0.2.7"),
        ("10.0.0.1", "[2001:db8:1:2::5]:443", "2001:db8:1:2::"),
        ("10.0.0.1", "fe80::1%eth0", "fe80::"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "<script>", "10.0.0.1"),
        ("", "", ""),
    ],
)
def test_one_subscriber_is_one_address(settings, peer: str, forwarded: str, believed: str) -> None:
    settings.TRUSTED_PROXIES = 1 if forwarded else 0
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {}, REMOTE_ADDR=peer)
    assert address_of(request) == believed
