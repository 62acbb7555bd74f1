"""IN: the bytes of one school file become rows of text, with findings. No Dagster, no database, no list of schools.

`extract.read_extract` is the door. One module per format hands over the common value `document.Document`: `delimited`
(CSV, TSV), `workbook` (XLSX), `old_workbook` (XLS), `open_document` (ODS), `spreadsheet_xml` (Excel 2003 XML),
`web_page` (HTML tables), `archive` (a ZIP of any of them); `formats` picks the module by content. `title_rows` finds
the titles, `headers` reads them, `collection` says which cycle, year group and stage a sheet is about, `body` cuts off
what is no row, `own_workbooks` knows a workbook of ours that comes back, `frames` makes the tables, `findings` words
what is wrong.
"""
