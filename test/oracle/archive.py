#!/usr/bin/env python3
"""Counts archived batches again, in another language and from the .proto alone.

    archive.py FILE

FILE holds batches one after the other, each behind its length in four bytes, big end first. Prints the canonical dump of what
stands, and its SHA-256 last on stderr. Nothing here is shared with the product: the wire format is decoded by hand.
"""
import hashlib
import json
import sys
from collections import defaultdict

CLASSES = ["", "ACCOUNTABLE", "EXCLUDED", "OTHERS"]
ORIGINS = ["", "REPORTED", "IMPORTED", "GENERATED"]


def main(path: str) -> None:
    counts = defaultdict(lambda: [0, 0])
    with open(path, "rb") as file:
        data = file.read()
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at:at + 4], "big")
        add_batch(counts, data[at + 4:at + 4 + length])
        at += 4 + length
    lines = sorted((key, line(key, hits, misses)) for key, (hits, misses) in counts.items() if hits or misses)
    text = "".join(f"{one}\n" for _, one in lines).encode()
    sys.stdout.buffer.write(text)
    print(hashlib.sha256(text).hexdigest(), file=sys.stderr)


def add_batch(counts, batch: bytes) -> None:
    for observations in of(fields(batch), 11):
        for cell in of(fields(observations), 1):
            parts = fields(cell)
            key = cell_key(of(parts, 1)[0])
            hits, misses, gone_hits, gone_misses = (sum(map(len, of(parts, number))) // 16 for number in (2, 3, 4, 5))
            for tally in of(parts, 6):
                quantities = dict(fields(tally))
                hits, misses = hits + quantities.get(1, 0), misses + quantities.get(2, 0)
                gone_hits, gone_misses = gone_hits + quantities.get(3, 0), gone_misses + quantities.get(4, 0)
            counts[key][0] += hits - gone_hits
            counts[key][1] += misses - gone_misses


def cell_key(data: bytes):
    found = dict(fields(data))
    text = lambda number: found.get(number, b"").decode()
    return (text(1), str(found.get(2, 0)), text(3), text(4), CLASSES[found.get(5, 0)], text(6), text(7), ORIGINS[found.get(8, 0)])


def line(key, hits: int, misses: int) -> str:
    metric, definition, unit, day, kind, reason, responsible, origin = key
    cell = {"metric": metric, "definition": int(definition), "unit": unit, "day": day, "class": kind, "reason": reason,
            "responsible": responsible, "origin": origin, "hits": str(hits), "misses": str(misses)}
    return json.dumps(cell, separators=(",", ":"), ensure_ascii=False)


def of(parts, number: int):
    return [value for field, value in parts if field == number]


def fields(data: bytes):
    """(number, value) of every field: bytes for length-delimited ones, whole numbers for varints."""
    at, found = 0, []
    while at < len(data):
        tag, at = varint(data, at)
        kind = tag & 7
        if kind == 0:
            value, at = varint(data, at)
        elif kind == 2:
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
        elif kind in (1, 5):
            width = 8 if kind == 1 else 4
            value, at = data[at:at + width], at + width
        else:
            raise ValueError(f"wire type {kind}")
        found.append((tag >> 3, value))
    return found


def varint(data: bytes, at: int):
    value, shift = 0, 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
