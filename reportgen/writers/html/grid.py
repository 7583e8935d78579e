"""At which grid column a cell starts: cells that span rows push the cells of the next rows to the right."""

from collections.abc import Iterator

from reportgen.document import Row


def starts(rows: tuple[Row, ...], width: int) -> Iterator[list[int]]:
    """Per row of a head or a body, the grid column of each of its cells."""
    free = [0] * width  # per column, the first row in which no cell from above covers it
    for index, row in enumerate(rows):
        column, found = 0, []
        for cell in row.cells:
            while free[column] > index:
                column += 1
            found.append(column)
            if cell.rows > 1:
                free[column : column + cell.columns] = [index + cell.rows] * cell.columns
            column += cell.columns
        yield found
