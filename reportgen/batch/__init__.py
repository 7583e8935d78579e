"""Many budget files → their documents (成批生成): by one pure function, in this process or in many.

task.py  what is to be made of one budget file, and what came of it; plain data that travels between processes
"""

from reportgen.batch.task import About, Also, Drawn, Made, Outcome, Task, built, drawn, written

__all__ = ["About", "Also", "Drawn", "Made", "Outcome", "Task", "built", "drawn", "written"]
