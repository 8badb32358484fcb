"""Page images made fit for reading: grey, upright, level, evenly lit; a good page is left as it is."""

from pipeline.preprocessing.chain import preprocess

__all__ = ["preprocess"]
