"""The words of the field (用语) as data: which words mean what, where. Shipped ones and those of a region."""

from reportgen.lexicon.notation import WrongWord, pattern_of
from reportgen.lexicon.words import Lexicon, of, spoken, using

__all__ = ["Lexicon", "WrongWord", "of", "pattern_of", "spoken", "using"]
