"""Profiles (地区模板): a region is a folder; what it does not say it inherits from its parent (上级)."""

from reportgen.profile.loading import load
from reportgen.profile.models import ChangeWording, NumberForm, Profile
from reportgen.profile.numbering import numbered
from reportgen.profile.regions import Region, kinds, regions
from reportgen.profile.words import fill, words_of

__all__ = [
    "ChangeWording",
    "NumberForm",
    "Profile",
    "Region",
    "fill",
    "kinds",
    "load",
    "numbered",
    "regions",
    "words_of",
]
