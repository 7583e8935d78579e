"""What two budget files say beyond their documents (比预算): figures by name, members under two names, words.

renaming  members that the two call differently (by likeness and members); renamed: what they are called
figures   figures by their names (sides, side, facts); importance: their order in a summary
reasons   what the files say in words (words: of which figure or unit, where; statements)
"""
