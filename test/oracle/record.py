#!/usr/bin/env python3
"""Proves a record bundle again, in another language and from docs/record-format.md alone.

    record.py DIR [KEYS]

KEYS is a file of public keys that you got from another place than the bundle.
Prints a line for each step, or the first difference and exits 1. Nothing here is shared with the product: JSON, hashes, Ed25519, the
wire format of batches and the arithmetic of an index are done by hand.
"""
import hashlib
import json
import os
import sys
from collections import defaultdict
from fractions import Fraction
from math import isqrt

from ed25519 import is_signed

CLASSES = ["", "ACCOUNTABLE", "EXCLUDED", "OTHERS"]
ORIGINS = ["", "REPORTED", "IMPORTED", "GENERATED"]
ACCEPTABLE = ["RULES_BOUND_AFTER_START", "NOTICE_TOO_SHORT", "NOT_REVIEWED"]
RELEASING = ("HOLD_RELEASED", "RULES_MISREAD", "ENGINE_DEFECT")
OF_DATA = ("GENERATED_DATA", "COVERAGE_LOW")
ANCHORS = (("FLOOR", "floor_ppm"), ("TARGET", "target_ppm"), ("WORLD_CLASS", "world_class_ppm"))
KINDS = {"month": "months", "quarter": "quarters", "week": "weeks", "year": "years", "twelve_months": "twelve_months",
         "pay_period": "pay_periods"}


def main(folder: str, trusted: str = "") -> None:
    files = {os.path.relpath(os.path.join(top, name), folder).replace(os.sep, "/"): os.path.join(top, name)
             for top, _, names in os.walk(folder) for name in names}
    read = {path: open(place, "rb").read() for path, place in files.items()}
    manifest = canonical(read, "manifest.json")
    same("manifest.json", "fields", ["canon_version", "domain", "files", "format_version", "has_batches", "snapshot"], sorted(manifest))
    for one in manifest["files"]:
        same("manifest.json", "fields of a file", ["bytes", "path", "sha256"], sorted(one))
    same("manifest.json", "files", sorted(read), sorted([one["path"] for one in manifest["files"]] + ["manifest.json"]))
    for one in manifest["files"]:
        same(one["path"], "bytes", one["bytes"], str(len(read[one["path"]])))
        same(one["path"], "sha256", one["sha256"], sha(read[one["path"]]))
    head = {"domain": "cx-index/bonus-bundle", "canon_version": "1", "format_version": "1", "snapshot": manifest["snapshot"],
            "has_batches": any(path.startswith("batches/") for path in read)}
    same("manifest.json", "all", {**head, "files": sorted(manifest["files"], key=lambda one: one["path"])}, manifest)
    say("manifest", f"{len(read)} files")
    snapshot = canonical(read, "snapshot.json")
    records = {one["department"]: canonical(read, f"records/{one['department']}.json") for one in snapshot["inputs"]}
    check_hashes(read, manifest, snapshot, records)
    check_signatures(read, json.load(open(trusted, "rb"))["keys"] if trusted else None)
    first = records[snapshot["inputs"][0]["department"]]
    ruleset = check_documents(read, first)
    rows = check_counts(read, snapshot, records)
    if manifest["has_batches"]:
        check_batches(read, first, rows)
    for department, record in records.items():
        check_record(f"records/{department}.json", record, rows, ruleset["departments"][department], ruleset)
        own = next(one for one in snapshot["inputs"] if one["department"] == department)
        for field in ("index_e4", "lower_e4", "upper_e4", "coverage_bp", "status"):
            same("snapshot.json", f"{department}.{field}", own.get(field), record["index"].get(field))
    if snapshot["state"] == "CLOSED":
        check_closed(canonical(read, "superseded.json"), sha(read["superseded.json"]), snapshot, records)
    if snapshot["state"] == "ADJUSTED":
        check_restated(canonical(read, "superseded.json"), snapshot, records)
    say("index", "  ".join(f"{name} {one['index'].get('index_e4', 'not measured')}" for name, one in records.items()))


# Files and hashes

def canonical(read, path: str):
    try:
        value = json.loads(read[path])
    except ValueError:
        value = None
    spelled = json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()
    same(path, "spelling", spelled, read[path])
    return value


