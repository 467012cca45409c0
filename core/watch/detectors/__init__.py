"""One file per detector, each with `detect(store, *, as_of, parameters) -> anomalies`. Run in the order of the policy's detectors.toml:
first those that look at the data themselves (core/watch/silence.py)."""

from core.watch.detectors import (
    backlog_burst,
    cluster,
    constant_values,
    contact_at_large,
    duplicate_records,
    fever,
    future_times,
    impossible_movement,
    key_attention_exit,
    machine_made_declaration,
    measure_overdue,
    missing_feed,
    quarantine_breach,
    rate_fall,
    rate_rise,
    shared_account,
    silent_resident,
    stock_mismatch,
    unit_breach,
    untruthful_declaration,
)

DETECTORS = {
    "missing_feed": missing_feed.detect,
    "stock_mismatch": stock_mismatch.detect,
    "future_times": future_times.detect,
    "constant_values": constant_values.detect,
    "backlog_burst": backlog_burst.detect,
    "duplicate_records": duplicate_records.detect,
    "rate_rise": rate_rise.detect,
    "rate_fall": rate_fall.detect,
    "silent_resident": silent_resident.detect,
    "key_attention_exit": key_attention_exit.detect,
    "contact_at_large": contact_at_large.detect,
    "fever": fever.detect,
    "quarantine_breach": quarantine_breach.detect,
    "unit_breach": unit_breach.detect,
    "measure_overdue": measure_overdue.detect,
    "impossible_movement": impossible_movement.detect,
    "shared_account": shared_account.detect,
    "untruthful_declaration": untruthful_declaration.detect,
    "machine_made_declaration": machine_made_declaration.detect,
    "cluster_fever": cluster.fever,
    "cluster_symptoms": cluster.symptoms,
    "cluster_cases": cluster.cases,
}
# rules about single people, whose day need not be over
AT_ONCE = ("key_attention_exit", "fever", "quarantine_breach", "unit_breach", "impossible_movement")
# what they find are scans of the person
SCANNED = ("fever", "quarantine_breach", "unit_breach", "impossible_movement", "shared_account")
