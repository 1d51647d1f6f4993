"""Checks of an instance in service, run by ``relais doctor``, ``relais upgrade`` and ``django check``."""

from collections.abc import Callable, Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004  # Django's own name

from relais.project import env, keys


def _in_service() -> bool:
    return bool(settings.ENVIRONMENT == "prod")


def check_hosts(**_: object) -> list[CheckMessage]:
    """The public name must be said: otherwise any name would be believed, or none."""
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts:
        return [
            Error(
                "RELAIS_HOSTS accepte n’importe quel nom.", hint="Écrivez le nom public : RELAIS_HOSTS=relais.exemple.fr", id="relais.E001"
            )
        ]
    if hosts <= {"127.0.0.1", "localhost"}:
        return [
            Warning(
                "RELAIS_HOSTS ne contient que cette machine.",
                hint="Écrivez le nom public : RELAIS_HOSTS=relais.exemple.fr",
                id="relais.W001",
            )
        ]
    return []


def check_debug(**_: object) -> list[CheckMessage]:
    """An error page of development shows what was typed."""
    return [Error("DEBUG est allumé en service.", hint="Retirez RELAIS_DEBUG.", id="relais.E002")] if settings.DEBUG else []


def check_https(**_: object) -> list[CheckMessage]:
    """Without TLS, passwords and situations cross the network in clear."""
    if settings.HTTPS:
        return []
    return [
        Warning(
            "RELAIS_HTTPS=non : tout circule en clair.",
            hint="Placez un serveur mandataire avec TLS devant Relais (deploy/).",
            id="relais.W002",
        )
    ]


def check_keys(**_: object) -> list[CheckMessage]:
    """Keys readable by others protect nothing."""
    open_files = keys.readable_by_others(settings.DATA_DIR / "keys")
    if not open_files:
        return []
    names = ", ".join(path.name for path in open_files)
    return [
        Error(
            f"Les clés sont lisibles par d’autres comptes : {names}.", hint=f"chmod -R go= {settings.DATA_DIR / 'keys'}", id="relais.E003"
        )
    ]


def check_demo(**_: object) -> list[CheckMessage]:
    """A demonstration beside real people: said at every start."""
    if not settings.DEMO_ALLOWED:
        return []
    return [Warning("La démonstration est permise en service.", hint="Retirez RELAIS_DEMO.", id="relais.W003")]


def check_listening(**_: object) -> list[CheckMessage]:
    """Whoever reaches the port without the proxy says his own address, and is never slowed."""
    listen = env.text("RELAIS_LISTEN", "127.0.0.1")
    if listen in ("127.0.0.1", "::1", "localhost") or not settings.TRUSTED_PROXIES:
        return []
    return [
        Warning(
            f"RELAIS_LISTEN={listen} : le port se joint sans passer par le mandataire.",
            hint="Écoutez sur 127.0.0.1, ou fermez ce port à tous sauf au mandataire.",
            id="relais.W004",
        )
    ]


CHECKS: tuple[Callable[..., list[CheckMessage]], ...] = (check_hosts, check_debug, check_https, check_keys, check_demo, check_listening)


def check_instance(
    *, app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_kwargs: object
) -> list[CheckMessage]:
    """All checks, in service only."""
    del app_configs, databases
    return [message for check in CHECKS for message in check()] if _in_service() else []


def declare() -> None:
    """Give the checks to Django; twice is once."""
    register(Tags.security)(check_instance)
