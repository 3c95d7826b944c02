import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.DatasetDeleteOption;
import com.google.cloud.bigquery.BigQuery.TableDataListOption;
import com.google.cloud.bigquery.BigQuery.TableListOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldElementType;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableDataWriteChannel;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TableResult;
import com.google.cloud.bigquery.TimePartitioning;
import com.google.cloud.bigquery.WriteChannelConfiguration;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Google's client for Java against the sandbox, unchanged. */
public final class ClientCheck {
  static final String PROJECT = "client-checks";
  static final String DATASET = "java_client";
  static final TableId EVERY_TYPE = TableId.of(DATASET, "every_type");
  static BigQuery client;
  static JsonObject cases;
  static Schema schema;

  interface Work {
    void run() throws Exception;
  }

  static void report(String check, String status, String detail) {
    JsonObject line = new JsonObject();
    line.addProperty("check", check);
    line.addProperty("status", status);
    line.addProperty("detail", detail);
    System.out.println(line);
  }

  static void run(String check, Work work) {
    try {
      work.run();
      report(check, "passed", "");
    } catch (Exception | AssertionError error) {
      report(check, "failed", String.valueOf(error));
    }
  }

  static void same(Object actual, Object expected, String what) {
    if (!Objects.equals(actual, expected)) throw new AssertionError(what + ": " + actual + " is not " + expected);
  }

  static void fails(Work work, int code) throws Exception {
    try {
      work.run();
    } catch (BigQueryException error) {
      same(error.getCode(), code, "code");
      return;
    }
    throw new AssertionError("an error " + code + " was expected");
  }

  /** A value as the cases write it. */
  static JsonElement textOf(FieldValue value, Field field) {
    if (value.getAttribute() != FieldValue.Attribute.REPEATED) return textOfOne(value, field);
    JsonArray items = new JsonArray();
    for (FieldValue item : value.getRepeatedValue()) items.add(textOfOne(item, field));
    return items;
  }

  static JsonElement textOfOne(FieldValue value, Field field) {
    if (value.isNull()) return JsonNull.INSTANCE;
    StandardSQLTypeName type = field.getType().getStandardType();
    if (type == StandardSQLTypeName.STRUCT) {
      JsonObject record = new JsonObject();
      FieldList inner = field.getSubFields();
      for (int index = 0; index < inner.size(); index++) {
        record.add(inner.get(index).getName(), textOf(value.getRecordValue().get(index), inner.get(index)));
      }
      return record;
    }
    if (type == StandardSQLTypeName.RANGE) {
      JsonObject range = new JsonObject();
      range.add("start", boundOf(value.getRangeValue().getStart()));
      range.add("end", boundOf(value.getRangeValue().getEnd()));
      return range;
    }
    return new JsonPrimitive(scalarOf(value, type));
  }

  static JsonElement boundOf(FieldValue bound) {
    boolean isOpen = bound == null || bound.isNull();
    return isOpen ? JsonNull.INSTANCE : new JsonPrimitive(bound.getStringValue());
  }

  static String scalarOf(FieldValue value, StandardSQLTypeName type) {
    switch (type) {
      case FLOAT64:
        double number = value.getDoubleValue();
        return Double.isNaN(number) ? "nan" : String.format("%016x", Double.doubleToLongBits(number));
      case NUMERIC:
      case BIGNUMERIC:
        BigDecimal decimal = value.getNumericValue();
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
      case BYTES:
        return Base64.getEncoder().encodeToString(value.getBytesValue());
      case DATETIME:
      case TIME:
        String[] parts = value.getStringValue().split("\\.");
        return parts[0] + "." + ((parts.length > 1 ? parts[1] : "") + "000000").substring(0, 6);
      case TIMESTAMP:
        return String.valueOf(value.getTimestampValue());
      case INTERVAL:
        var interval = value.getPeriodDuration();
        long micros = interval.getDuration().toNanos() / 1000;
        var period = interval.getPeriod();
        return period.toTotalMonths() + " months " + period.getDays() + " days " + micros + " us";
      default:
        return value.getStringValue();
    }
  }

  static Field fieldOf(JsonObject json) {
    String name = json.get("name").getAsString();
    Field.Builder field;
    if (json.has("fields")) {
      List<Field> inner = new ArrayList<>();
      for (JsonElement one : json.getAsJsonArray("fields")) inner.add(fieldOf(one.getAsJsonObject()));
      field = Field.newBuilder(name, StandardSQLTypeName.STRUCT, FieldList.of(inner));
    } else {
      field = Field.newBuilder(name, com.google.cloud.bigquery.LegacySQLTypeName.valueOf(json.get("type").getAsString()));
    }
    if (json.has("mode")) field.setMode(Field.Mode.valueOf(json.get("mode").getAsString()));
    if (json.has("rangeElementType")) {
      String element = json.getAsJsonObject("rangeElementType").get("type").getAsString();
      field.setRangeElementType(FieldElementType.newBuilder().setType(element).build());
    }
    return field.build();
  }