def check_hashes(read, manifest, snapshot, records) -> None:
    name = manifest["snapshot"]
    ids = {department: sha(b"cx-index/bonus-record/1\n" + read[f"records/{department}.json"]) for department in records}
    heads = {}
    for department, record in records.items():
        path = f"chains/{department}.json"
        links, head = canonical(read, path)["links"], "0" * 64
        for place, link in enumerate(links):
            head = lines("cx-index/bonus-chain/1", head, link["record_id"])
            same(path, f"links[{place}]", [str(place + 1), head], [link["position"], link["chain_sha256"]])
        same(path, "last link", [ids[department], name], [links[-1]["record_id"], links[-1]["snapshot"]])
        same(f"records/{department}.json", "previous", links[-2]["record_id"] if len(links) > 1 else None, record.get("previous"))
        same(f"records/{department}.json", "snapshot_sha256", sha(read["snapshot.json"]), record["snapshot_sha256"])
        if "superseded_sha256" in record:
            same("superseded.json", "sha256", record["superseded_sha256"], sha(read["superseded.json"]))
        heads[department] = (str(len(links)), head)
    say("chain", "  ".join(f"{department} {head[:8]}" for department, (_, head) in heads.items()))
    level = [lines("cx-index/bonus-leaf/1", ids[one["department"]]) for one in snapshot["inputs"]]
    while len(level) > 1:
        level = [lines("cx-index/bonus-node/1", *level[at:at + 2]) if at + 1 < len(level) else level[at]
                 for at in range(0, len(level), 2)]
    root = canonical(read, "root.json")
    stated = [{"department": name, "position": heads[name][0], "record_id": ids[name], "chain_sha256": heads[name][1]} for name in heads]
    same("root.json", "all", {"domain": "cx-index/bonus-root", "canon_version": "1", "snapshot": manifest["snapshot"],
                              "snapshot_sha256": sha(read["snapshot.json"]), "records": stated, "merkle_root": level[0]}, root)
    say("Merkle root", level[0])


def check_signatures(read, trusted) -> None:
    keys = {one["key_id"]: one for one in canonical(read, "keys.json")["keys"]}
    signatures = canonical(read, "signatures.json")["signatures"]
    same("keys.json", "keys", sorted(keys), sorted(one["key_id"] for one in signatures))
    for one in signatures:
        key = keys[one["key_id"]]
        same("keys.json", "key_id", sha(bytes.fromhex(key["public_key"]))[:16], one["key_id"])
        same("signatures.json", "purpose", "BONUS_ROOT", one["purpose"])
        same("signatures.json", "sha256", sha(read["root.json"]), one["sha256"])
        if trusted is not None:
            same("signatures.json", "key_id", True, key["public_key"] in [known["public_key"] for known in trusted])
        for known in [key] + (trusted or []):
            if known["public_key"] == key["public_key"]:
                same("signatures.json", "signed_at", True, int(known["from"]) <= int(one["signed_at"]))
                same("signatures.json", "signed_at", True, "until" not in known or int(one["signed_at"]) < int(known["until"]))
        message = f"cx-index/signature/1\n{one['purpose']}\n{one['sha256']}\n{one['signed_at']}\n".encode()
        same("signatures.json", "signature", True, is_signed(bytes.fromhex(key["public_key"]), message, bytes.fromhex(one["signature"])))
    same("signatures.json", "signatures", True, trusted is None or len(signatures) > 0)
    say("signatures", str(len(signatures)))


def check_documents(read, record):
    for one in record["documents"]:
        path = f"documents/{one['kind']}-{one['version']}"
        same(f"{path}.json", "sha256", one["sha256"], sha(read[f"{path}.json"]))
        same(f"{path}.yaml", "sha256", one["text_sha256"], sha(read[f"{path}.yaml"]))
    say("documents", str(len(record["documents"])))
    chosen = next(one for one in record["documents"] if one["sha256"] == record["ruleset"]["sha256"])
    return canonical(read, f"documents/ruleset-{chosen['version']}.json")


def check_counts(read, snapshot, records):
    for department, record in records.items():
        same("counts.jsonl", f"sha256 of {department}", record["counts_sha256"], sha(read["counts.jsonl"]))
        same(f"records/{department}.json", "cut_sha256", snapshot["cut_sha256"], record["cut_sha256"])
        cut = sorted(f"{one['source']}/{one['shard']}:{one['epoch']}:{one['number']} {one['sha256']}\n" for one in record["cut"])
        same(f"records/{department}.json", "cut", record["cut_sha256"], sha("".join(cut).encode()))
    rows = [json.loads(line) for line in read["counts.jsonl"].decode().splitlines()]
    say("counts", str(len(rows)))
    return rows


