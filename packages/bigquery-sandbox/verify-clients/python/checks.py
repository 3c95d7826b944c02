"""What the Python checks share: their cases, how values are written, and how a check is reported."""

import base64
import datetime
import json
import os
import struct
import traceback

URL = os.environ["SANDBOX_URL"]
PROJECT = "client-checks"
CASES = json.load(open(os.environ["CLIENT_CASES"], encoding="utf-8"))
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def report(check, status, detail=""):
    print(json.dumps({"check": check, "status": status, "detail": detail}), flush=True)


def run(check, work):
    """Runs one check; its error is its result."""
    try:
        work()
        report(check, "passed")
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        report(check, "failed", f"{type(error).__name__}: {error} ({os.path.basename(where.filename)}:{where.lineno})"[:2000])


def same(actual, expected, what):
    if actual != expected:
        raise AssertionError(f"{what}: {actual!r} is not {expected!r}")


def text_of(value, field):
    """A value as the cases write it."""
    if field.mode == "REPEATED":
        return [text_of_one(item, field) for item in value]
    return text_of_one(value, field)


def text_of_one(value, field):
    if value is None:
        return None
    kind = field.field_type
    if kind in ("RECORD", "STRUCT"):
        return {inner.name: text_of(value[inner.name], inner) for inner in field.fields}
    if kind == "RANGE":
        return {end: None if value[end] is None else str(value[end]) for end in ("start", "end")}
    if kind in ("FLOAT", "FLOAT64"):
        return bits_of(value)
    if kind in ("NUMERIC", "BIGNUMERIC"):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if kind in ("BOOLEAN", "BOOL"):
        return "true" if value else "false"
    if kind == "BYTES":
        return base64.b64encode(value).decode()
    if kind == "DATETIME":
        return value.isoformat(timespec="microseconds")
    if kind == "TIME":
        return value.isoformat(timespec="microseconds")
    if kind == "TIMESTAMP":
        return str((value - EPOCH) // datetime.timedelta(microseconds=1))
    if kind == "JSON":
        return json.dumps(value, separators=(",", ":"))
    if kind == "INTERVAL":
        micros = ((value.hours * 60 + value.minutes) * 60 + value.seconds) * 1_000_000 + value.microseconds
        # relativedelta turns 24 hours into a day, which the cases do not have.
        return f"{value.years * 12 + value.months} months {value.days} days {micros} us"
    return str(value)


def bits_of(value):
    return "nan" if value != value else struct.pack(">d", value).hex()
