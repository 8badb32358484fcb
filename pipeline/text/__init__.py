"""Vietnamese orthography: composition, marks, syllables, tokens."""

from pipeline.text.orthography import (
    TONES,
    fold,
    is_syllable,
    nfc,
    same_habit,
    strip_marks,
    tone_free,
    with_tone_habit,
)

__all__ = [
    "TONES",
    "fold",
    "is_syllable",
    "nfc",
    "same_habit",
    "strip_marks",
    "tone_free",
    "with_tone_habit",
]
