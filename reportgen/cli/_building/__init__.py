"""The phases of `reportgen build` (生成的各步): each takes what the one before it made.

formats    which formats are asked for, and which files they take
documents  budget files → checked documents
paging     documents → documents whose contents know their pages, as LibreOffice prints them
files      documents → the files of every format, saved together
telling    what is said on the way, and the exit code
"""