# What people approved

def check_closed(approved, approved_sha256: str, closed, records) -> None:
    signed, accepted = closed["approved_as"], closed.get("accepted", [])
    held, upheld = ({one["department"] for one in closed["inputs"] if reason in one["not_payable_reasons"]} for reason in ("HELD", "CONTEST_UPHELD"))
    same("snapshot.json", "approved_as", True, set(signed) == {"HR", "FINANCE"} and len(signed) >= (3 if accepted else 2))
    same("snapshot.json", "accepted", [], [one for one in accepted if one not in ACCEPTABLE])
    same("superseded.json", "state", ["PROVISIONAL", True], [approved["state"], "cut_off_at" in approved])
    same("superseded.json", "payable", False, approved["payable"])
    answered = ["NOT_APPROVED", "IDENTITY_NOT_PROVEN", *accepted]
    inputs = [{**one, "change_since_last_version_e4": "0", "not_payable_reasons":
               [reason for reason in one["not_payable_reasons"] if reason not in answered] 
               + ["HELD"] * (one["department"] in held) + ["CONTEST_UPHELD"] * (one["department"] in upheld)}
              for one in approved["inputs"]]
    reasons = list(dict.fromkeys(reason for one in inputs for reason in one["not_payable_reasons"]))
    same("snapshot.json", "all", {**approved, "version": str(int(approved["version"]) + 1), "supersedes": approved["version"],
                                  "state": "CLOSED", "reason": "CLOSE", "payable": not reasons, "not_payable_reasons": reasons,
                                  "approved_sha256": approved_sha256, "approved_as": signed, "inputs": inputs,
                                  **({"accepted": accepted} if accepted else {})}, closed)
    for department, record in records.items():
        own = next(one for one in closed["inputs"] if one["department"] == department)
        same(f"records/{department}.json", "not_payable_reasons", own["not_payable_reasons"], record["not_payable_reasons"])
        for field in ("state", "reason", "version", "approved_sha256", "approved_as", "accepted", "payable"):
            same(f"records/{department}.json", field, closed.get(field), record.get(field))
        same(f"records/{department}.json", "superseded_sha256", approved_sha256, record["superseded_sha256"])
    say("approval", f"version {approved['version']} as {', '.join(signed)}")


