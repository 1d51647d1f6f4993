"""The web application, for granian or any WSGI server."""

import os
import threading

from django.core.wsgi import get_wsgi_application

from relais.project import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", env.settings_module())

application = get_wsgi_application()


def _warm() -> None:
    from relais.project import wiring

    wiring.warm()


threading.Thread(target=_warm, name="warm", daemon=True).start()
