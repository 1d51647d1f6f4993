"""No page of Relais takes a file yet: one that is sent is refused before a byte of it reaches the disk."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class NoFile(FileUploadHandler):
    """Refuses any file with 400. Django counts the fields of a form against a limit, and writes its files to the disk without one."""

    def new_file(self, *_args: object, **_kwargs: object) -> None:
        """Called at the first file, before its content is read."""
        raise RequestDataTooBig("no page takes a file")

    def receive_data_chunk(self, _raw_data: bytes, _start: int) -> bytes | None:
        """Never reached."""
        return None

    def file_complete(self, _file_size: int) -> None:
        """Never reached."""
