"""Profiles (地区模板): a region is a folder; what it does not say it inherits from its parent (上级)."""

from reportgen.profile.loading import load
from reportgen.profile.models import ChangeWording, NumberForm, Profile, ZeroColumns
from reportgen.profile.patterns import fill, fill_known, numbered, words_of
from reportgen.profile.regions import Region, kinds, regions

__all__ = [
    "ChangeWording",
    "NumberForm",
    "Profile",
    "Region",
    "ZeroColumns",
    "fill",
    "fill_known",
    "kinds",
    "load",
    "numbered",
    "regions",
    "words_of",
]
