"""Reads /metrics as text 0.0.4 and, with gzip, as OpenMetrics 1.0, by the strict parsers of prometheus-client.

Fails when one of them cannot be read, or when both do not have the same samples.
"""
import gzip
import ssl
import sys
from urllib.request import Request, urlopen

from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families as read_text


url, authority, certificate, key = sys.argv[1:]
context = ssl.create_default_context(cafile=authority)
context.load_cert_chain(certificate, key)


def get(accept, **headers):
    with urlopen(Request(url, headers={"Accept": accept, **headers}), context=context) as answer:
        body = answer.read()
        zipped = answer.headers.get("Content-Encoding") == "gzip"
        return answer.headers["Content-Type"], zipped, (gzip.decompress(body) if zipped else body).decode()


def samples(families):
    def key(sample):
        labels = {name: str(float(value)) if name == "le" else value for name, value in sample.labels.items()}
        return sample.name, tuple(sorted(labels.items()))

    return {key(sample) for family in families for sample in family.samples}


kind, zipped, text = get("text/plain")
assert (kind, zipped) == ("text/plain; version=0.0.4; charset=utf-8", False), kind
kind, zipped, open_text = get("application/openmetrics-text; version=1.0.0", **{"Accept-Encoding": "gzip"})
assert (kind, zipped) == ("application/openmetrics-text; version=1.0.0; charset=utf-8", True), kind
# What only one of two scrapes has are resources that came and went in between.
differing = {name for name, _ in samples(read_text(text)) ^ samples(read_openmetrics(open_text))}
unexplained = {name for name in differing if not name.startswith("nodejs_active_")}
assert not unexplained, unexplained
