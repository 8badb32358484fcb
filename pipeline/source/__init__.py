"""Files in, pages out: PDF, TIFF, images and text, each page as its pixels or its exact text."""

from pipeline.source.facts import FileFacts, identify
from pipeline.source.opening import load
from pipeline.source.plain import decode_text, pages_of_text

__all__ = ["FileFacts", "decode_text", "identify", "load", "pages_of_text"]
