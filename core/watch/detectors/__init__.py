"""One file per detector, each with `detect(store, *, as_of, parameters) -> anomalies`. Run in the order of the policy's detectors.toml."""

from core.watch.detectors import (
    cluster,
    fever,
    key_attention_exit,
    missing_feed,
    quarantine_breach,
    rate_fall,
    rate_rise,
    silent_resident,
    unit_breach,
)

DETECTORS = {
    "missing_feed": missing_feed.detect,
    "rate_rise": rate_rise.detect,
    "rate_fall": rate_fall.detect,
    "silent_resident": silent_resident.detect,
    "key_attention_exit": key_attention_exit.detect,
    "fever": fever.detect,
    "quarantine_breach": quarantine_breach.detect,
    "unit_breach": unit_breach.detect,
    "cluster_fever": cluster.fever,
    "cluster_symptoms": cluster.symptoms,
    "cluster_cases": cluster.cases,
}
AT_ONCE = (
    "key_attention_exit",
    "fever",
    "quarantine_breach",
    "unit_breach",
)  # rules about single people, whose day need not be over
SCANNED = ("fever", "quarantine_breach", "unit_breach")  # what they find are scans of the person
SILENCED = ("rate_fall", "silent_resident")  # where a feed is missing
