"""Rows become the bytes of a file. Pure."""

from bot.exports.csv import CSV
from bot.exports.json_document import JSON
from bot.exports.jsonl import JSON_LINES
from bot.exports.parquet import PARQUET
from bot.exports.polis import POLIS
from bot.exports.xlsx import XLSX

FORMATS = {format_.name: format_ for format_ in (CSV, XLSX, JSON_LINES, JSON, PARQUET, POLIS)}
