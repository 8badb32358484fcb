"""The lock around pdfium, which one thread may enter at a time."""

import threading

PDFIUM = threading.Lock()
