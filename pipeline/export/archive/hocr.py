"""hOCR 1.2: the same words as HTML, for tools that read it."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from pipeline.document import Document, Page, PageLine
from pipeline.export.words import printable

_Box = tuple[int, int, int, int]


def to_hocr(document: Document) -> bytes:
    """Return the document's pages as one hOCR file (XHTML)."""
    root = Xml.Element("html", {"xmlns": "http://www.w3.org/1999/xhtml", "lang": "vi", "xml:lang": "vi"})
    head = Xml.SubElement(root, "head")
    Xml.SubElement(head, "title").text = printable(document.file.name)
    Xml.SubElement(head, "meta", charset="utf-8")
    Xml.SubElement(head, "meta", name="ocr-system", content=f"vnplan {document.processing.version}")
    Xml.SubElement(head, "meta", name="ocr-capabilities", content="ocr_page ocr_par ocr_line ocrx_word")
    body = Xml.SubElement(root, "body")
    for page in document.pages:
        _add_page(body, page, document.file.name)
    return b"<!DOCTYPE html>\n" + bytes(Xml.tostring(root, encoding="utf-8"))


def _add_page(body: Xml.Element, page: Page, name: str) -> None:
    box = (0, 0, page.width_px or 0, page.height_px or 0)
    image = printable(name).replace('"', "'")
    title = f'image "{image}"; {_place(box)}; ppageno {page.number - 1}'
    if page.dpi:
        title += f"; scan_res {page.dpi:.0f} {page.dpi:.0f}"
    sheet = Xml.SubElement(body, "div", {"class": "ocr_page", "id": f"page_{page.number}", "title": title})
    for index, line in enumerate(page.lines, start=1):
        if line.box is not None and line.words:
            _add_line(sheet, f"{page.number}_{index}", line, line.box)


def _add_line(sheet: Xml.Element, name: str, line: PageLine, box: _Box) -> None:
    # OCRmyPDF finds lines only within paragraphs; as in our ALTO, each line is a block of its own
    block = Xml.SubElement(sheet, "p", {"class": "ocr_par", "id": f"par_{name}", "title": _place(box)})
    row = Xml.SubElement(block, "span", {"class": "ocr_line", "id": f"line_{name}", "title": _place(box)})
    for index, word in enumerate(line.words, start=1):
        if word.box is not None and printable(word.text):
            title = f"{_place(word.box)}; x_wconf {word.confidence * 100:.0f}"
            found = Xml.SubElement(
                row, "span", {"class": "ocrx_word", "id": f"word_{name}_{index}", "title": title}
            )
            found.text = printable(word.text)
            found.tail = " "


def _place(box: _Box) -> str:
    return "bbox {} {} {} {}".format(*box)
