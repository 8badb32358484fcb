"""What a plan names: indicators with their components, documents cited."""

from __future__ import annotations

from typing import Literal

from pipeline.document.elements import Model, Named, Source


class Mention(Model):
    """One place where something is named."""

    surface: str
    source: Source | None
    confidence: float = 1.0


class Component(Model):
    """A component of an indicator, e.g. PAPI.2."""

    id: str
    name: str


class Indicator(Model):
    """A governance index named by the plan (chỉ số)."""

    id: str
    name: str
    component: Component | None
    year: int | None
    mentions: tuple[Mention, ...]


class Reference(Model):
    """A document cited (văn bản viện dẫn)."""

    type: Named
    number_symbol: str | None
    issue_date: str | None
    issuer: str | None
    title: str | None
    role: Literal["basis", "implement", "amend", "cite", "attached_to"]
    party: bool
    mentions: tuple[Mention, ...]
    confidence: float = 1.0
