"""Tables (表): a definition from the region's folder + figures → a table of the document tree.

A definition is a heading tree over leaf columns, and rows; a cell is the row's conditions joined with the column's
figure. docs/REGIONS.md is the manual of the notation.
"""

from reportgen.tables.build import Charts, tables

__all__ = ["Charts", "tables"]
