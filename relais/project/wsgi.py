"""The web application, for granian or any WSGI server.

The first page comes first. Collecting garbage while everything is imported finds none and takes a fifth of the start; the engine and the
papers are loaded beside the pages once the first of them has had time to leave, since one interpreter runs one thread at a time.
"""

import gc
import os
import threading

from django.core.wsgi import get_wsgi_application

from relais.project import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", env.settings_module())

#: seconds left to the first page
FIRST_PAGE_FIRST = 2.0

gc.disable()
application = get_wsgi_application()


def _warm() -> None:
    gc.freeze()  # what is loaded stays until the end: no collection need look at it again
    gc.enable()
    from relais.project import wiring

    wiring.warm()


_later = threading.Timer(FIRST_PAGE_FIRST, _warm)
_later.daemon = True
_later.start()
