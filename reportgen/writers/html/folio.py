"""Page numbers in print, — 1 —: at the foot, one character from the outer edge of the text (GB/T 9704-2012, 7.5).

On turned pages too, whatever the style sheet wants: lines that run downwards are no part of the CSS that the checker
knows. Browsers without margin boxes print none.
"""

from reportgen.style import StyleSheet
from reportgen.writers.html.paper import points

NUMBER = 'content: "— " counter(page) " —"'


def page_numbers(style: StyleSheet, face: str) -> str:
    """The rules of odd and even pages; `face` is the CSS of the font."""
    size = points(style.texts["页码"].size, 2)
    return "".join(
        f"@page :{side} {{ @bottom-{side} {{ {NUMBER}; {face} font-size: {size}; margin-{side}: 1em; }} }}\n"
        for side in ("right", "left")
    )
