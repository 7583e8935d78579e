"""Readers (读入): one module or sub-package per format, the inverse of the writer of that name.

Each has `read(…)`: a finished file, whoever typed it, as a tree. Figures have lost their names there, so every run is
`Text`. DOCX and HTML are first read as lines and tables (`_lines`, `_table_rows`), then made into a
document (`_outline`); what a file does not tell is guessed (`_patterns`).
"""
