"""Rows become the bytes of a file. Pure."""

from bot.exports.csv import CsvEncoder
from bot.exports.jsonl import JsonLinesEncoder
from bot.exports.rows import Format

FORMATS = {
    "csv": Format(name="csv", suffix=".csv", encoder=CsvEncoder),
    "jsonl": Format(name="jsonl", suffix=".jsonl", encoder=JsonLinesEncoder),
}
