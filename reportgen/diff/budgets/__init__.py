"""What two budget files say beyond their documents (比预算): figures by name, members under two names, words.

figures   figures by their names, and the order of a summary (sides: of one report; facts: numbers without a measure)
renaming  members that the two call differently (members: how a budget uses them; likeness: how alike names are)
reasons   what the files say in words
"""
