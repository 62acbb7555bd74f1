"""The rules: calendar, destination types, columns, identifiers, identity, disclosure.

Pure; the only I/O is package data beside a module.
"""
