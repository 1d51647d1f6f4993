"""From what a compiler wrote to bytes that run wherever they are put: sections end to end, the distances between them filled in.

Only what our own kernels need is understood: an ELF file of x86-64, references relative to the place that holds them, nothing taken from
elsewhere. Anything else raises ``NotLinked``, and numpy computes instead. Running it asks for no compiler and for none of its memory.
"""

import mmap
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

_WRITTEN, _ALLOCATED = 0x1, 0x2
_PROGRAM, _SYMBOLS, _RELOCATIONS = 1, 2, 4
_UNWINDING = ".eh_frame"
#: a 32-bit distance from the place that holds it, to data or to a function
_DISTANCES = (2, 4)


class NotLinked(Exception):
    """The object file asks for something that is not understood here."""


@dataclass(frozen=True, slots=True)
class Image:
    """``code``: what is put in memory, at the beginning of a page; ``entries``: name → where the function begins in it."""

    code: bytes
    entries: Mapping[str, int]


class _Section(NamedTuple):
    name: int
    kind: int
    flags: int
    address: int
    offset: int
    size: int
    link: int
    info: int
    alignment: int
    entry_size: int


def linked(content: bytes) -> Image:
    """The image of an object file; NotLinked when something in it is not understood."""
    if content[:5] != b"\x7fELF\x02" or struct.unpack_from("<H", content, 18)[0] != 62:
        raise NotLinked("not an object file of x86-64")
    (first,) = struct.unpack_from("<Q", content, 40)
    count, names = struct.unpack_from("<HH", content, 60)
    sections = [_Section._make(struct.unpack_from("<IIQQQQIIQQ", content, first + 64 * rank)) for rank in range(count)]
    titles = {rank: _text(content, sections[names].offset + section.name) for rank, section in enumerate(sections)}
    kept = {rank: section for rank, section in enumerate(sections) if section.flags & _ALLOCATED and titles[rank] != _UNWINDING}
    image, begins = bytearray(), {}
    for rank, section in kept.items():
        if section.kind != _PROGRAM or section.flags & _WRITTEN:
            raise NotLinked(f"a section of kind {section.kind}, flags {section.flags}")
        image += bytes(-len(image) % max(section.alignment, 1))
        begins[rank] = len(image)
        image += content[section.offset : section.offset + section.size]
    for section in sections:
        if section.kind == _RELOCATIONS and section.info in kept:
            _fill(image, content, section, sections[section.link], begins)
    return Image(bytes(image), _entries(content, sections, begins))


def _symbol(content: bytes, table: _Section, rank: int) -> tuple[int, int, int, int]:
    """(name, binding and type, section, value) of a symbol."""
    name, about, _, section, value, _ = struct.unpack_from("<IBBHQQ", content, table.offset + 24 * rank)
    return name, about, section, value


def _fill(image: bytearray, content: bytes, section: _Section, symbols: _Section, begins: Mapping[int, int]) -> None:
    """Write the distances that one section asks for."""
    for at in range(section.offset, section.offset + section.size, 24):
        offset, about, addend = struct.unpack_from("<QQq", content, at)
        _, _, target, value = _symbol(content, symbols, about >> 32)
        if about & 0xFFFFFFFF not in _DISTANCES or target not in begins:
            raise NotLinked(f"a reference of kind {about & 0xFFFFFFFF} to section {target}")
        place = begins[section.info] + offset
        struct.pack_into("<i", image, place, begins[target] + value + addend - place)


def _entries(content: bytes, sections: list[_Section], begins: Mapping[int, int]) -> dict[str, int]:
    """The functions that others may call."""
    found = {}
    for table in sections:
        for rank in range(table.size // 24 if table.kind == _SYMBOLS else 0):
            name, about, section, value = _symbol(content, table, rank)
            if about >> 4 == 1 and section in begins:
                found[_text(content, sections[table.link].offset + name)] = begins[section] + value
    return found


def _text(content: bytes, start: int) -> str:
    return content[start : content.index(b"\0", start)].decode("ascii")


class Loaded:
    """An image in memory, which can be run and read and no longer written; freed with this object."""

    def __init__(self, image: Image) -> None:
        handle = os.memfd_create("relais-plan", os.MFD_CLOEXEC)
        try:
            with os.fdopen(handle, "wb", closefd=False) as file:
                file.write(image.code)
            self._memory = mmap.mmap(handle, len(image.code), mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_EXEC)
        finally:
            os.close(handle)
        self._start = np.frombuffer(self._memory, np.uint8).ctypes.data
        self._entries = image.entries

    def address(self, name: str) -> int:
        """Where a function is; KeyError when there is none of this name."""
        return self._start + self._entries[name]
