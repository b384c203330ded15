#!/usr/bin/env python3
"""Makes data/olist/olist_joined.csv.gz from the publisher's own files: a line per order with all that the metrics need.

    slice-olist.py FROM TO

FROM holds olist_orders.csv.gz and its companions. Ids are cut to their first 8 hexadecimal digits, which stay unique; where
an order has several payments, sellers or reviews they stand side by side, parted by "|". The same input makes the same bytes.
"""
import csv
import gzip
import io
import sys
from collections import defaultdict
from pathlib import Path

COLUMNS = ["order_id", "order_status", "order_purchase_timestamp", "order_approved_at", "order_delivered_carrier_date",
           "order_delivered_customer_date", "order_estimated_delivery_date", "customer_state", "payment_types",
           "shipping_limit_date", "seller_ids", "seller_state", "review_scores", "review_answer_timestamps"]


def main(source: Path, target: Path) -> None:
    state = {row["customer_id"]: row["customer_state"] for row in rows(source, "customers")}
    seller_state = {row["seller_id"]: row["seller_state"] for row in rows(source, "sellers")}
    payments, items, reviews = (by_order(source, name) for name in ("order_payments", "order_items", "order_reviews"))
    orders = list(rows(source, "orders"))
    if len({order["order_id"][:8] for order in orders}) != len(orders) or len({s[:8] for s in seller_state}) != len(seller_state):
        raise SystemExit("8 digits are not enough")
    lines = []
    for order in sorted(orders, key=lambda row: (row["order_purchase_timestamp"], row["order_id"])):
        of = order["order_id"]
        sellers = sorted({item["seller_id"] for item in items[of]})
        answers = sorted((row["review_answer_timestamp"], row["review_score"]) for row in reviews[of])
        lines.append([of[:8], order["order_status"], *(order[column] for column in COLUMNS[2:6]),
                      order["order_estimated_delivery_date"][:10], state[order["customer_id"]],
                      "|".join(sorted({row["payment_type"] for row in payments[of]})),
                      max((item["shipping_limit_date"] for item in items[of]), default=""),
                      "|".join(seller[:8] for seller in sellers), "|".join(seller_state[seller] for seller in sellers),
                      "|".join(score for _, score in answers), "|".join(at for at, _ in answers)])
    print(f"{write(target / 'olist_joined.csv.gz', lines):,} bytes")


def rows(source: Path, name: str):
    with gzip.open(source / f"olist_{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def by_order(source: Path, name: str):
    found = defaultdict(list)
    for row in rows(source, name):
        found[row["order_id"]].append(row)
    return found


def write(path: Path, lines) -> int:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *lines])
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(text.getvalue().encode())
    return path.stat().st_size


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
