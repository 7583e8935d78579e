"""Lines and tables as a document (逐行成文): what readers of files share whose pages show the same, DOCX and HTML.

kinds       what lines are for           captions  tables with caption and notes
cells       what cells are for           guessing  what lines are for where nothing tells
grids       rows and spans               outline   title and headings
projection  what is left of a tree that was printed and read again
"""
