"""ALTO 4: the words of each page with their boxes, confidences and alternatives."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from pipeline.document import Document, Page, PageLine, PageWord
from pipeline.export.words import printable

_NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_Box = tuple[int, int, int, int]


def to_alto(document: Document) -> bytes:
    """Return the document's pages as one ALTO file; words without a box stand on no page and are left out."""
    root = Xml.Element("alto", xmlns=_NAMESPACE)
    description = Xml.SubElement(root, "Description")
    Xml.SubElement(description, "MeasurementUnit").text = "pixel"
    image = Xml.SubElement(description, "sourceImageInformation")
    Xml.SubElement(image, "fileName").text = printable(document.file.name)
    step = Xml.SubElement(description, "Processing", ID="vnplan")
    software = Xml.SubElement(step, "processingSoftware")
    Xml.SubElement(software, "softwareName").text = "vnplan"
    Xml.SubElement(software, "softwareVersion").text = document.processing.version
    layout = Xml.SubElement(root, "Layout")
    for page in document.pages:
        _add_page(layout, page)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_page(layout: Xml.Element, page: Page) -> None:
    size = {"WIDTH": str(page.width_px or 0), "HEIGHT": str(page.height_px or 0)}
    sheet = Xml.SubElement(
        layout, "Page", {"ID": f"p{page.number}", "PHYSICAL_IMG_NR": str(page.number), **size}
    )
    space = Xml.SubElement(sheet, "PrintSpace", {"HPOS": "0", "VPOS": "0", **size})
    for index, line in enumerate(page.lines, start=1):
        words = [word for word in line.words if word.box is not None and printable(word.text)]
        if line.box is not None and words:
            _add_line(space, f"p{page.number}l{index}", line, words)


def _add_line(space: Xml.Element, name: str, line: PageLine, words: list[PageWord]) -> None:
    block = Xml.SubElement(space, "TextBlock", {"ID": f"{name}b", **_place(line.box)})
    row = Xml.SubElement(block, "TextLine", {"ID": name, **_place(line.box)})
    for index, word in enumerate(words, start=1):
        if index > 1:
            Xml.SubElement(row, "SP")
        content = {"CONTENT": printable(word.text), "WC": f"{word.confidence:.3f}"}
        string = Xml.SubElement(row, "String", {"ID": f"{name}w{index}", **content, **_place(word.box)})
        for other in dict.fromkeys((*([word.ocr_text] if word.ocr_text else []), *word.alternatives)):
            Xml.SubElement(string, "ALTERNATIVE").text = printable(other)


def _place(box: _Box | None) -> dict[str, str]:
    x0, y0, x1, y1 = box or (0, 0, 0, 0)
    return {"HPOS": str(x0), "VPOS": str(y0), "WIDTH": str(x1 - x0), "HEIGHT": str(y1 - y0)}
