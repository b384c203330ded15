#!/usr/bin/env python3
"""Proves an allocation again, in another language and from docs/record-format.md alone.

    payout.py MANIFEST [KEYS]

KEYS is a file of public keys that you got from another place than the manifest. The file of amounts lies beside the manifest. Prints a
line for each step, or the first difference and exits 1. JSON, hashes, Ed25519 and the arithmetic are done by hand.
"""
import csv
import datetime
import hashlib
import json
import os
import re
import sys
from fractions import Fraction
from math import floor

from ed25519 import is_signed

SPAN = re.compile(r"^(\S+) (\d+) d x (\d+) bp x (\d+)(?:/(\d+))?( \(on hold\))?$")
DECIMALS = {**dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0),
            **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3), **dict.fromkeys("CLF UYW".split(), 4)}


def main(place: str, trusted: str = "") -> None:
    name = os.path.basename(place)
    manifest = json.load(open(place, encoding="utf-8"))
    signature = manifest.pop("signature")
    content = manifest.pop("content_sha256")
    same(name, "content_sha256", sha(json.dumps(manifest, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()), content)
    say("manifest", manifest["format"])
    check_signature(name, content, signature, json.load(open(trusted, "rb"))["keys"] if trusted else None)
    if manifest["format"] == "cx-payout-adjustment/1":
        return check_correction(place, name, manifest)
    amounts = f"payout-{manifest['period']}-{manifest['pool']}.csv"
    data = open(os.path.join(os.path.dirname(place), amounts), "rb").read()
    same(amounts, "sha256", manifest["file_sha256"], sha(data))
    rows = [check_row(amounts, row, manifest) for row in csv.DictReader(data.decode("utf-8").splitlines())]
    say("payees", str(len(rows)))
    check_pool(name, amounts, rows, manifest)
    say("pool", f"paid {manifest['paid']} {manifest['currency']}")


def check_signature(name: str, content: str, one, trusted) -> None:
    if one == "":
        same(name, "signature", True, trusted is None)
        return say("signature", "none")
    same(name, "signature.purpose", "PAYOUT_MANIFEST", one["purpose"])
    same(name, "signature.sha256", content, one["sha256"])
    same(name, "signature.key_id", sha(bytes.fromhex(one["public_key"]))[:16], one["key_id"])
    if trusted is not None:
        same(name, "signature.key_id", True, one["public_key"] in [known["public_key"] for known in trusted])
    own = {"public_key": one["public_key"], "from": one["key_from"]}
    for known in [own] + (trusted or []):
        if known["public_key"] == one["public_key"]:
            same(name, "signature.signed_at", True, int(known["from"]) <= int(one["signed_at"]))
            same(name, "signature.signed_at", True, "until" not in known or int(one["signed_at"]) < int(known["until"]))
    message = f"cx-index/signature/1\n{one['purpose']}\n{one['sha256']}\n{one['signed_at']}\n".encode()
    same(name, "signature.signature", True, is_signed(bytes.fromhex(one["public_key"]), message, bytes.fromhex(one["signature"])))
    say("signature", one["key_id"])


def check_row(name: str, row, manifest):
    days = (datetime.date.fromisoformat(manifest["last_day"]) - datetime.date.fromisoformat(manifest["first_day"])).days + 1
    stated = {one["department"]: one for one in manifest["departments"]}
    paid = reserved = Fraction(0)
    for span in row["spans"].split(" + "):
        department, in_days, share, above, below, hold = SPAN.match(span).groups()
        factor = Fraction(int(above), int(below or 1))
        same(name, f"factor of {department}", Fraction(stated[department]["factor"]), factor)
        same(name, f"hold of {department}", stated[department]["on_hold"], hold is not None)
        worth = minor(row["target"], manifest) * factor * int(in_days) * int(share) / (days * 10000)
        if row["why"] != "BELOW_MINIMUM_DAYS":
            paid, reserved = (paid, reserved + worth) if hold else (paid + worth, reserved)
    same(name, f"{row['payee']} before_pool_minor", Fraction(row["before_pool_minor"]), paid)
    for field in ("mark", "period", "currency", "scale", "rounded_by"):
        same(name, field, manifest[field], row[field])
    payee = row["payee"][1:] if row["payee"].startswith("'") else row["payee"]
    return payee, paid, reserved, minor(row["amount"], manifest)


def check_pool(name: str, amounts: str, rows, manifest) -> None:
    parts = [(payee, paid) for payee, paid, _, _ in rows]
    reserved = sum((one for _, _, one, _ in rows), Fraction(0))
    if reserved:
        parts.append(("", reserved))
    asked = sum((part for _, part in parts), Fraction(0))
    same(name, "asked_minor", asked, Fraction(manifest["asked_minor"]))
    pool = minor(manifest["pool_amount"], manifest) if "pool_amount" in manifest else None
    scale = Fraction(1)
    if pool is not None and asked and (asked > pool or manifest["under_spend"] == "REDISTRIBUTE"):
        scale = Fraction(pool) / asked
    same(name, "scale", scale, Fraction(manifest["scale"]))
    each = [rounded(part, manifest["rounding"]) for _, part in parts]
    by = "LARGEST_REMAINDER" if scale != 1 or (pool is not None and sum(each) > pool) else "MODE"
    same(name, "rounded_by", by, manifest["rounded_by"])
    if by == "LARGEST_REMAINDER":
        exact = [part * scale for _, part in parts]
        each = [floor(one) for one in exact]
        left = floor(sum(exact, Fraction(0))) - sum(each)
        tie = [sha(f"{manifest['period']}\n{payee}".encode()) for payee, _ in parts]
        for place in sorted(range(len(parts)), key=lambda at: (each[at] - exact[at], tie[at]))[:left]:
            each[place] += 1
    for (payee, _, _, amount), expected in zip(rows, each):
        same(amounts, f"{payee} amount", expected, amount)
    paid = sum(each[: len(rows)])
    same(name, "paid", paid, minor(manifest["paid"], manifest))
    same(name, "reserved", sum(each) - paid, minor(manifest["reserved"], manifest))
    same(name, "payees", str(len(rows)), manifest["payees"])
    if pool is not None:
        same(name, "left", pool - sum(each), minor(manifest["left"], manifest))


def check_correction(place: str, name: str, manifest) -> None:
    deltas = f"adjustment-{manifest['effective_period']}-v{manifest['restated'].split('/')[-1]}-{manifest['pool']}.csv"
    data = open(os.path.join(os.path.dirname(place), deltas), "rb").read()
    same(deltas, "sha256", manifest["file_sha256"], sha(data))
    rows = list(csv.DictReader(data.decode("utf-8").splitlines()))
    for row in rows:
        check_delta(deltas, row, manifest)
    sums = {}
    for row in rows:
        key = (row["action"], row["recovery"])
        sums[key] = sums.get(key, 0) + minor(row["delta"], manifest)
    same(name, "reserve_paid", minor(manifest["reserve_paid"], manifest), sums.get(("PAY", ""), 0))
    same(name, "paid_payees", manifest["paid_payees"], str(sum(row["action"] == "PAY" for row in rows)))
    same(name, "below_de_minimis", minor(manifest["below_de_minimis"]["amount"], manifest), sums.get(("BELOW_DE_MINIMIS", ""), 0))
    for one in manifest["reported"]:
        same(name, f"reported {one['recovery']}", minor(one["amount"], manifest), sums.get(("REPORT", one["recovery"]), 0))
    say("deltas", f"{len(rows)}, paid {manifest['reserve_paid']} {manifest['currency']}")


def check_delta(name: str, row, manifest) -> None:
    for field in ("currency", "scale", "effective_period", "posting_period"):
        same(name, f"{row['payee']} {field}", manifest[field], row[field])
    moved = Fraction(row["before_pool_restated_minor"]) - Fraction(row["before_pool_closed_minor"])
    due = max(0, minor(row["closed_amount"], manifest) + rounded(moved * Fraction(manifest["scale"]), manifest["rounding"]))
    same(name, f"{row['payee']} due", due, minor(row["due"], manifest))
    gross, delta = due - minor(row["paid_before"], manifest), minor(row["delta"], manifest)
    same(name, f"{row['payee']} delta", True, delta == gross if gross >= 0 else gross <= delta <= 0)
    small = -delta < minor(manifest["de_minimis"], manifest)
    action = "NONE" if delta == 0 else "PAY" if delta > 0 else "BELOW_DE_MINIMIS" if small else "REPORT"
    same(name, f"{row['payee']} action", action, row["action"])
    same(name, f"{row['payee']} recovery", action == "REPORT", row["recovery"] in ("NOT_REQUESTED", "NETTED", "WAIVED"))


def rounded(exact: Fraction, mode: str) -> int:
    low = floor(exact)
    rest = exact - low
    if rest == Fraction(1, 2):
        return low + 1 if mode == "HALF_UP" or low % 2 else low
    return low + 1 if rest > Fraction(1, 2) else low


def minor(text: str, manifest) -> int:
    whole, _, decimals = text.removeprefix("-").partition(".")
    amount = int(whole + decimals.ljust(DECIMALS.get(manifest["currency"], 2), "0"))
    return -amount if text.startswith("-") else amount


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def same(file: str, field: str, expected, found) -> None:
    if expected != found:
        print(f"NO {file}: {field}: expected {expected}, found {found}")
        sys.exit(1)


def say(step: str, detail: str) -> None:
    print(f"ok {step} {detail}")


if __name__ == "__main__":
    main(*sys.argv[1:])
