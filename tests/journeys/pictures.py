"""Pictures for the guides: light enough for a repository that is cloned over slow lines."""

import io

import pytest


def lightened(taken: bytes, colours: int = 64) -> bytes:
    """The same picture in few colours when Pillow is here, which only a machine of development has."""
    image = pytest.importorskip("PIL.Image", reason="Pillow is missing: the pictures would be heavy")
    written = io.BytesIO()
    image.open(io.BytesIO(taken)).convert("RGB").quantize(colours).save(written, "PNG", optimize=True)
    return written.getvalue()