  static Map<String, Object> rowOf(int number) {
    Map<String, Object> row = new HashMap<>();
    for (JsonElement one : cases.getAsJsonArray("columns")) {
      JsonElement sent = one.getAsJsonObject().getAsJsonArray("sent").get(number);
      String name = one.getAsJsonObject().getAsJsonObject("field").get("name").getAsString();
      row.put(name, new Gson().fromJson(sent, Object.class));
    }
    return row;
  }

  static void checkRows(TableResult result, String what) {
    List<FieldValueList> rows = new ArrayList<>();
    result.iterateAll().forEach(rows::add);
    rows.sort((one, other) -> Long.compare(one.get(0).getLongValue(), other.get(0).getLongValue()));
    same(rows.size(), 3, what + ": rows");
    JsonArray columns = cases.getAsJsonArray("columns");
    for (int index = 0; index < columns.size(); index++) {
      Field field = schema.getFields().get(index);
      for (int number = 0; number < 3; number++) {
        JsonElement expected = columns.get(index).getAsJsonObject().getAsJsonArray("read").get(number);
        same(textOf(rows.get(number).get(index), field), expected, what + ": " + field.getName() + " of row " + number);
      }
    }
  }

  static TableResult list(TableId table, Schema tableSchema, long pageSize) {
    return client.listTableData(table, tableSchema, TableDataListOption.pageSize(pageSize));
  }

  static TableResult query(String sql) throws Exception {
    return client.query(QueryJobConfiguration.of(sql));
  }

  static void insert() {
    for (int attempt = 0; attempt < 2; attempt++) { // The second time the rows' ids are known.
      InsertAllRequest.Builder request = InsertAllRequest.newBuilder(EVERY_TYPE);
      for (int number = 0; number < 3; number++) request.addRow("row-" + number, rowOf(number));
      same(client.insertAll(request.build()).getInsertErrors(), Map.of(), "insertErrors");
    }
    InsertAllRequest bad = InsertAllRequest.newBuilder(EVERY_TYPE).addRow(Map.of("c_date", "never")).build();
    same(client.insertAll(bad).hasErrors(), true, "a row with errors");
  }

