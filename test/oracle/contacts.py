#!/usr/bin/env python3
"""Counts what real contacts say about metrics of support, independently: from the files and the definitions in docs/metrics.md.

    contacts.py FOLDER

FOLDER holds shopzilla-csat/contacts.csv.gz and helpdesk-event-log/helpdesk.csv.gz. Prints a line for each figure: what, then hits and cases.
test/golden/real-shop-contacts.slow.test.ts and real-tickets.slow.test.ts expect these figures. Nothing here is shared with the product.
"""
import csv
import gzip
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

INDIA = ZoneInfo("Asia/Kolkata")
ROME = ZoneInfo("Europe/Rome")
MINUTE = 60


def main(folder: str) -> None:
    shop(f"{folder}/shopzilla-csat/contacts.csv.gz")
    tickets(f"{folder}/helpdesk-event-log/helpdesk.csv.gz")


def rows_of(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        names = next(reader)
        return names, list(reader)


def show(what, hits, cases):
    print(f"{what}: {hits} of {cases}")


def table(what, judged):
    """judged: (group, is hit)"""
    hits, cases = Counter(), Counter()
    for group, is_hit in judged:
        cases[group] += 1
        hits[group] += is_hit
    for group in sorted(cases):
        show(f"{what} {group}", hits[group], cases[group])


def days_later(instant, days, zone):
    """The same wall time that many days later."""
    local = instant.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    return local.replace(tzinfo=zone).astimezone(timezone.utc)


# An online retailer: a row is a contact.


def shop(path):
    names, rows = rows_of(path)
    contacts = [dict(zip(names, row)) for row in rows]
    for one in contacts:
        one["at"] = indian(one["Issue_reported at"])
        answered = indian(one["issue_responded"])
        # An answer at midnight before the contact has a day and no time.
        one["answered"] = answered if answered >= one["at"] else None
    known = [one for one in contacts if one["answered"] is not None]
    minutes = lambda one: (one["answered"] - one["at"]).total_seconds() / MINUTE
    for limit in (60, 1440):
        table(f"answered within {limit} minutes,", ((one["channel_name"], minutes(one) <= limit) for one in known))
    week = lambda one: (one["at"] + timedelta(minutes=60)).astimezone(INDIA)
    monday = lambda one: (week(one) - timedelta(days=week(one).weekday())).strftime("%Y-%m-%d")
    table("answered within 60 minutes, week of", ((monday(one), minutes(one) <= 60) for one in known))
    limits = {"Inbound": 5, "Outcall": 5, "Email": 1440}  # both are the channel phone
    table("answered by the limit of the channel,", ((one["channel_name"], minutes(one) <= limits[one["channel_name"]]) for one in known))
    rated = [one for one in contacts if rated_at(one) <= days_later(one["at"], 14, INDIA)]
    table("highest score, channel", ((one["channel_name"], one["CSAT Score"] == "5") for one in rated))
    late = lambda one: "no time" if one["answered"] is None else "soon" if minutes(one) <= 5 else "a day" if minutes(one) <= 1440 else "later"
    table("highest score, answered", ((late(one), one["CSAT Score"] == "5") for one in rated))
    asked = lambda one: one["Sub-category"] == "Order status enquiry"
    table("asked for something else than the order,", ((one["channel_name"], not asked(one)) for one in contacts))
    talked = [float(one["connected_handling_time"]) for one in contacts if one["connected_handling_time"]]
    print(f"handled: {sum(talked):.0f} seconds in {len(talked)} contacts")
    print(f"orders named: {len([1 for one in contacts if one['Order_id']])}, more than once: "
          f"{len([1 for count in Counter(one['Order_id'] for one in contacts if one['Order_id']).values() if count > 1])}")


def indian(text):
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=INDIA).astimezone(timezone.utc)


def rated_at(one):
    """The file has the day of the answer and no time: the end of that day."""
    day = datetime.strptime(one["Survey_response_Date"], "%d-%b-%y").replace(hour=23, minute=59, second=59, tzinfo=INDIA)
    return day.astimezone(timezone.utc)


# A help desk: a row is an event of a ticket.


def tickets(path):
    names, rows = rows_of(path)
    print(f"rows: {len(rows)}, distinct: {len(set(map(tuple, rows)))}, tickets: {len({row[0] for row in rows})}")
    place = {name: at for at, name in enumerate(names)}
    of_ticket = defaultdict(dict)
    for row in rows:
        of_ticket[row[0]].setdefault(tuple(row), None)
    repeats = Counter(map(tuple, rows))
    print("repeated rows by activity:", sorted(Counter(
        row[place["Activity"]] for row, count in repeats.items() for _ in range(count - 1)).items()))
    judged = defaultdict(list)
    twice = 0
    handed = Counter()
    for events in of_ticket.values():
        own = [(italian(row[3]), row[1], row[2]) for row in events]
        group = next(iter(events))[place["workgroup"]]
        began = own[0][0]
        taken = sorted(at for at, what, _ in own if what == "Take in charge ticket")
        resolved = sorted(at for at, what, _ in own if what == "Resolve ticket")
        twice += len(resolved) > 1
        again, hand_offs, person, is_resolved = [], [], own[0][2], False
        for at, what, who in own:
            if what == "Take in charge ticket":
                if is_resolved:
                    again.append(at)
                if who != person:
                    hand_offs.append(at)
            is_resolved = is_resolved or what == "Resolve ticket"
            person = who
        handed[len([at for at in hand_offs if at <= days_later(began, 7, ROME)])] += 1
        judged["first response within 60 minutes"].append((group, bool(taken) and taken[0] <= began + timedelta(minutes=60)))
        judged["resolved within 24 hours"].append((group, bool(resolved) and resolved[0] <= began + timedelta(minutes=1440)))
        judged["not handed on within 7 days"].append((group, not any(at <= days_later(began, 7, ROME) for at in hand_offs)))
        if not resolved:
            continue
        due = days_later(resolved[0], 14, ROME)
        stayed = not any(resolved[0] < at <= due for at in again)
        judged["not reopened within 14 days"].append((group, stayed))
        judged["not reopened within 14 days, year"].append((due.astimezone(ROME).year, stayed))
        asked = 1 + len([at for at in again if at <= days_later(resolved[0], 7, ROME)])
        judged["at most two questions"].append((group, asked <= 2))
    for what, of in judged.items():
        table(f"{what},", of)
    print(f"resolved twice: {twice}")
    print("hand-overs in the first 7 days:", sorted(handed.items()))


def italian(text):
    return datetime.strptime(text, "%Y/%m/%d %H:%M:%S").replace(tzinfo=ROME).astimezone(timezone.utc)


main(sys.argv[1])