def check_restated(corrected, restated, records) -> None:
    signed, extra = restated["approved_as"], restated["run"] == "EXTRA"
    same("snapshot.json", "approved_as", True, set(signed) == {"HR", "FINANCE"} and len(signed) >= (3 if extra else 2))
    same("snapshot.json", "run", True, restated["run"] in ("R1", "R2", "RF", "EXTRA"))
    same("superseded.json", "state", True, corrected["state"] in ("CLOSED", "ADJUSTED"))
    same("snapshot.json", "version", [str(int(corrected["version"]) + 1), corrected["version"], corrected.get("accepted")],
         [restated["version"], restated["supersedes"], restated.get("accepted")])
    approved = {name: value for name, value in restated.items() if name not in ("approved_sha256", "approved_as", "posting_period", "run")}
    spelled = json.dumps(approved, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()
    same("snapshot.json", "approved_sha256", sha(spelled), restated["approved_sha256"])
    for one in restated["inputs"]:
        before = next(line for line in corrected["inputs"] if line["department"] == one["department"])
        ends = ["HELD", "CONTEST_UPHELD"] if one["department"] in restated.get("released", []) else []
        kept = [reason for reason in before["not_payable_reasons"] if reason not in [*OF_DATA, *ends]]
        own = [reason for reason in one["not_payable_reasons"] if reason in OF_DATA]
        same("snapshot.json", f"{one['department']}.not_payable_reasons", kept + own, one["not_payable_reasons"])
        moved = int(one.get("index_e4", 0)) - int(before.get("index_e4", 0))
        same("snapshot.json", f"{one['department']}.change_since_last_version_e4", str(moved), one["change_since_last_version_e4"])
    released, held = restated.get("released", []), [one["department"] for one in corrected["inputs"] if {"HELD", "CONTEST_UPHELD"} & set(one["not_payable_reasons"])]
    same("snapshot.json", "reason", True, restated["reason"] in RELEASING if released else restated["reason"] != "HOLD_RELEASED")
    same("snapshot.json", "released", [], [one for one in released if one not in held])
    reasons = list(dict.fromkeys(reason for one in restated["inputs"] for reason in one["not_payable_reasons"]))
    same("snapshot.json", "payable", [not reasons, reasons], [restated["payable"], restated["not_payable_reasons"]])
    for department, record in records.items():
        for field in ("state", "reason", "version", "approved_sha256", "approved_as", "adjustment", "posting_period", "run", "payable"):
            same(f"records/{department}.json", field, restated.get(field), record.get(field))
    say("approval", f"adjustment {restated['adjustment']} as {', '.join(signed)}")


# From batches to counts

def check_batches(read, record, rows) -> None:
    counts = defaultdict(lambda: [0, 0])
    seen = 0
    for shard in record["cut"]:
        stem = f"batches/{shard['source']}-{shard['shard']}-"
        epochs = sorted(int(path[len(stem):-4]) for path in read if path.startswith(stem))
        before = "0" * 64
        for epoch in epochs:
            path = f"{stem}{epoch}.bin"
            for place, batch in enumerate(framed(read[path])):
                parts = fields(batch)
                same(path, f"previous_sha256 of batch {place + 1}", before, of(parts, 6)[0].hex())
                same(path, f"number of batch {place + 1}", place + 1, of(parts, 5)[0])
                before, seen = sha(batch), seen + 1
                add_batch(counts, parts, record["period"])
        same(stem, "last batch", [shard["sha256"], int(shard["epoch"])], [before, epochs[-1]])
    expected = [line(key, *both) for key, both in sorted(counts.items(), key=lambda one: "\0".join(one[0]).encode()) if any(both)]
    same("counts.jsonl", "lines", expected, [json.dumps(row, separators=(",", ":"), ensure_ascii=False) for row in rows])
    say("batches", f"{seen} in a chain to the cut make the counts")


def add_batch(counts, parts, period) -> None:
    for observations in of(parts, 11):
        for cell in of(fields(observations), 1):
            inner = fields(cell)
            key = cell_key(of(inner, 1)[0])
            if not period["first_day"] <= key[3] <= period["last_day"]:
                continue
            hits, misses, gone_hits, gone_misses = (sum(map(len, of(inner, number))) // 16 for number in (2, 3, 4, 5))
            for tally in of(inner, 6):
                more = dict(fields(tally))
                hits, misses = hits + more.get(1, 0), misses + more.get(2, 0)
                gone_hits, gone_misses = gone_hits + more.get(3, 0), gone_misses + more.get(4, 0)
            counts[key][0] += hits - gone_hits
            counts[key][1] += misses - gone_misses


def cell_key(data: bytes):
    found = dict(fields(data))
    text = lambda number: found.get(number, b"").decode()
    return (text(1), str(found.get(2, 0)), text(3), text(4), CLASSES[found.get(5, 0)], text(6), text(7), ORIGINS[found.get(8, 0)])


def line(key, hits: int, misses: int) -> str:
    names = ("metric", "definition", "unit", "day", "class", "reason", "responsible", "origin")
    cell = dict(zip(names, key), definition=int(key[1]), hits=str(hits), misses=str(misses))
    return json.dumps(cell, separators=(",", ":"), ensure_ascii=False)


def framed(data: bytes):
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at:at + 4], "big")
        yield data[at + 4:at + 4 + length]
        at += 4 + length


def of(parts, number: int):
    return [value for field, value in parts if field == number]


def fields(data: bytes):
    at, found = 0, []
    while at < len(data):
        tag, at = varint(data, at)
        if tag & 7 == 0:
            value, at = varint(data, at)
        elif tag & 7 == 2:
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
        else:
            width = {1: 8, 5: 4}[tag & 7]
            value, at = data[at:at + width], at + width
        found.append((tag >> 3, value))
    return found


def varint(data: bytes, at: int):
    value = shift = 0
    while True:
        byte, at = data[at], at + 1
        value, shift = value | (byte & 127) << shift, shift + 7
        if byte < 128:
            return value, at


# From counts to the index