  static void load() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int number = 0; number < 3; number++) {
      JsonObject line = new JsonObject();
      for (JsonElement one : cases.getAsJsonArray("columns")) {
        JsonElement sent = one.getAsJsonObject().getAsJsonArray("sent").get(number);
        String name = one.getAsJsonObject().getAsJsonObject("field").get("name").getAsString();
        boolean isJson = name.equals("c_json") && !sent.isJsonNull();
        line.add(name, isJson ? JsonParser.parseString(sent.getAsString()) : sent);
      }
      lines.add(line.toString());
    }
    TableId loaded = TableId.of(DATASET, "loaded");
    WriteChannelConfiguration configuration =
        WriteChannelConfiguration.newBuilder(loaded)
            .setFormatOptions(FormatOptions.json())
            .setSchema(schema)
            .build();
    TableDataWriteChannel channel = client.writer(configuration);
    channel.write(ByteBuffer.wrap(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    channel.close();
    Job job = channel.getJob().waitFor();
    same(job.getStatus().getError(), null, "the job's error");
    checkRows(list(loaded, schema, 2), "loaded");
  }

  static void dml() throws Exception {
    String name = "`" + PROJECT + "." + DATASET + ".stock`";
    query("CREATE TABLE " + name + " (item STRING NOT NULL, amount INT64)");
    query("INSERT INTO " + name + " (item, amount) VALUES ('a', 1), ('b', 2)");
    String update = "UPDATE " + name + " SET amount = amount + 1 WHERE item = 'a'";
    Job job = client.create(JobInfo.of(QueryJobConfiguration.of(update))).waitFor();
    QueryStatistics statistics = job.getStatistics();
    same(statistics.getNumDmlAffectedRows(), 1L, "affected rows");
    List<String> found = new ArrayList<>();
    for (FieldValueList row : query("SELECT item, amount FROM " + name + " ORDER BY item").iterateAll()) {
      found.add(row.get("item").getStringValue() + row.get("amount").getLongValue());
    }
    same(found, List.of("a2", "b2"), "rows");
  }

  static void parameter(QueryParameterValue value, String expected) throws Exception {
    QueryJobConfiguration named =
        QueryJobConfiguration.newBuilder("SELECT @p AS p").addNamedParameter("p", value).build();
    same(client.query(named).iterateAll().iterator().next().get("p").getValue(), expected, "@p");
    QueryJobConfiguration positional =
        QueryJobConfiguration.newBuilder("SELECT ? AS p").addPositionalParameter(value).build();
    same(client.query(positional).iterateAll().iterator().next().get("p").getValue(), expected, "?");
  }

  static void parameters() throws Exception {
    parameter(QueryParameterValue.int64(41), "41");
    parameter(QueryParameterValue.string("it's"), "it's");
    parameter(QueryParameterValue.bool(true), "true");
    parameter(QueryParameterValue.numeric(new BigDecimal("1.5")), "1.5");
    parameter(QueryParameterValue.bytes(new byte[] {0, (byte) 255}), "AP8=");
    parameter(QueryParameterValue.date("2024-02-29"), "2024-02-29");
    parameter(QueryParameterValue.time("01:02:03.000000"), "01:02:03");
  }

  static void sampleTypes() throws Exception {
    JsonObject sample = cases.getAsJsonObject("sample");
    TableId id = TableId.of("sandbox", sample.get("dataset").getAsString(), sample.get("table").getAsString());
    Schema found = client.getTable(id).getDefinition().getSchema();
    checkSample(list(id, found, 5), found, sample.getAsJsonObject("rows"), "listed");
    TableResult queried = query("SELECT * FROM `sandbox." + id.getDataset() + "." + id.getTable() + "`");
    checkSample(queried, found, sample.getAsJsonObject("rows"), "queried");
  }

  static void checkSample(TableResult result, Schema found, JsonObject expected, String way) {
    int count = 0;
    for (FieldValueList row : result.iterateAll()) {
      count += 1;
      JsonObject columns = expected.getAsJsonObject(row.get(found.getFields().getIndex("id")).getStringValue());
      if (columns == null) continue;
      for (Map.Entry<String, JsonElement> column : columns.entrySet()) {
        int index = found.getFields().getIndex(column.getKey());
        JsonElement actual = textOf(row.get(index), found.getFields().get(index));
        same(actual, column.getValue(), way + ": " + column.getKey());
      }
    }
    same(count, 12, way + ": rows");
  }

  static void sampleTables() {
    for (Map.Entry<String, JsonElement> one : cases.getAsJsonObject("sampleTables").entrySet()) {
      String[] names = one.getKey().split("\\.");
      Table table = client.getTable(TableId.of("sandbox", names[0], names[1]));
      same(table.getNumRows().longValue(), one.getValue().getAsLong(), one.getKey());
      TableResult page = list(table.getTableId(), table.getDefinition().getSchema(), 300);
      long size = 0;
      for (FieldValueList ignored : page.getValues()) size += 1;
      same(size, Math.min(300, one.getValue().getAsLong()), one.getKey() + ": a page");
    }
  }

  static void listsAndEtags() {
    List<String> names = new ArrayList<>();
    client.listTables(DATASET, TableListOption.pageSize(1)).iterateAll().forEach(t -> names.add(t.getTableId().getTable()));
    same(names, List.of("every_type", "loaded", "stock"), "tables");
    Table before = client.getTable(EVERY_TYPE);
    Table after = before.toBuilder().setDescription("new").build().update();
    same(after.getDescription(), "new", "description");
    same(after.getEtag().equals(before.getEtag()), false, "the etag stayed");
  }

  public static void main(String[] arguments) throws Exception {
    cases = JsonParser.parseString(Files.readString(Path.of(System.getenv("CLIENT_CASES")))).getAsJsonObject();
    client =
        BigQueryOptions.newBuilder()
            .setProjectId(PROJECT)
            .setHost(System.getenv("SANDBOX_URL"))
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    List<Field> fields = new ArrayList<>();
    for (JsonElement one : cases.getAsJsonArray("columns")) fields.add(fieldOf(one.getAsJsonObject().getAsJsonObject("field")));
    schema = Schema.of(fields);

    report("version", "passed", client.getOptions().getLibraryVersion());
    run("create a dataset", () -> {
      client.create(DatasetInfo.newBuilder(DATASET).setLocation("EU").build());
      same(client.getDataset(DATASET).getLocation(), "EU", "location");
      fails(() -> client.create(DatasetInfo.of(DATASET)), 409);
    });
    run("create a table of every type", () -> {
      StandardTableDefinition definition =
          StandardTableDefinition.newBuilder()
              .setSchema(schema)
              .setTimePartitioning(TimePartitioning.newBuilder(TimePartitioning.Type.DAY).setField("c_timestamp").build())
              .setClustering(Clustering.newBuilder().setFields(List.of("c_string")).build())
              .build();
      client.create(TableInfo.of(EVERY_TYPE, definition));
      FieldList found = client.getTable(EVERY_TYPE).getDefinition().getSchema().getFields();
      same(found.size(), fields.size(), "columns");
      for (int index = 0; index < found.size(); index++) same(found.get(index).getType(), fields.get(index).getType(), "type");
    });
    run("insert rows (insertAll)", ClientCheck::insert);
    run("list rows in small pages", () -> checkRows(list(EVERY_TYPE, schema, 1), "pages of one row"));
    run("load JSON lines", ClientCheck::load);
    run("DDL and DML", ClientCheck::dml);
    run("query with parameters", ClientCheck::parameters);
    run("read the sample's types", ClientCheck::sampleTypes);
    run("read every sample table", ClientCheck::sampleTables);
    run("pages of lists, etags", ClientCheck::listsAndEtags);
    run("errors", () -> {
      same(client.getTable(TableId.of(DATASET, "nope")), null, "a table that is not there");
      fails(() -> query("DELETE FROM sandbox.movies.movies WHERE TRUE"), 403);
    });
    run("delete a dataset", () -> same(client.delete(DATASET, DatasetDeleteOption.deleteContents()), true, "deleted"));
    System.exit(0);
  }
}
