#!/usr/bin/env python3
"""Counts fifteen metrics of the simulated retailer independently: from its facts and the definitions in docs/metrics.md, without the product.

    retailer.py FILE

FILE has one report a line: {"to": department, "feed": feed, "fact": proto JSON}. Prints one line for each metric, unit, month, class, reason and
responsible party, with hits and misses, sorted. Everything is due: the program knows no clock. Nothing here is shared with the product.
"""
import json
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
OWN = ("ACCOUNTABLE", "", "")


def main(path: str) -> None:
    counts = Counter()
    for metric, unit, day, account, hits, misses in judged(read(path)):
        cell = (metric, unit, day[:7], *account)
        counts[cell, "hits"] += hits
        counts[cell, "misses"] += misses
    for cell in sorted({cell for (cell, _), count in counts.items() if count}):
        print("\t".join([*cell, str(counts[cell, "hits"]), str(counts[cell, "misses"])]))


def read(path):
    """Facts that stand, in order of time, by department and case. A repeated report has the same id; a withdrawal takes one back."""
    facts, withdrawn = {}, set()
    with open(path, encoding="utf-8") as file:
        for line in file:
            report = json.loads(line)
            fact, key = report["fact"], (report["to"], report["feed"], report["fact"]["factId"])
            if "withdrawal" in fact:
                withdrawn.add((report["to"], report["feed"], fact["withdrawal"]["factId"]))
            else:
                facts[key] = fact
    cases = defaultdict(list)
    for (to, feed, fact_id), fact in facts.items():
        if (to, feed, fact_id) not in withdrawn:
            name = fact.get("orderId") or fact.get("issueId") or fact.get("contactId") or fact.get("subjectId")
            cases[to, name].append(Fact(fact, feed, fact_id))
    for own in cases.values():
        own.sort(key=lambda one: (one.at, one.feed, one.id))
    return cases


class Fact:
    """One fact: its kind, its fields, when it happened, and the parcel or contact that it names."""

    def __init__(self, fact, feed, fact_id):
        self.at, self.feed, self.id = instant(fact["happenedAt"]), feed, fact_id
        self.kind = next(key for key in fact if key not in COMMON)
        self.value = fact[self.kind]
        self.part = fact.get("parcelId") or fact.get("contactId") or ""


COMMON = {"factId", "orderId", "subjectId", "parcelId", "contactId", "issueId", "happenedAt"}


def judged(cases):
    for (to, name), facts in sorted(cases.items()):
        if to == "ordering" and any(fact.kind == "placed" for fact in facts):
            order = Order(facts, cases.get(("warehouse", name), []), cases.get(("delivery", name), []))
            yield from of_shop(order)
            yield from of_sites(order)
            yield from of_carriers(order)
            yield from of_survey(order, cases.get(("survey", name), []))
        elif to == "support":
            yield from of_desk(facts)
        else:
            yield from of_subject(facts)


class Order:
    def __init__(self, shop, sites, carriers):
        self.shop, self.sites, self.carriers = shop, sites, carriers
        placed = first(shop, "placed")
        self.placed_at, self.placed = placed.at, placed.value
        window, ready = self.placed.get("promisedWindow"), self.placed.get("readyForCollectionBy")
        self.window_end = instant(window["to"]) if window else None
        self.ready_by = instant(ready) if ready else None
        self.promised = (day_of(self.window_end) if window else day_of(self.ready_by) if ready else self.placed["promisedDay"])
        methods = {payment["method"] for payment in self.placed.get("payments", [])}
        self.method = f"method/{methods.pop()}" if len(methods) == 1 else "method/mixed" if methods else "unattributed"
        self.collected = self.placed.get("fulfilment") in (
            "FULFILMENT_PARCEL_SHOP", "FULFILMENT_LOCKER", "FULFILMENT_COLLECT_IN_STORE")
        self.replaced = {fact.part: fact.value["byParcelId"] for fact in shop if fact.kind == "parcelReplaced"}
        releases = [fact for fact in shop if fact.kind == "released"]
        named = [fact.part for fact in shop if fact.kind in ("released", "parcelReplaced") and fact.part]
        self.parcels = list(dict.fromkeys(named)) or [""]
        self.release_of = {}
        for release in releases:
            self.release_of.setdefault(release.part, release)
        self.canceled = first(shop, "canceled")
        self.unavailable = first(shop, "unavailable")

    def part(self, facts, kind, parcel):
        return next((fact for fact in facts if fact.kind == kind and fact.part == parcel), None)

    def there_at(self, parcel):
        """When the customer had the parcel, or could collect it."""
        kinds = ("delivered", "readyForCollection") if self.collected else ("delivered",)
        return min((fact.at for fact in self.carriers if fact.kind in kinds and fact.part == parcel), default=None)