def check_record(path: str, record, rows, rules, ruleset) -> None:
    statistics, classes = [], defaultdict(lambda: [0, 0])
    scored = []
    kind = KINDS[record["period"]["kind"]]
    minimum = int((ruleset["minimum_cases"].get(kind) or ruleset["minimum_cases"])["department"])
    for rule, definition, metric in zip(rules, record["definitions"], record["metrics"], strict=True):
        cells = [row for row in rows if row["metric"] == definition["recorded_as"] and str(row["definition"]) == rule["definition"]]
        sums = defaultdict(lambda: [0, 0])
        for row in cells:
            key = (row["day"], row["class"], row["reason"], row["responsible"], row["origin"])
            for place, column in enumerate(("hits", "misses")):
                sums[key][place] += int(row[column])
                classes[row["class"]][place] += int(row[column])
        statistics += [{"metric": definition["recorded_as"], "definition": rule["definition"],
                        **dict(zip(("day", "class", "reason", "responsible", "origin"), key)),
                        "hits": str(hits), "misses": str(misses)} for key, (hits, misses) in sorted(sums.items(), key=lambda one: "\t".join(one[0]))]
        scored.append(check_metric(path, record["department"], metric, rule, cells, minimum))
    same(path, "statistics", statistics, record["statistics"])
    same(path, "classes", [{"class": name, "hits": str(classes[name][0]), "misses": str(classes[name][1])}
                           for name in CLASSES if name in classes], record["classes"])
    waits = {one["metric"]: int(one["cases"]) for one in record["waiting"]}
    silent = any(exact is None and own[1] + waits.get(definition["recorded_as"], 0) >= minimum
                 for definition, (exact, own, _) in zip(record["definitions"], scored))
    check_index(path, record, rules, scored, 10**9 if silent else int(ruleset["minimum_coverage_bp"]))
    for rule, metric, found in zip(rules, record["metrics"], record["sensitivity"]):
        same(path, f"{metric['metric']}.sensitivity", steps(rule, int(metric["hits"]), int(metric["cases"])),
             {side: (found[side]["anchor"], int(found[side]["hits"])) for side in ("next", "last") if side in found})


def check_metric(path: str, department: str, metric, rule, cells, minimum: int):
    name = metric["metric"]
    counts, others, misses = [0, 0], defaultdict(lambda: [0, 0]), defaultdict(int)
    for row in cells:
        hit, miss = int(row["hits"]), int(row["misses"])
        into = counts if row["class"] == "ACCOUNTABLE" else others[(row["class"], row["reason"], row["responsible"])]
        into[0], into[1] = into[0] + hit, into[1] + hit + miss
        misses[row["responsible"] or department] += miss
    lived = [counts[at] + sum(one[at] for one in others.values()) for at in (0, 1)]
    same(path, f"{name}.counts", [str(one) for one in counts + lived],
         [metric[one] for one in ("hits", "cases", "lived_hits", "lived_cases")])
    misses[department] += 0
    parties = [department] + sorted(set(misses) - {department})
    same(path, f"{name}.attribution", [[party, str(misses[party])] for party in parties],
         [[one["party"], one["misses"]] for one in metric["attribution"]])
    same(path, f"{name}.exclusions", [[*key, str(hits), str(cases)] for key, (hits, cases) in sorted(others.items(), key=lambda one: " ".join(one[0]))],
         [[one["class"], one["reason"], one["responsible"], one["hits"], one["cases"]] for one in metric["exclusions"]])
    for field in ("weight_bp", "floor_ppm", "target_ppm", "world_class_ppm"):
        same(path, f"{name}.{field}", rule[field], metric[field])
    exact = score(rule, *counts) if counts[1] >= minimum and counts[1] > 0 else None
    same(path, f"{name}.score_e4", None if exact is None else str(half_up(exact)), metric.get("score_e4"))
    same(path, f"{name}.rate_ppm", str(half_up(Fraction(counts[0] * 10**6, counts[1]))) if counts[1] else None, metric.get("rate_ppm"))
    if exact is not None:
        low, high = interval([(Fraction(1), rule, *counts)], half_up(exact))
        same(path, f"{name}.interval", [str(low), str(high)], [metric["score_lower_e4"], metric["score_upper_e4"]])
    return exact, counts, lived


