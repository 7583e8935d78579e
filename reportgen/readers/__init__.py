"""Readers (读入): one sub-package per format, the inverse of the writer of that name.

Each declares `read(…) -> Document`: what a finished file says, whoever typed it. Numbers have lost their names there,
so every run is `Text`.
"""
