"""Google's client for Python against the sandbox, unchanged."""

import datetime
import decimal
import io
import json
import sys

from google.api_core.client_options import ClientOptions
from google.api_core.exceptions import Conflict, Forbidden, NotFound, PreconditionFailed
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery

from checks import CASES, PROJECT, URL, report, run, same, text_of

client = bigquery.Client(
    project=PROJECT, credentials=AnonymousCredentials(), client_options=ClientOptions(api_endpoint=URL)
)
report("version", "passed", bigquery.__version__)

dataset_id = "python_client"
schema = [bigquery.SchemaField.from_api_repr(column["field"]) for column in CASES["columns"]]
rows = [{column["field"]["name"]: column["sent"][row] for column in CASES["columns"]} for row in range(3)]
table_id = f"{PROJECT}.{dataset_id}.every_type"


def create_dataset():
    dataset = bigquery.Dataset(f"{PROJECT}.{dataset_id}")
    dataset.location = "EU"
    dataset.labels = {"team": "data"}
    client.create_dataset(dataset)
    same(client.get_dataset(dataset_id).location, "EU", "location")
    same(client.create_dataset(dataset, exists_ok=True).labels, {"team": "data"}, "labels")
    try:
        client.create_dataset(dataset)
        raise AssertionError("a dataset was made twice")
    except Conflict:
        pass


def create_table():
    table = bigquery.Table(table_id, schema=schema)
    table.description = "Every type"
    table.time_partitioning = bigquery.TimePartitioning(field="c_timestamp")
    table.clustering_fields = ["c_string"]
    client.create_table(table)
    found = client.get_table(table_id)
    same([(f.name, f.field_type, f.mode) for f in found.schema], [(f.name, f.field_type, f.mode) for f in schema], "schema")
    same(found.clustering_fields, ["c_string"], "clustering")
    same(found.time_partitioning.field, "c_timestamp", "partitioning")


def check_rows(found, what):
    found = sorted(found, key=lambda row: row["id"])
    same(len(found), 3, f"{what}: rows")
    for column, field in zip(CASES["columns"], schema):
        for index, row in enumerate(found):
            same(text_of(row[field.name], field), column["read"][index], f"{what}: {field.name} of row {index}")


def insert_all():
    same(client.insert_rows_json(table_id, rows), [], "insertErrors")
    errors = client.insert_rows_json(table_id, [{"id": 4}, {"c_date": "never"}])
    same([error["index"] for error in errors], [0, 1], "rows with errors")
    same([one["reason"] for error in errors for one in error["errors"]][0], "stopped", "reason")


def list_rows():
    check_rows(client.list_rows(table_id, page_size=1), "pages of one row")
    check_rows(client.list_rows(table_id), "one page")
    same(client.get_table(table_id).num_rows, 3, "num_rows")


def load_json():
    name = f"{PROJECT}.{dataset_id}.loaded"
    lines = []
    for row in rows:
        raw = {key: value for key, value in row.items()}
        # A file has JSON values as they are.
        raw["c_json"] = None if raw["c_json"] is None else json.loads(raw["c_json"])
        lines.append(json.dumps(raw))
    config = bigquery.LoadJobConfig(schema=schema, source_format="NEWLINE_DELIMITED_JSON")
    job = client.load_table_from_file(io.BytesIO("\n".join(lines).encode()), name, job_config=config)
    same(job.result().output_rows, 3, "output_rows")
    check_rows(client.list_rows(name), "loaded")
    again = bigquery.LoadJobConfig(source_format="NEWLINE_DELIMITED_JSON", write_disposition="WRITE_TRUNCATE", schema=schema)
    client.load_table_from_json(rows[1:2], name, job_config=again).result()
    same(client.get_table(name).num_rows, 1, "rows after WRITE_TRUNCATE")


def load_csv():
    name = f"{PROJECT}.{dataset_id}.csv"
    config = bigquery.LoadJobConfig(autodetect=True, skip_leading_rows=1, source_format="CSV")
    data = io.BytesIO(b'n,day,text\n1,2024-01-01,"a,b"\n2,2024-01-02,c\n')
    client.load_table_from_file(data, name, job_config=config, size=len(data.getvalue())).result()
    found = [tuple(row.values()) for row in client.list_rows(name)]
    same(found, [(1, datetime.date(2024, 1, 1), "a,b"), (2, datetime.date(2024, 1, 2), "c")], "rows")


def dml():
    name = f"`{PROJECT}.{dataset_id}.stock`"
    client.query_and_wait(f"CREATE TABLE {name} (item STRING NOT NULL, amount INT64)")
    job = client.query(f"INSERT INTO {name} (item, amount) VALUES ('a', 1), ('b', 2)")
    job.result()
    same((job.statement_type, job.num_dml_affected_rows), ("INSERT", 2), "INSERT")
    job = client.query(f"UPDATE {name} SET amount = amount + 1 WHERE item = 'a'")
    job.result()
    same(job.dml_stats.updated_row_count, 1, "updated rows")
    rows = client.query_and_wait(f"DELETE FROM {name} WHERE item = 'b'")
    same(rows.num_dml_affected_rows, 1, "deleted rows")
    same([tuple(row.values()) for row in client.query_and_wait(f"SELECT * FROM {name}")], [("a", 2)], "rows")