def check_index(path: str, record, rules, scored, minimum: int) -> None:
    index = record["index"]
    coverage = sum(int(rule["weight_bp"]) for rule, (exact, _, _) in zip(rules, scored) if exact is not None)
    same(path, "coverage_bp", str(coverage), index["coverage_bp"])
    if coverage == 0 or coverage < minimum:
        same(path, "index_e4", None, index.get("index_e4"))
        return
    weights = [Fraction(int(rule["weight_bp"]), coverage) if exact is not None else Fraction(0) for rule, (exact, _, _) in zip(rules, scored)]
    parts = [weight * (exact or 0) for weight, (exact, _, _) in zip(weights, scored)]
    value = half_up(sum(parts))
    measured = [(weight, rule, own, lived) for weight, rule, (exact, own, lived) in zip(weights, rules, scored) if exact is not None]
    low, high = interval([(weight, rule, *own) for weight, rule, own, _ in measured], value)
    same(path, "index_e4, interval", [str(value), str(low), str(high)], [index[one] for one in ("index_e4", "lower_e4", "upper_e4")])
    lived = half_up(sum(weight * score(rule, *both) for weight, rule, _, both in measured))
    same(path, "lived_index_e4", str(lived), index["lived_index_e4"])
    same(path, "points_e4", [str(one) for one in share_out(parts, value)], [one["points_e4"] for one in record["metrics"]])
    same(path, "effective_weight_bp", [str(one) for one in share_out([10_000 * one for one in weights], 10_000)],
         [one["effective_weight_bp"] for one in record["metrics"]])


def score(rule, hits: int, cases: int) -> Fraction:
    return score_of(rule, Fraction(hits * 10**6, cases))


def score_of(rule, rate: Fraction) -> Fraction:
    up = climb(rate, *(int(rule[one]) for _, one in ANCHORS))
    if "too_high" not in rule:
        return up
    return min(up, climb(-rate, *(-int(rule["too_high"][one]) for _, one in ANCHORS)))


def climb(rate: Fraction, floor: int, target: int, world: int) -> Fraction:
    if rate <= floor:
        return Fraction(0)
    if rate >= world:
        return Fraction(10**6)
    if rate <= target:
        return 800_000 * (rate - floor) / (target - floor)
    return 800_000 + 200_000 * (rate - target) / (world - target)


def interval(parts, index: int):
    below = above = 0
    for weight, rule, hits, cases in parts:
        own = score(rule, hits, cases)
        low, high = (Fraction(bound, 10**6) for bound in wilson(hits, cases))
        ends = sorted([score_of(rule, low), score_of(rule, high)])
        world = [int(rule["world_class_ppm"]), int(rule.get("too_high", {}).get("world_class_ppm", 10**9))]
        most = Fraction(10**6) if high >= world[0] and low <= world[1] else ends[1]
        below += max(0, half_up(weight * (own - ends[0]) * 1000)) ** 2
        above += max(0, half_up(weight * (most - own) * 1000)) ** 2
    return (max(0, index - half_up(Fraction(isqrt(below), 1000))), min(10**6, index + half_up(Fraction(isqrt(above), 1000))))


def wilson(hits: int, cases: int):
    scale = 10**12
    root = isqrt((38_416 * cases + 40_000 * hits * (cases - hits)) * cases * scale * scale)
    middle, whole = (20_000 * hits + 38_416) * cases * scale, 2 * (10_000 * cases + 38_416) * cases
    low = 0 if hits == 0 else (middle - 196 * root) // whole
    high = scale if hits == cases else (middle + 196 * root) // whole
    return min(max(low, 0), scale), min(max(high, 0), scale)


def share_out(parts, whole: int):
    floors = [part.numerator // part.denominator for part in map(Fraction, parts)]
    left = whole - sum(floors)
    for place in sorted(range(len(parts)), key=lambda at: floors[at] - parts[at])[:left]:
        floors[place] += 1
    return floors


def steps(rule, hits: int, cases: int):
    ladder = [(anchor, -(-int(rule[field]) * cases // 10**6)) for anchor, field in ANCHORS]
    above = [(anchor, needed - hits) for anchor, needed in ladder if hits < needed <= cases]
    below = [(anchor, hits - needed + 1) for anchor, needed in ladder if needed <= hits]
    return {**({"next": above[0]} if above else {}), **({"last": below[-1]} if below else {})}


def half_up(value) -> int:
    value = Fraction(value)
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


# Words

def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def lines(*texts: str) -> str:
    return sha("".join(f"{text}\n" for text in texts).encode())


def same(file: str, field: str, expected, found) -> None:
    if expected != found:
        print(f"NO {file}: {field}: expected {expected}, found {found}"[:600])
        sys.exit(1)


def say(step: str, detail: str) -> None:
    print(f"ok {step}: {detail}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
