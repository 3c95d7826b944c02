"""SQLAlchemy (sqlalchemy-bigquery) against the sandbox."""

import datetime
import decimal

import sqlalchemy
import sqlalchemy_bigquery
from google.api_core.client_options import ClientOptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery
from sqlalchemy import Column, MetaData, Table, func, select

from checks import PROJECT, URL, report, run, same

client = bigquery.Client(
    project=PROJECT,
    credentials=AnonymousCredentials(),
    client_options=ClientOptions(api_endpoint=URL),
    default_query_job_config=bigquery.QueryJobConfig(default_dataset=f"{PROJECT}.alchemy"),
)
report("version", "passed", sqlalchemy_bigquery.__version__)
client.create_dataset("alchemy", exists_ok=True)
engine = sqlalchemy.create_engine(
    f"bigquery://{PROJECT}/alchemy?user_supplied_client=True", connect_args={"client": client}
)
metadata = MetaData()
orders = Table(
    "orders",
    metadata,
    Column("id", sqlalchemy.Integer),
    Column("item", sqlalchemy.String),
    Column("price", sqlalchemy.Numeric),
    Column("day", sqlalchemy.Date),
    Column("seen", sqlalchemy.TIMESTAMP),
    Column("ok", sqlalchemy.Boolean),
)
seen = datetime.datetime(2024, 2, 29, 12, 30, tzinfo=datetime.timezone.utc)
first = {"id": 1, "item": "it's", "price": decimal.Decimal("1.50"), "day": datetime.date(2024, 2, 29), "seen": seen, "ok": True}
second = {"id": 2, "item": None, "price": None, "day": None, "seen": None, "ok": None}


def create():
    metadata.create_all(engine)
    same([column["name"] for column in sqlalchemy.inspect(engine).get_columns("orders")], [c.name for c in orders.columns], "columns")


def insert():
    with engine.connect() as connection:
        connection.execute(orders.insert(), [first])
        connection.execute(orders.insert().values(**second))


def read():
    with engine.connect() as connection:
        found = connection.execute(select(orders).order_by(orders.c.id)).mappings().all()
        same([dict(row) for row in found], [first, second], "rows")
        query = select(func.count()).select_from(orders).where(orders.c.item == "it's", orders.c.id.in_([1, 2]))
        same(connection.execute(query).scalar(), 1, "rows by parameters")


def change():
    with engine.connect() as connection:
        same(connection.execute(orders.update().where(orders.c.id == 2).values(item="new")).rowcount, 1, "updated")
        same(connection.execute(select(orders.c.item).where(orders.c.id == 2)).scalar(), "new", "item")
        connection.execute(orders.delete().where(orders.c.id == 1))
        same(connection.execute(select(func.count()).select_from(orders)).scalar(), 1, "rows")


def drop():
    same(sqlalchemy.inspect(engine).get_table_names(), ["orders"], "tables")
    metadata.drop_all(engine)
    same(sqlalchemy.inspect(engine).get_table_names(), [], "tables")


run("create a table, reflect it", create)
run("insert with parameters", insert)
run("select with parameters", read)
run("update and delete", change)
run("list and drop tables", drop)
client.delete_dataset("alchemy", delete_contents=True)