def parameters():
    values = [
        ("INT64", 41, 41),
        ("FLOAT64", 0.5, 0.5),
        ("NUMERIC", decimal.Decimal("1.5"), decimal.Decimal("1.5")),
        ("STRING", "it's", "it's"),
        ("BOOL", True, True),
        ("BYTES", b"\x00\xff", b"\x00\xff"),
        ("DATE", datetime.date(2024, 2, 29), datetime.date(2024, 2, 29)),
        ("DATETIME", datetime.datetime(2024, 2, 29, 12, 30), datetime.datetime(2024, 2, 29, 12, 30)),
        ("TIME", datetime.time(1, 2, 3), datetime.time(1, 2, 3)),
        (
            "TIMESTAMP",
            datetime.datetime(2024, 2, 29, 12, 30, tzinfo=datetime.timezone.utc),
            datetime.datetime(2024, 2, 29, 12, 30, tzinfo=datetime.timezone.utc),
        ),
    ]
    for kind, sent, expected in values:
        config = bigquery.QueryJobConfig(query_parameters=[bigquery.ScalarQueryParameter("p", kind, sent)])
        [row] = client.query_and_wait("SELECT @p AS p", job_config=config)
        same(row["p"], expected, kind)
    config = bigquery.QueryJobConfig(query_parameters=[bigquery.ArrayQueryParameter(None, "INT64", [1, 2])])
    [row] = client.query_and_wait("SELECT ARRAY_LENGTH(?) AS n", job_config=config)
    same(row["n"], 2, "an array by position")


def sample_types():
    sample = CASES["sample"]
    table = client.get_table(f"sandbox.{sample['dataset']}.{sample['table']}")
    fields = {field.name: field for field in table.schema}
    for way, found in (
        ("listed", client.list_rows(table, page_size=5)),
        ("queried", client.query_and_wait(f"SELECT * FROM `sandbox.{sample['dataset']}.{sample['table']}`")),
    ):
        by_id = {str(row["id"]): row for row in found}
        same(len(by_id), 12, f"{way}: rows")
        for key, columns in sample["rows"].items():
            for name, expected in columns.items():
                same(text_of(by_id[key][name], fields[name]), expected, f"{way}: {name} of row {key}")


def sample_tables():
    for name, count in CASES["sampleTables"].items():
        same(client.get_table(f"sandbox.{name}").num_rows, count, name)
        same(len(list(client.list_rows(f"sandbox.{name}", max_results=1000, page_size=300))), min(count, 1000), name)
        [row] = client.query_and_wait(f"SELECT COUNT(*) AS n FROM `sandbox.{name}`")
        same(row["n"], count, name)


def lists_and_etags():
    for name in ("page_a", "page_b", "page_c"):
        client.create_dataset(name)
    found = [item.dataset_id for item in client.list_datasets(page_size=1)]
    same([name for name in found if name.startswith("page_")], ["page_a", "page_b", "page_c"], "datasets")
    tables = [item.table_id for item in client.list_tables(dataset_id, page_size=1)]
    same(tables, ["csv", "every_type", "loaded", "stock"], "tables")
    stale = client.get_table(table_id)
    fresh = client.get_table(table_id)
    fresh.description = "new"
    client.update_table(fresh, ["description"])
    stale.description = "other"
    try:
        client.update_table(stale, ["description"])
        raise AssertionError("a stale etag was accepted")
    except PreconditionFailed:
        pass
    same(len(list(client.list_jobs(max_results=7, page_size=3))), 7, "jobs")
    same(client.get_service_account_email().startswith("bq-"), True, "service account")
    same(PROJECT in [project.project_id for project in client.list_projects()], True, "projects")


def errors():
    for work, expected in (
        (lambda: client.get_table(f"{PROJECT}.{dataset_id}.nope"), NotFound),
        (lambda: client.query_and_wait("DELETE FROM sandbox.movies.movies WHERE TRUE"), Forbidden),
    ):
        try:
            work()
        except expected:
            continue
        raise AssertionError(f"{expected.__name__} was expected")


def time_travel():
    before = int(datetime.datetime.now(datetime.timezone.utc).timestamp() * 1000)
    client.query_and_wait(f"DELETE FROM `{table_id}` WHERE id = 1")
    same(client.query_and_wait(f"SELECT COUNT(*) AS n FROM `{table_id}`").total_rows, 1, "rows of the query")
    same(len(list(client.list_rows(f"{table_id}"))), 2, "rows now")
    sql = f"SELECT id FROM `{table_id}` FOR SYSTEM_TIME AS OF TIMESTAMP_MILLIS({before})"
    same(len(list(client.query_and_wait(sql))), 3, "rows before")


def delete():
    client.delete_dataset(dataset_id, delete_contents=True)
    client.delete_dataset(dataset_id, delete_contents=True, not_found_ok=True)


run("create a dataset", create_dataset)
run("create a table of every type", create_table)
run("insert rows (insertAll)", insert_all)
run("list rows in small pages", list_rows)
run("load JSON lines", load_json)
run("load CSV", load_csv)
run("DDL and DML", dml)
run("query with parameters", parameters)
run("read the sample's types", sample_types)
run("read every sample table", sample_tables)
run("pages of lists, etags", lists_and_etags)
run("errors", errors)
run("time travel", time_travel)
run("delete a dataset", delete)
sys.exit(0)