def of_shop(order):
    approved = first(order.shop, "paymentApproved")
    later = any(one["settlement"] in ("SETTLEMENT_ON_DELIVERY", "SETTLEMENT_AFTER_DELIVERY") for one in order.placed.get("payments", []))
    begin = approved.at if approved else order.placed_at if later else None
    if begin:
        limit = begin + timedelta(minutes=30)
        release = min((one.at for one in order.release_of.values()), default=None)
        ended = min((one.at for one in (order.canceled, order.unavailable) if one), default=None)
        if release or not (ended and ended < limit):
            yield ask("released_in_time", order.method, day_of(limit), release is not None and release <= limit)
    plan = first(order.shop, "planned")
    if plan and "onTimeOddsPpm" in plan.value:
        yield ask("promised_with_good_odds", order.method, order.promised, plan.value["onTimeOddsPpm"] >= 900_000)
    corrected = first(order.shop, "dataCorrected")
    yield ask("order_data_right", order.method, order.promised, not (corrected and corrected.at < end_of(order.promised)))


def of_sites(order):
    if order.canceled or order.unavailable:
        return
    approved = first(order.shop, "paymentApproved")
    for parcel in order.parcels:
        release = order.release_of.get(parcel)
        if not release:
            continue
        due, unit = instant(release.value["handOverDueAt"]), release.value["originUnit"]
        handed = order.part(order.sites, "handedOver", parcel)
        account = ("EXCLUDED", "UPSTREAM_ORDERING", "ordering") if approved and due < approved.at else OWN
        yield ask("handed_over_by_limit", unit, day_of(due), handed is not None and handed.at <= due, account)
        picked = order.part(order.sites, "picked", parcel)
        if picked:
            right, short = picked.value.get("linesRight", 0), picked.value.get("linesShort", 0)
            yield ask("picked_right", picked.value.get("unit") or unit, day_of(picked.at), right + short == picked.value["linesOrdered"])


def of_carriers(order):
    unit = order.placed["destinationUnit"]
    yield ask("delivered_by_first_promise", unit, order.promised, *by_first_promise(order))
    for parcel in order.parcels:
        attempt = order.part(order.carriers, "attempted", parcel)
        if attempt is None or order.collected:
            continue
        sent = order.part(order.carriers, "dispatched", parcel)
        hit = attempt.value["outcome"] == "ATTEMPT_OUTCOME_DELIVERED"
        account = OWN if hit else failed_by(order, parcel, attempt)
        yield ask("delivered_at_first_attempt", sent.value["unit"] if sent else unit, day_of(attempt.at), hit, account)


def by_first_promise(order):
    """The order is there when its last parcel is: hit, and who answers for a miss."""
    awaited = [parcel for parcel in order.parcels if parcel not in order.replaced]
    there = [order.there_at(parcel) for parcel in awaited]
    limit = order.ready_by or order.window_end
    kept = lambda at: at is not None and (at <= limit if limit else day_of(at) <= order.promised)
    if order.canceled:
        return all(map(kept, there)), ("EXCLUDED", "CAUSE_UNKNOWN", "unattributed")
    if all(map(kept, there)):
        return True, OWN
    if any(parcel not in order.release_of for parcel in awaited) or order.unavailable:
        return False, ("OTHERS", "UPSTREAM_NOT_RELEASED", "ordering")
    accounts = [account_of(order, parcel, at, limit) for parcel, at in zip(awaited, there) if not kept(at)]
    for account in accounts:
        if account == OWN:
            return False, OWN
    return False, accounts[0]


