"""pandas-gbq against the sandbox, through Google's client for Python."""

import datetime
import os

import pandas
import pandas_gbq
from google.api_core.client_options import ClientOptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery

from checks import PROJECT, URL, report, run, same

# pandas-gbq opens clients of its own to make a table and for a table id; they find the sandbox by this variable.
os.environ["BIGQUERY_EMULATOR_HOST"] = URL
credentials = AnonymousCredentials()
client = bigquery.Client(project=PROJECT, credentials=credentials, client_options=ClientOptions(api_endpoint=URL))
report("version", "passed", pandas_gbq.__version__)
table = f"{PROJECT}.pandas_gbq.frame"
frame = pandas.DataFrame(
    {
        "n": [1, 2],
        "x": [0.5, None],
        "text": ["a", None],
        "ok": [True, False],
        "day": [datetime.date(2024, 2, 29), None],
        "seen": pandas.to_datetime(["2024-02-29T12:30:00Z", "2024-03-01T00:00:00.000001Z"], format="ISO8601"),
    }
)


def expected_rows(found):
    found = found.sort_values("n").reset_index(drop=True)
    same([int(n) for n in found["n"]], [1, 2], "n")
    same(float(found["x"][0]), 0.5, "x")
    same(bool(pandas.isna(found["x"][1])), True, "x of row 1")
    same(found["text"][0], "a", "text")
    same(bool(pandas.isna(found["text"][1])), True, "text of row 1")
    same([bool(ok) for ok in found["ok"]], [True, False], "ok")
    same(str(found["day"][0])[:10], "2024-02-29", "day")
    same(found["seen"][1].value // 1000, 1709251200000001, "seen")


def write(api_method):
    def work():
        pandas_gbq.to_gbq(
            frame, table, project_id=PROJECT, if_exists="replace", api_method=api_method, bigquery_client=client, progress_bar=False
        )
        expected_rows(client.query_and_wait(f"SELECT * FROM `{table}`").to_dataframe(create_bqstorage_client=False))

    return work


def read():
    found = pandas_gbq.read_gbq(
        f"SELECT * FROM `{table}`", project_id=PROJECT, bigquery_client=client, progress_bar_type=None, use_bqstorage_api=False
    )
    expected_rows(found)


def read_table():
    found = pandas_gbq.read_gbq(
        table, project_id=PROJECT, credentials=credentials, progress_bar_type=None, use_bqstorage_api=False
    )
    expected_rows(found)


def append():
    pandas_gbq.to_gbq(frame, table, project_id=PROJECT, if_exists="append", bigquery_client=client, progress_bar=False)
    same(client.get_table(table).num_rows, 4, "rows")


client.create_dataset("pandas_gbq", exists_ok=True)
run("write a frame as Parquet", write("load_parquet"))
run("write a frame as CSV", write("load_csv"))
run("read a query into a frame", read)
run("read a table into a frame", read_table)
run("append a frame", append)
report("Storage Read", "skipped", "Google's Python client opens its own channel to Google for it; use_bqstorage_api=False")
client.delete_dataset("pandas_gbq", delete_contents=True)
