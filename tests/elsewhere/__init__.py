"""Right documents that this program did not make: figures, words and tables of their own, printed by python-docx.

`department` draws the figures, `sentences` and `tables` say them in the ways of several provinces, `printed` puts them
into a Word file. Nothing here asks the program for a figure, a word or a table.
"""
