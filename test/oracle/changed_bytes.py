#!/usr/bin/env python3
"""Changes one byte of a record bundle at many places of each kind of file, and asks record.py each time.

    changed_bytes.py DIR TIMES

The folder is the same afterwards. Prints one line for each kind; exits 1 at the first change that is not named.
"""
import contextlib
import io
import os
import random
import re
import sys

import record

KINDS = {"records": r"records/", "counts": r"counts\.jsonl$", "documents": r"documents/", "batches": r"batches/", "manifest": r"manifest\.json$",
         "signatures": r"(signatures|keys|root)\.json$", "chains": r"(chains/|snapshot|superseded)"}


def main(folder: str, times: int) -> None:
    paths = sorted(os.path.relpath(os.path.join(top, name), folder) for top, _, names in os.walk(folder) for name in names)
    numbers = random.Random(7)
    for kind, pattern in KINDS.items():
        own = [path for path in paths if re.match(pattern, path)]
        for time in range(times):
            path = numbers.choice(own)
            said = last_line_with_other_byte(folder, path, numbers)
            # A changed manifest may name another file, or a file otherwise: then the file that is named differs from it.
            if not said.startswith("NO " if path == "manifest.json" else f"NO {path}: "):
                sys.exit(f"{kind} {time}: a changed byte of {path} gives: {said}")
        print(f"{kind} {times}")


def last_line_with_other_byte(folder: str, path: str, numbers: random.Random) -> str:
    place = os.path.join(folder, path)
    with open(place, "rb") as file:
        before = file.read()
    changed = bytearray(before)
    at = numbers.randrange(len(before))
    changed[at] = (changed[at] + numbers.randrange(1, 256)) % 256
    said = io.StringIO()
    try:
        with open(place, "wb") as file:
            file.write(changed)
        with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
            record.main(folder)
    finally:
        with open(place, "wb") as file:
            file.write(before)
    return said.getvalue().strip().split("\n")[-1]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
