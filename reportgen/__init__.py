"""From one budget file to the whole disclosure of a Chinese government department (部门预算、决算信息公开)."""

__version__ = "0.1.0"
