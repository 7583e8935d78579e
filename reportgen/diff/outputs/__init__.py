"""What a comparison is shown as (输出): one module per format, `write(differences) -> bytes`, found by its name.

`PRINTED = True` says that it goes to the screen where no file is asked for. What begins with `_` is no format.
"""
