"""Only a page that says so takes a file, one, in memory, no larger than it says."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path, set_urlconf

from relais.foundation.uploads import FilesWhereAsked, NoFile, takes_file, too_large

LARGEST = 1000


@takes_file(largest=LARGEST)
def page(request: HttpRequest) -> HttpResponse:
    """A page that takes a file."""
    held = request.FILES.get("fichier")
    return HttpResponse(f"{len(held.read()) if held else 'rien'} {too_large(request)} {request.POST.get('mot', '')}")


def sent(view: object, *sizes: int) -> HttpResponse:
    files = {f"fichier{rank or ''}": SimpleUploadedFile("t.csv", b"x" * size) for rank, size in enumerate(sizes)}
    request = RequestFactory().post("/", {"mot": "gardé", **files})
    request.upload_handlers = [NoFile(request)]
    request.urlconf = type("Addresses", (), {"urlpatterns": [path("", view)]})
    set_urlconf(request.urlconf)
    try:
        return FilesWhereAsked(page)(request)
    finally:
        set_urlconf(None)


def test_a_page_that_asks_receives_its_file_and_the_rest_of_the_form() -> None:
    assert sent(page, LARGEST).content.decode() == "1000 False gardé"


def test_a_file_beyond_the_limit_is_left_out_and_said_and_the_form_is_kept() -> None:
    assert sent(page, LARGEST + 1).content.decode() == "rien True gardé"


def test_a_second_file_and_a_body_far_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RequestDataTooBig):
        sent(page, 10, 10)
    with pytest.raises(RequestDataTooBig):
        sent(page, 4 * LARGEST + (2 << 20))


def test_a_page_that_does_not_ask_receives_none() -> None:
    with pytest.raises(RequestDataTooBig):
        sent(lambda request: HttpResponse(), 10)
