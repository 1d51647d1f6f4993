"""What a file really is, told by its content and never by its name alone; what may carry a program, a second file or a surprise is refused.

Taken: PDF, JPEG, PNG, HEIC, plain text, and office documents without macros (ODT, ODS, DOCX, XLSX). Everything else is refused with a
sentence for the screen. A PDF is looked at as it is written: what it packs in compressed objects is not unpacked, so it is only ever
served as an attachment.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath

from relais.kernel.sentences import Sentence

#: bytes of an office document once unpacked, and files in it; beyond, it is a trap or no letter.
LARGEST_UNPACKED = 200 << 20
MOST_ENTRIES = 3000


class RefusedFile(Exception):
    """The file is not taken; the message says why, in French, and what to do."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is. ``suffixes``: the ends of name that go with it, the usual one first."""

    code: str
    media: str
    suffixes: tuple[str, ...]


PDF = Kind("PDF", "application/pdf", (".pdf",))
JPEG = Kind("JPEG", "image/jpeg", (".jpg", ".jpeg"))
PNG = Kind("PNG", "image/png", (".png",))
HEIC = Kind("HEIC", "image/heic", (".heic", ".heif"))
TEXT = Kind("texte", "text/plain", (".txt",))
ODT = Kind("ODT", "application/vnd.oasis.opendocument.text", (".odt",))
ODS = Kind("ODS", "application/vnd.oasis.opendocument.spreadsheet", (".ods",))
DOCX = Kind("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = Kind("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
KINDS = (PDF, JPEG, PNG, HEIC, TEXT, ODT, ODS, DOCX, XLSX)
#: for the ``accept`` of a field.
SUFFIXES = tuple(suffix for kind in KINDS for suffix in kind.suffixes)

_TAKEN = Sentence("Formats acceptés : PDF, photo (JPEG, PNG, HEIC), texte, ODT, ODS, DOCX, XLSX.")
_UNKNOWN = Sentence("Ce fichier n’est pas d’un format accepté. {taken}", taken=_TAKEN)
_MACROS = Sentence("Ce document contient des macros ou un programme. Enregistrez-le en PDF, puis déposez le PDF.")
_TWO = Sentence("Ce fichier en cache un autre. Ouvrez-le, imprimez-le en PDF, puis déposez le PDF.")
_ARCHIVE = Sentence("Les archives (ZIP et autres) sont refusées. Déposez les documents un par un.")
_BROKEN = Sentence("Ce fichier est abîmé ou incomplet. Demandez-le de nouveau, ou déposez une photo.")
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x05\x06")
#: acts that a PDF may carry, as names of its objects.
_PDF_ACTS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm)\b")
_PROGRAM = re.compile(rb"<\s*(?:script|svg|html|!doctype|iframe|\?php|\?xml)", re.IGNORECASE)
_PNG_END = b"IEND\xaeB`\x82"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_OFFICE_DANGER = re.compile(
    r"vbaproject|vbadata|activex|embeddings/.*\.bin|/macros?/|^basic/|^scripts/|\.(?:exe|dll|js|vbs|bat|jar|ps1)$", re.I
)
_REMOTE = re.compile(rb"attachedTemplate|oleObject", re.IGNORECASE)


def sniffed(content: bytes, name: str) -> Kind:
    """What the file is; RefusedFile when it is nothing that is taken, when it hides something, or when its name says another thing."""
    kind = _by_content(content)
    suffix = PurePath(name).suffix.lower()
    if suffix not in kind.suffixes:
        said = suffix or Sentence("un format sans nom")
        raise RefusedFile(
            Sentence("Le nom de ce fichier annonce {said}, son contenu est {kind}. {taken}", said=said, kind=kind.code, taken=_TAKEN)
        )
    return kind


def _by_content(content: bytes) -> Kind:
    if not content:
        raise RefusedFile(Sentence("Ce fichier est vide."))
    head = content[:16]
    if head.startswith(b"PK\x03\x04"):
        return _office(content)
    if head.startswith(_ARCHIVES) or content[257:262] == b"ustar":
        raise RefusedFile(_ARCHIVE)
    if head.startswith(b"%PDF-"):
        return _pdf(content)
    picture = _picture(content)
    if picture is not None:
        if zipfile.is_zipfile(io.BytesIO(content)) or b"%PDF-" in content or re.search(rb"<script|<\?php", content, re.IGNORECASE):
            raise RefusedFile(_TWO)
        return picture
    return _text(content)


def _pdf(content: bytes) -> Kind:
    if b"%%EOF" not in content[-2048:]:
        raise RefusedFile(_BROKEN)
    if zipfile.is_zipfile(io.BytesIO(content)) or _PROGRAM.search(content[:1024]):
        raise RefusedFile(_TWO)
    if _PDF_ACTS.search(content):
        raise RefusedFile(
            Sentence("Ce PDF contient un programme, un formulaire actif ou un fichier joint. Imprimez-le en PDF, puis déposez ce PDF.")
        )
    return PDF


def _picture(content: bytes) -> Kind | None:
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        if not content.endswith(_PNG_END):
            raise RefusedFile(_TWO if _PNG_END in content else _BROKEN)
        return PNG
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return HEIC
    return None


def _text(content: bytes) -> Kind:
    text = decoded(content)
    if text is None or _CONTROL.search(text) or content.startswith((b"{\\rtf", b"#!", b"MZ", b"\x7fELF")):
        raise RefusedFile(_UNKNOWN)
    if _PROGRAM.search(content):
        raise RefusedFile(
            Sentence("Ce fichier est une page ou un dessin qui peut contenir un programme (HTML, SVG, XML). Déposez un PDF ou une photo.")
        )
    return TEXT


def decoded(content: bytes) -> str | None:
    """A text in UTF-8, else in Windows-1252 (what Windows writes in France); None when it is neither."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _office(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            entries = pack.infolist()
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise RefusedFile(_ARCHIVE)
            # bytes before the first entry or after the last one would be another file
            if min((entry.header_offset for entry in entries), default=1) or pack.comment:
                raise RefusedFile(_TWO)
            kind = _office_kind(pack, {entry.filename for entry in entries})
            if any(_OFFICE_DANGER.search(entry.filename) for entry in entries):
                raise RefusedFile(_MACROS)
            return kind
    except (zipfile.BadZipFile, KeyError, zlib.error, EOFError, RuntimeError, OSError, ValueError):
        raise RefusedFile(_BROKEN) from None


def _office_kind(pack: zipfile.ZipFile, names: set[str]) -> Kind:
    if "mimetype" in names:
        media = pack.read("mimetype").decode("ascii", "replace").strip()
        found = next((kind for kind in (ODT, ODS) if kind.media == media), None)
        if found is None or "content.xml" not in names:
            raise RefusedFile(_ARCHIVE)
        return found
    if "[Content_Types].xml" not in names:
        raise RefusedFile(_ARCHIVE)
    types = pack.read("[Content_Types].xml")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise RefusedFile(_MACROS)
    for kind, main in ((DOCX, "word/document.xml"), (XLSX, "xl/workbook.xml")):
        if main in names and kind.media.encode() in types:
            relations = [name for name in names if name.endswith(".rels")]
            if any(_REMOTE.search(pack.read(name)) for name in relations):
                raise RefusedFile(_MACROS)
            return kind
    raise RefusedFile(_ARCHIVE)
