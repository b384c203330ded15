#!/usr/bin/env python3
"""Counts the real orders independently: from the CSV file and the definitions in docs/metrics.md, without the product.

    orders.py FILE

FILE is data/olist/olist_joined.csv.gz. Prints the canonical dump of what ought to stand for every metric but support's, and
its SHA-256 last on stderr. Civil time is the standard library's (zoneinfo); nothing here is shared with the product.
"""
import csv
import gzip
import hashlib
import json
import sys
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Sao_Paulo")
OFFLINE = {"boleto"}
PAYABLE = {"credit_card", "debit_card", "voucher", "boleto"}
OWN = ("ACCOUNTABLE", "", "")


def main(path: str) -> None:
    counts = Counter()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for cell, hits, misses in judged(row):
                counts[cell, "hits"] += hits
                counts[cell, "misses"] += misses
    cells = sorted({cell for (cell, _), count in counts.items() if count})
    text = "".join(line(cell, counts[cell, "hits"], counts[cell, "misses"]) for cell in cells).encode()
    sys.stdout.buffer.write(text)
    print(hashlib.sha256(text).hexdigest(), file=sys.stderr)


def judged(row):
    """(cell, hits, misses) of every question that is asked of one order."""
    status = row["order_status"]
    ordered, approved, handed, delivered, limit = (instant(row[column]) for column in (
        "order_purchase_timestamp", "order_approved_at", "order_delivered_carrier_date",
        "order_delivered_customer_date", "shipping_limit_date"))
    promised = row["order_estimated_delivery_date"]
    methods = set(filter(None, row["payment_types"].split("|"))) & PAYABLE
    canceled, released = status == "canceled", status not in ("created", "canceled", "unavailable")
    method = "unattributed" if not methods else "method/mixed" if len(methods) > 1 else f"method/{min(methods)}"
    area = f"area/{row['customer_state'].lower()}"

    def ask(metric, unit, day, hit, account=OWN):
        yield (metric, "1", unit, day, *account, "IMPORTED"), int(hit), int(not hit)

    if methods and not (approved is None and delivered is not None):
        due = later(ordered, 1)
        account = ("EXCLUDED", "CUSTOMER_CHOSE_OFFLINE_PAYMENT", "customer") if methods & OFFLINE else OWN
        yield from ask("payment_approved_in_time", method, day_of(due), approved is not None and approved <= due, account)
    yield from ask("order_kept", method, promised, not canceled and status != "unavailable",
                   ("OTHERS", "CAUSE_UNKNOWN", "unattributed") if canceled else OWN)

    if released:
        sellers, states = row["seller_ids"].split("|"), row["seller_state"].split("|")
        origin = f"origin/{states[0].lower()}/seller/{sellers[0]}" if len(sellers) == 1 else "origin/unattributed"
        impossible = approved is not None and limit < approved
        account = ("EXCLUDED", "UPSTREAM_ORDERING", "ordering") if impossible else OWN
        for metric, due in (("handed_over_by_limit", limit), ("handed_over_at_last", later(limit, 7))):
            yield from ask(metric, origin, day_of(limit), handed is not None and handed <= due, account)

    came = None if delivered is None else day_of(delivered)
    kept = came is not None and came <= promised
    yield from ask("delivered_by_first_promise", area, promised, kept,
                   responsible(canceled, kept, released, handed, came, limit, promised))
    if handed is not None and not canceled:
        yield from ask("arrived_at_last", area, promised, came is not None and days(promised, came) <= 14)

    if came is not None:
        promised_days, early = days(day_of(ordered), promised), days(came, promised)
        yield from ask("promise_not_padded", method, promised, early * 5 <= promised_days * 3)
        yield ("promised_days", "1", method, promised, *OWN, "IMPORTED"), promised_days, 0
        yield ("delivered_days", "1", method, promised, *OWN, "IMPORTED"), max(0, days(day_of(ordered), came)), 0

    scores = row["review_scores"].split("|")
    if scores[-1]:
        score = int(scores[-1])
        yield from ask("customer_score", "unattributed", promised, score >= 4)
        yield ("customer_score_points", "1", "unattributed", promised, *OWN, "IMPORTED"), score - 1, 5 - score


def responsible(canceled, kept, released, handed, came, limit, promised):
    """Who answers for the first promise: one party for every miss."""
    if canceled:
        return ("EXCLUDED", "CAUSE_UNKNOWN", "unattributed")
    if kept:
        return OWN
    if not released:
        return ("OTHERS", "UPSTREAM_NOT_RELEASED", "ordering")
    if handed is None and came is None:
        return ("OTHERS", "UPSTREAM_NEVER_HANDED_OVER", "warehouse")
    if handed is not None and came is not None and handed > limit and days(promised, came) <= days(day_of(limit), day_of(handed)):
        return ("OTHERS", "UPSTREAM_HANDED_OVER_LATE", "warehouse")
    return OWN


def instant(text: str):
    """The instant of a wall time, the first one where it occurs twice; None for an empty cell."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(ZoneInfo("UTC")) if text else None


def later(at: datetime, number: int) -> datetime:
    """The same wall time so many days later."""
    wall = at.astimezone(ZONE).replace(tzinfo=None) + timedelta(days=number)
    return wall.replace(tzinfo=ZONE).astimezone(ZoneInfo("UTC"))


def day_of(at: datetime) -> str:
    return at.astimezone(ZONE).date().isoformat()


def days(first: str, last: str) -> int:
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).days


def line(cell, hits: int, misses: int) -> str:
    metric, definition, unit, day, kind, reason, responsible_party, origin = cell
    found = {"metric": metric, "definition": int(definition), "unit": unit, "day": day, "class": kind, "reason": reason,
             "responsible": responsible_party, "origin": origin, "hits": str(hits), "misses": str(misses)}
    return json.dumps(found, separators=(",", ":"), ensure_ascii=False) + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
