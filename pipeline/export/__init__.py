"""Documents into other people's systems: tables, calendars, databases, archives, a report.

`export` makes a file's bytes of documents; `database`, `archive` and `report` are asked for by name.
"""

from pipeline.export.formats import FORMATS, Format, export

__all__ = ["FORMATS", "Format", "export"]
