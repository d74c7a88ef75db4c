"""How does an office file get the same bytes every time, and nobody's name?"""

from __future__ import annotations

import io
import zipfile
from typing import Final
from xml.sax.saxutils import escape

_CORE: Final = "docProps/core.xml"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PROPERTIES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:language>{language}</dc:language>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:modified>'
    "</cp:coreProperties>"
)


def settle(raw: bytes, title: str, language: str) -> bytes:
    """Pack an office file again: one fixed time, and properties that name only the title.

    Returns: equal bytes for equal parts, whenever and by whomever it was made.
    """
    core = _PROPERTIES.format(title=escape(title), language=language).encode()
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as given,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            packed.writestr(entry, core if name == _CORE else given.read(name))
    return settled.getvalue()
