"""How ``relais screen`` reaches a Dask cluster: its options, and what is refused before anything leaves this machine."""

import argparse
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from relais.screening.caseload.cluster_worker import Told, is_sheltered, whoami
from relais.screening.caseload.likeness import Likeness

MISSING = "Calculer sur un cluster demande un complément. Ajoutez-le : relais engine install --extra cluster"
#: seconds to reach the scheduler.
REACH = 10
#: loggers of Dask that would add their stack to our line.
_TALKATIVE = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")
_ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:]+\]|[^\s:/\[\]]+):([0-9]{1,5})")
_IN_CLEAR = (
    "les situations des foyers passeraient en clair sur le réseau. Prenez une adresse tls:// avec --cluster-ca, --cluster-cert et "
    "--cluster-key ; ou --cluster-in-clear, si ce lien est déjà chiffré par ailleurs"
)

Untyped = Any  # Dask has few types


class BadCluster(Exception):
    """The cluster cannot be used; one French line, nothing was sent."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where the scheduler is. ``papers``: the authority's certificate, ours, its key; only with tls."""

    address: str
    papers: tuple[Path, Path, Path] | None = None
    in_clear: bool = False


def arguments(words: argparse.ArgumentParser) -> None:
    """Options of ``relais screen`` about a cluster."""
    words.add_argument("--cluster", metavar="tls://HÔTE:PORT", help="calculer sur un cluster Dask plutôt qu’ici (complément cluster)")
    words.add_argument("--cluster-ca", type=Path, metavar="CA.pem", help="certificat de l’autorité du cluster")
    words.add_argument("--cluster-cert", type=Path, metavar="CERT.pem", help="certificat de ce poste")
    words.add_argument("--cluster-key", type=Path, metavar="CLE.pem", help="clé de ce certificat")
    words.add_argument(
        "--cluster-in-clear",
        action="store_true",
        help="accepter un lien sans TLS hors de cette machine (chiffré par ailleurs : VPN, tunnel)",
    )


def link_of(asked: argparse.Namespace) -> Link | None:
    """The cluster that was asked for, None without; BadCluster when it cannot be, or would give personal data away."""
    papers = (asked.cluster_ca, asked.cluster_cert, asked.cluster_key)
    if asked.cluster is None:
        if any(papers) or asked.cluster_in_clear:
            raise BadCluster("ces options vont avec --cluster : donnez l’adresse du coordinateur")
        return None
    found = _ADDRESS.fullmatch(asked.cluster)
    if found is None or not 0 < int(found[3]) < 65536:
        raise BadCluster(f"adresse illisible « {asked.cluster} » ; écrivez tls://hôte:8786, ou tcp://127.0.0.1:8786")
    if find_spec("distributed") is None:
        raise BadCluster(MISSING)
    if found[1] == "tls":
        return Link(asked.cluster, _papers(papers), asked.cluster_in_clear)
    if any(papers):
        raise BadCluster("--cluster-ca, --cluster-cert et --cluster-key vont avec une adresse tls://")
    if not is_sheltered(asked.cluster) and not asked.cluster_in_clear:
        raise BadCluster(f"{asked.cluster} : {_IN_CLEAR}")
    return Link(asked.cluster, None, asked.cluster_in_clear)


def _papers(papers: tuple[Path | None, Path | None, Path | None]) -> tuple[Path, Path, Path]:
    authority, certificate, key = papers
    if authority is None or certificate is None or key is None:
        raise BadCluster("une adresse tls:// demande --cluster-ca, --cluster-cert et --cluster-key")
    missing = [str(path) for path in (authority, certificate, key) if not path.is_file()]
    if missing:
        raise BadCluster(f"fichier introuvable : {', '.join(missing)}")
    return authority, certificate, key


@contextmanager
def reached(link: Link) -> Iterator[Untyped]:
    """A Dask client; BadCluster when the scheduler does not answer, refuses us, or runs another Dask."""
    from distributed import Client, Security

    for name in _TALKATIVE:  # what goes wrong is told here, in one line; after the import, which sets their levels
        logging.getLogger(name).setLevel(logging.CRITICAL)
    authority, certificate, key = link.papers or (None, None, None)
    try:
        security = Security(
            tls_ca_file=authority and str(authority),
            tls_client_cert=certificate and str(certificate),
            tls_client_key=key and str(key),
            require_encryption=bool(link.papers),
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # other versions are told below, by name
            client = Client(link.address, security=security, timeout=REACH, name="relais-screen")
    except (OSError, ValueError, RuntimeError) as problem:
        raise BadCluster(_unreachable(link, problem)) from problem
    try:
        _same_dask(client)
        yield client
    finally:
        client.close(timeout=2)


def _unreachable(link: Link, problem: Exception) -> str:
    why = "certificat ou clé refusés" if "SSL" in f"{problem!r} {problem.__cause__!r}" else f"pas de réponse en {REACH} s"
    return (
        f"le coordinateur {link.address} ne peut pas être joint ({why}). Vérifiez son adresse, et qu’il est lancé avec « dask scheduler »"
    )


def _same_dask(client: Untyped) -> None:
    """What the two must share to understand each other."""
    told = client.get_versions()
    here, there = told["client"]["packages"], told["scheduler"]["packages"]
    for name in ("distributed", "dask", "msgpack", "cloudpickle"):
        if here[name] != there[name]:
            raise BadCluster(f"le coordinateur a {name} {there[name]} et ce poste {here[name]} : installez le même verrou (cluster.lock)")
    if here["python"].split(".")[:2] != there["python"].split(".")[:2]:
        raise BadCluster(f"le coordinateur a Python {there['python']} et ce poste {here['python']} : prenez la même version")


def left_aside(client: Untyped, likeness: Likeness, *, in_clear: bool) -> Iterator[str]:
    """Each worker that will be given nothing, with the reason. Nothing personal is sent to know it."""
    for address, told in sorted(client.run(whoami, on_error="return").items()):
        reason = _reason(told, address, likeness, in_clear=in_clear)
        if reason:
            yield f"Ouvrier {address} laissé de côté : {reason}."


def _reason(told: object, address: str, likeness: Likeness, *, in_clear: bool) -> str:
    if told is None:
        return "il n’a pas été lancé avec --preload relais.project.cluster_worker"
    if not isinstance(told, Told):
        return f"Relais n’y répond pas ({type(told).__name__} ; est-il installé, avec ses dépendances ?)"
    if not told.sheltered and not in_clear:
        return f"{address} est une adresse sans TLS, hors de cette machine"
    return likeness.difference(told.likeness)
