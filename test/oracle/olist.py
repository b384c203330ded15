#!/usr/bin/env python3
"""Counts what the six files of Olist say about eight metrics, independently: from the files and the definitions in docs/metrics.md.

    olist.py FOLDER

FOLDER holds olist_orders.csv.gz and the five files that belong to it. Prints a line for each figure: what, then hits and cases that customers
lived. test/golden/olist-files.slow.test.ts expects these figures. Nothing here is shared with the product.
"""
import csv
import gzip
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Sao_Paulo")
METHODS = {"credit_card", "debit_card", "voucher", "boleto"}


def main(folder: str) -> None:
    read = lambda name: list(csv.DictReader(gzip.open(f"{folder}/{name}.csv.gz", "rt", encoding="utf-8", newline="")))
    orders = read("olist_orders")
    states = {one["customer_id"]: one["customer_state"] for one in read("olist_customers")}
    sellers, limits, methods, reviews = (defaultdict(set), defaultdict(list), defaultdict(set), defaultdict(list))
    for one in read("olist_order_items"):
        sellers[one["order_id"]].add(one["seller_id"])
        limits[one["order_id"]].append(one["shipping_limit_date"])
    for one in read("olist_order_payments"):
        methods[one["order_id"]].add(one["payment_type"])
    for one in read("olist_order_reviews"):
        reviews[one["order_id"]].append(one)
    hits, cases = Counter(), Counter()

    def judge(what, is_hit):
        cases[what] += 1
        hits[what] += is_hit

    for order in orders:
        name, promised = order["order_id"], day(order["order_estimated_delivery_date"])
        placed, approved = instant(order["order_purchase_timestamp"]), instant(order["order_approved_at"])
        handed, delivered = instant(order["order_delivered_carrier_date"]), instant(order["order_delivered_customer_date"])
        in_time = delivered is not None and local_day(delivered) <= promised
        judge(f"delivered_by_first_promise area/{states[order['customer_id']].lower()}", in_time)
        paid = methods[name] & METHODS
        if paid and not (approved is None and delivered is not None):
            unit = f"method/{min(paid)}" if len(paid) == 1 else "method/mixed"
            judge(f"payment_approved_in_time {unit}", approved is not None and approved <= days_later(placed, 1))
        if order["order_status"] not in ("canceled", "unavailable", "created"):
            limit = instant(max(limits[name])) if limits[name] else placed
            group = {0: "no seller", 1: "one seller"}.get(len(sellers[name]), "several sellers")
            judge(f"handed_over_by_limit {group}", handed is not None and handed <= limit)
        if reviews[name]:
            score = int(max(reviews[name], key=lambda one: one["review_answer_timestamp"])["review_score"])
            journey = "in time" if in_time else "late" if delivered is not None else "never"
            judge(f"customer_score {journey}", score >= 4)
            if journey == "late":
                asked = min(one["review_creation_date"] for one in reviews[name])
                judge("late orders whose survey was sent before they came", asked < order["order_delivered_customer_date"])
    for what in sorted(cases):
        print(f"{what}: {hits[what]} of {cases[what]}")
    print("orders of several sellers:", sum(len(one) > 1 for one in sellers.values()))
    print("of them with one limit for all:", sum(len(set(limits[name])) == 1 for name, one in sellers.items() if len(one) > 1))


def instant(text):
    """Wall time in Sao Paulo; of two the first, and one that a clock left out moves forward."""
    if text == "":
        return None
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=ZONE).astimezone(timezone.utc)


def day(text):
    return date.fromisoformat(text[:10])


def local_day(at):
    return at.astimezone(ZONE).date()


def days_later(at, days):
    local = at.astimezone(ZONE).replace(tzinfo=None) + timedelta(days=days)
    return local.replace(tzinfo=ZONE).astimezone(timezone.utc)


main(sys.argv[1])