def account_of(order, parcel, there, limit):
    handed = order.part(order.sites, "handedOver", parcel)
    due = instant(order.release_of[parcel].value["handOverDueAt"])
    if handed is None:
        return ("OTHERS", "UPSTREAM_NEVER_HANDED_OVER", "warehouse")
    if there is None or handed.at <= due:
        return OWN
    if limit and order.ready_by:
        excused = there - limit <= handed.at - due
    else:
        excused = days(order.promised, day_of(there)) <= days(day_of(due), day_of(handed.at))
    return ("OTHERS", "UPSTREAM_HANDED_OVER_LATE", "warehouse") if excused else OWN


def failed_by(order, parcel, attempt):
    reason = attempt.value.get("reason", "")
    if reason == "ATTEMPT_REASON_CUSTOMER_REFUSED":
        return ("EXCLUDED", "CUSTOMER_REFUSED", "customer")
    if reason == "ATTEMPT_REASON_WRONG_ADDRESS":
        return ("OTHERS", "UPSTREAM_ORDERING", "ordering")
    if reason != "ATTEMPT_REASON_CUSTOMER_ABSENT":
        return OWN
    for told in (one for one in order.carriers if one.kind == "windowTold" and one.part == parcel):
        begin, end = instant(told.value["from"]), instant(told.value["to"])
        if told.at <= begin and end - begin <= timedelta(minutes=120) and told.at <= attempt.at and begin <= attempt.at <= end:
            return ("EXCLUDED", "CUSTOMER_ABSENT", "customer")
    return OWN


def of_survey(order, answers):
    if answers:
        yield ask("customer_score", "unattributed", order.promised, answers[-1].value["score"] >= 4)


def of_desk(facts):
    contacts = defaultdict(list)
    for fact in facts:
        contacts[fact.part].append(fact)
    begun = sorted((first(own, "received").at, part) for part, own in contacts.items() if first(own, "received"))
    for place, (at, part) in enumerate(begun):
        unit = first(contacts[part], "received").value["unit"]
        promised, paid = first(contacts[part], "goodwillPromised"), first(contacts[part], "goodwillPaid")
        if promised:
            day = promised.value["promisedDay"]
            yield ask("goodwill_paid_by_promised_day", unit, day, paid is not None and day_of(paid.at) <= day)
        if place > 0:
            continue
        again = begun[1][0] if len(begun) > 1 else None
        limit = civil(at, 7)
        yield ask("solved_without_second_contact", unit, day_of(limit), again is None or again > limit)
        resolved = first(facts, "issueResolved")
        if resolved:
            limit = civil(resolved.at, 14)
            asked = [other for other, _ in begun if resolved.at < other <= limit]
            yield ask("stayed_resolved", unit, day_of(limit), not asked)


def of_subject(facts):
    stock, count, audit = first(facts, "stockChecked"), first(facts, "locationCounted"), first(facts, "courtesyAudited")
    back, inspected = first(facts, "returnReceived"), first(facts, "returnInspected")
    if stock:
        seen = stock.value.get("viewsInStock", 0)
        yield ("in_stock_when_viewed", stock.value["unit"], day_of(stock.at), OWN, seen, stock.value["views"] - seen)
    if count:
        yield ask("location_record_right", count.value["unit"], day_of(count.at), count.value.get("recordRight", False))
    if audit:
        met = audit.value.get("checksMet", 0) == audit.value["checksMade"]
        yield ask("courtesy_standards_met", audit.value["unit"], day_of(audit.at), met)
    if back:
        limit = civil(back.at, 2)
        yield ask("return_inspected_in_time", back.value["unit"], day_of(limit), inspected is not None and inspected.at <= limit)


def ask(metric, unit, day, hit, account=OWN):
    return metric, unit, day, account, int(hit), int(not hit)


def first(facts, kind):
    return next((fact for fact in facts if fact.kind == kind), None)


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)


def day_of(at):
    return at.astimezone(ZONE).date().isoformat()


def civil(at, count):
    """The same wall time some days later."""
    wall = at.astimezone(ZONE).replace(tzinfo=None) + timedelta(days=count)
    return wall.replace(tzinfo=ZONE).astimezone(timezone.utc)


def end_of(day):
    begin = datetime.fromisoformat(day) + timedelta(days=1)
    return begin.replace(tzinfo=ZONE).astimezone(timezone.utc)


def days(begin, end):
    return (date.fromisoformat(end) - date.fromisoformat(begin)).days


if __name__ == "__main__":
    main(sys.argv[1])
