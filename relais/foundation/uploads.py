"""A page takes a file only when it says so and how large; any other refuses one before a byte of it reaches the disk.

    @takes_file(largest=5 << 20)
    def table(request): ...
        held = request.FILES.get("fichier")     # in memory, never on the disk
        if too_large(request): ...              # one was sent that passes the limit: it is not there

The decorator stands anywhere among those that keep the attributes of a view (``functools.wraps``); ``FilesWhereAsked`` reads it before
the form is read.
"""

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

V = TypeVar("V", bound=Callable[..., HttpResponse])
#: what the rest of a form may weigh beside its file.
_BESIDE = 1 << 20


class NoFile(FileUploadHandler):
    """Refuses any file with 400. Django counts the fields of a form against a limit, and writes its files to the disk without one."""

    def new_file(self, *_args: object, **_kwargs: object) -> None:
        """Called at the first file, before its content is read."""
        raise RequestDataTooBig("this page takes no file")

    def receive_data_chunk(self, _raw_data: bytes, _start: int) -> bytes | None:
        """Never reached."""
        return None

    def file_complete(self, _file_size: int) -> None:
        """Never reached."""


class OneHeld(FileUploadHandler):
    """Keeps one file in memory up to ``largest`` bytes; one that passes it is left out and said by ``too_large``.

    A body that announces four times as much is refused with 400 before it is read.
    """

    def __init__(self, request: HttpRequest, *, largest: int) -> None:
        super().__init__(request)
        self.largest = largest
        self._pieces: list[bytes] = []
        self._held = 0
        self._files = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002  # Django's signature
        META: dict[str, str],  # noqa: ARG002, N803  # Django's signature
        content_length: int,
        boundary: str,  # noqa: ARG002  # Django's signature
        encoding: str | None = None,  # noqa: ARG002  # Django's signature
    ) -> None:
        """Refuse at once what is far too large."""
        if content_length > 4 * self.largest + _BESIDE:
            raise RequestDataTooBig("far beyond what this page takes")

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's signature
        """A file begins; a second one is refused."""
        super().new_file(*args, **kwargs)
        self._files += 1
        if self._files > 1:
            raise RequestDataTooBig("this page takes one file")
        self._pieces, self._held = [], 0

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> None:
        """Keep the piece, or let go of the whole beyond the limit."""
        self._held += len(raw_data)
        if self._held > self.largest:
            self._pieces = []
            self.request.file_too_large = True  # type: ignore[union-attr]  # read back by ``too_large``
            raise SkipFile
        self._pieces.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file, in memory."""
        content = BytesIO(b"".join(self._pieces))
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name or "", self.content_type, file_size, self.charset, self.content_type_extra
        )


def takes_file(*, largest: int) -> Callable[[V], V]:
    """Declare that a view takes one file of at most ``largest`` bytes, held in memory."""

    def declare(view: V) -> V:
        view.takes_file = largest  # type: ignore[attr-defined]  # read back by the middleware
        return view

    return declare


def too_large(request: HttpRequest) -> bool:
    """Whether a file was sent that passes the limit of the page."""
    return bool(getattr(request, "file_too_large", False))


class FilesWhereAsked:
    """The middleware; stands above all that reads a form: the check of the CSRF token, texts that wait for their author."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let a view that takes a file receive one; the view is found here, because others read the form before it is called."""
        if request.method == "POST" and request.content_type == "multipart/form-data":
            try:
                view = resolve(request.path_info).func
            except Resolver404:
                view = None
            if (largest := getattr(view, "takes_file", None)) is not None:
                request.upload_handlers = [OneHeld(request, largest=largest)]
        return self.get_response(request)
