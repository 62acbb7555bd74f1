"""OUT: frames and plain data in, pages out. No database, no clock, nothing fetched; the same input gives the same
bytes.
"""
