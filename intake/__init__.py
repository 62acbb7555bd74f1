"""IN: the bytes of one school file become rows of text, with findings. No Dagster, no database, no list of schools.

`extract.read_extract` is the door. One module per format (`delimited`, `workbook`) hands over the common value
`document.Document`; `formats` picks the module by content. `headers` finds and reads the titles, `collection` says
which cycle, year group and stage a sheet is about, `body` cuts off what is no row, `frames` makes the tables,
`findings` words what is wrong.
"""
