"""The document beside its budget file, and slips in the file itself (预算文件)."""
