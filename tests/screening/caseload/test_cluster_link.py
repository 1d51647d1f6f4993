"""Before a household leaves the machine: what is refused in one line, and who is given nothing."""

import argparse
import importlib.util
import pickle
import socket
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from relais.kernel.months import Month
from relais.law.situation.json_stream import JsonCase
from relais.screening.caseload import cluster_link, cluster_worker
from relais.screening.caseload.cluster_link import BadCluster, Link, link_of, reached
from relais.screening.caseload.cluster_worker import Parcel, begin, compute_parcel, is_sheltered, resource, whoami
from relais.screening.caseload.computing import Chunk
from relais.screening.caseload.likeness import Likeness, likeness_here
from tests.screening.caseload.test_cli import answer

LIKENESS = Likeness("0.1.0", "aaaa", "openfisca-france 176.1.8", "", "3.11.7", "2.3.5")


def asked(*words: object) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    cluster_link.arguments(parser)
    return parser.parse_args([str(word) for word in words])


@pytest.fixture
def papers(tmp_path: Path) -> list[object]:
    words: list[object] = []
    for option in ("--cluster-ca", "--cluster-cert", "--cluster-key"):
        path = tmp_path / f"{option[2:]}.pem"
        path.touch()
        words += [option, path]
    return words


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786", "tcp://127.9.9.9:1"])
def test_a_scheduler_on_this_machine_needs_no_certificate(address: str) -> None:
    assert link_of(asked("--cluster", address)) == Link(address)


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.5:8786", "tcp://cluster.exemple.fr:8786", "tcp://0.0.0.0:8786", "tcp://localhost.exemple.fr:1"]
)
def test_households_never_leave_in_clear_unless_it_was_asked(address: str) -> None:
    with pytest.raises(BadCluster, match="passeraient en clair sur le réseau") as refused:
        link_of(asked("--cluster", address))
    assert "\n" not in str(refused.value)
    assert "--cluster-in-clear" in str(refused.value)
    assert link_of(asked("--cluster", address, "--cluster-in-clear")) == Link(address, in_clear=True)


def test_tls_asks_for_its_three_papers(papers: list[object]) -> None:
    link = link_of(asked("--cluster", "tls://cluster.exemple.fr:8786", *papers))
    assert link is not None
    assert link.papers == (papers[1], papers[3], papers[5])
    with pytest.raises(BadCluster, match="demande --cluster-ca, --cluster-cert et --cluster-key"):
        link_of(asked("--cluster", "tls://cluster.exemple.fr:8786", *papers[:4]))
    with pytest.raises(BadCluster, match=r"fichier introuvable : absent\.pem"):
        link_of(asked("--cluster", "tls://cluster.exemple.fr:8786", *papers[:5], "absent.pem"))
    with pytest.raises(BadCluster, match="vont avec une adresse tls"):
        link_of(asked("--cluster", "tcp://127.0.0.1:8786", *papers))
    with pytest.raises(BadCluster, match="donnez l’adresse du coordinateur"):
        link_of(asked(*papers))


@pytest.mark.parametrize(
    "address", ["8786", "127.0.0.1:8786", "http://127.0.0.1:8786", "tcp://127.0.0.1", "tcp://127.0.0.1:99999", "tcp://a b:1"]
)
def test_an_address_that_cannot_be_read_is_refused(address: str) -> None:
    with pytest.raises(BadCluster, match="adresse illisible"):
        link_of(asked("--cluster", address))


def test_without_the_extra_one_line_tells_how_to_add_it(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = importlib.util.find_spec
    monkeypatch.setattr(cluster_link, "find_spec", lambda name: None if name == "distributed" else genuine(name))
    with pytest.raises(BadCluster, match="relais engine install --extra cluster"):
        link_of(asked("--cluster", "tcp://127.0.0.1:8786"))
    assert link_of(asked()) is None


@pytest.mark.enable_socket
def test_a_scheduler_that_does_not_answer_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_link, "REACH", 1)
    with socket.socket() as nobody:  # bound and never listening: refused at once, and taken by nobody else meanwhile
        nobody.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(BadCluster, match=f"le coordinateur {address} ne peut pas être joint") as refused, reached(Link(address)):
            pass
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"relais": "0.2.0"}, "Relais 0.2.0 au lieu de 0.1.0"),
        ({"sources": "bbbb"}, "des fichiers différents"),
        ({"rules": "openfisca-france 177"}, "règles « openfisca-france 177 » au lieu de « openfisca-france 176.1.8 »"),
        ({"local_rights": "cccc"}, "des droits locaux différents"),
        ({"python": "3.12.1"}, "Python 3.12.1 au lieu de 3.11.7"),
        ({"numpy": "2.4.0"}, "numpy 2.4.0 au lieu de 2.3.5"),
    ],
)
def test_two_machines_that_would_not_give_the_same_bytes_are_told_apart(change: dict[str, str], message: str) -> None:
    other = replace(LIKENESS, **change)
    assert message in LIKENESS.difference(other)
    assert resource(LIKENESS, in_clear=False) != resource(other, in_clear=False)
    assert LIKENESS.difference(replace(LIKENESS)) == ""


def test_a_local_right_that_changes_makes_another_likeness(tmp_path: Path) -> None:
    before = likeness_here(rules="r", local_rights=tmp_path)
    assert before == likeness_here(rules="r", local_rights=tmp_path / "absent")
    (tmp_path / "aide.yaml").write_text("code: aide")
    after = likeness_here(rules="r", local_rights=tmp_path)
    assert "droits locaux" in before.difference(after)
    assert after == likeness_here(rules="r", local_rights=tmp_path)
    assert len(after.sources) == 64


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_worker, "_here", None)


def worker(address: str) -> SimpleNamespace:
    return SimpleNamespace(address=address, state=SimpleNamespace(total_resources={}, available_resources={}))


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize(
    ("address", "sheltered"),
    [("tls://10.0.0.5:1", True), ("tcp://127.0.0.1:1", True), ("tcp://[::1]:1", True), ("tcp://10.0.0.5:1", False)],
)
def test_a_worker_reached_in_clear_never_holds_what_sheltered_chunks_ask_for(address: str, sheltered: bool) -> None:
    ours = worker(address)
    assert whoami() is None
    begin(ours, function=answer, likeness=LIKENESS)
    assert is_sheltered(address) is sheltered
    held = ours.state.total_resources
    assert held == ours.state.available_resources
    assert held[resource(LIKENESS, in_clear=True)] == 1
    assert (resource(LIKENESS, in_clear=False) in held) is sheltered
    told = whoami()
    assert told is not None
    assert (told.likeness, told.sheltered) == (LIKENESS, sheltered)


@pytest.mark.usefixtures("nobody")
def test_a_parcel_shows_no_fact_and_is_computed_where_it_arrives() -> None:
    document = {"id": "foyer-1", "persons": [{"role": "demandeur", "facts": {"naissance": "1980-05-01", "salaire": 1234}}]}
    parcel = Parcel(Chunk(3, [JsonCase(0, 1, "foyer-1", document)]), [Month(2026, 11)], "json")
    arrived = pickle.loads(pickle.dumps(parcel))
    assert (repr(arrived), str(arrived)) == ("<lot>", "<lot>")
    with pytest.raises(RuntimeError, match="only after begin"):
        compute_parcel(arrived)
    begin(worker("tcp://127.0.0.1:1"), function=answer, likeness=LIKENESS)
    done = compute_parcel(arrived)
    assert (done.number, done.answered) == (3, 1)
    assert b'"foyer-1"' in done.rows
