// Google's client for Go against the sandbox, unchanged.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"os"
	"reflect"
	"runtime/debug"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/bigquery"
	"cloud.google.com/go/civil"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/iterator"
	"google.golang.org/api/option"
)

const project = "client-checks"

type column struct {
	Field json.RawMessage `json:"field"`
	Sent  []any           `json:"sent"`
	Read  []any           `json:"read"`
}

type caseFile struct {
	Columns []column `json:"columns"`
	Sample  struct {
		Dataset string                    `json:"dataset"`
		Table   string                    `json:"table"`
		Rows    map[string]map[string]any `json:"rows"`
	} `json:"sample"`
	SampleTables map[string]uint64 `json:"sampleTables"`
}

func report(check, status, detail string) {
	line, _ := json.Marshal(map[string]string{"check": check, "status": status, "detail": detail})
	fmt.Println(string(line))
}

func run(check string, work func() error) {
	if err := work(); err != nil {
		report(check, "failed", err.Error())
		return
	}
	report(check, "passed", "")
}

func same(actual, expected any, what string) error {
	if reflect.DeepEqual(actual, expected) {
		return nil
	}
	return fmt.Errorf("%s: %#v is not %#v", what, actual, expected)
}

// textOf writes a value as the cases do.
func textOf(value bigquery.Value, field *bigquery.FieldSchema) any {
	if field.Repeated {
		items := []any{}
		list, _ := value.([]bigquery.Value)
		for _, item := range list {
			items = append(items, textOfOne(item, field))
		}
		return items
	}
	return textOfOne(value, field)
}

func textOfOne(value bigquery.Value, field *bigquery.FieldSchema) any {
	switch v := value.(type) {
	case nil:
		return nil
	case []bigquery.Value:
		record := map[string]any{}
		for index, inner := range field.Schema {
			record[inner.Name] = textOf(v[index], inner)
		}
		return record
	case *bigquery.RangeValue:
		return map[string]any{"start": boundOf(v.Start), "end": boundOf(v.End)}
	case float64:
		if math.IsNaN(v) {
			return "nan"
		}
		return fmt.Sprintf("%016x", math.Float64bits(v))
	case *big.Rat:
		text := v.FloatString(38)
		return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	case []byte:
		return base64.StdEncoding.EncodeToString(v)
	case civil.DateTime:
		return fmt.Sprintf("%sT%s", v.Date, clockOf(v.Time))
	case civil.Time:
		return clockOf(v)
	case time.Time:
		return strconv.FormatInt(v.UnixMicro(), 10)
	case *bigquery.IntervalValue:
		micros := (int64(v.Hours)*3600+int64(v.Minutes)*60+int64(v.Seconds))*1_000_000 + int64(v.SubSecondNanos)/1000
		return fmt.Sprintf("%d months %d days %d us", int64(v.Years)*12+int64(v.Months), v.Days, micros)
	default:
		return fmt.Sprint(v)
	}
}

func boundOf(value bigquery.Value) any {
	if value == nil {
		return nil
	}
	return fmt.Sprint(value)
}

func clockOf(t civil.Time) string {
	return fmt.Sprintf("%02d:%02d:%02d.%06d", t.Hour, t.Minute, t.Second, t.Nanosecond/1000)
}

type savedRow struct {
	values map[string]bigquery.Value
	id     string
}

func (row savedRow) Save() (map[string]bigquery.Value, string, error) { return row.values, row.id, nil }

func readAll(it *bigquery.RowIterator) ([][]bigquery.Value, bigquery.Schema, error) {
	rows := [][]bigquery.Value{}
	for {
		var row []bigquery.Value
		err := it.Next(&row)
		if errors.Is(err, iterator.Done) {
			return rows, it.Schema, nil
		}
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, row)
	}
}

func checkRows(it *bigquery.RowIterator, cases caseFile, what string) error {
	rows, schema, err := readAll(it)
	if err != nil {
		return err
	}
	if err := same(len(rows), 3, what+": rows"); err != nil {
		return err
	}
	sort.Slice(rows, func(one, other int) bool { return rows[one][0].(int64) < rows[other][0].(int64) })
	for index, field := range schema {
		for number, row := range rows {
			label := fmt.Sprintf("%s: %s of row %d", what, field.Name, number)
			if err := same(textOf(row[index], field), cases.Columns[index].Read[number], label); err != nil {
				return err
			}
		}
	}
	return nil
}

func clientVersion() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "cloud.google.com/go/bigquery" {
			return module.Version
		}
	}
	return "unknown"
}

func hasCode(err error, code int) error {
	var apiError *googleapi.Error
	if errors.As(err, &apiError) && apiError.Code == code {
		return nil
	}
	return fmt.Errorf("%d was expected: %v", code, err)
}

func main() {
	ctx := context.Background()
	text, err := os.ReadFile(os.Getenv("CLIENT_CASES"))
	if err != nil {
		panic(err)
	}
	var cases caseFile
	if err := json.Unmarshal(text, &cases); err != nil {
		panic(err)
	}
	client, err := bigquery.NewClient(ctx, project,
		option.WithEndpoint(os.Getenv("SANDBOX_URL")+"/bigquery/v2/"), option.WithoutAuthentication())
	if err != nil {
		panic(err)
	}
	var fields []json.RawMessage
	for _, one := range cases.Columns {
		fields = append(fields, one.Field)
	}
	fieldsText, _ := json.Marshal(fields)
	schema, err := bigquery.SchemaFromJSON(fieldsText)
	if err != nil {
		panic(err)
	}
	dataset := client.Dataset("go_client")
	table := dataset.Table("every_type")
	rowOf := func(number int) map[string]bigquery.Value {
		values := map[string]bigquery.Value{}
		for index, one := range cases.Columns {
			values[schema[index].Name] = one.Sent[number]
		}
		return values
	}

	report("version", "passed", clientVersion())
	run("create a dataset", func() error {
		if err := dataset.Create(ctx, &bigquery.DatasetMetadata{Location: "EU", Labels: map[string]string{"team": "data"}}); err != nil {
			return err
		}
		metadata, err := dataset.Metadata(ctx)
		if err != nil {
			return err
		}
		if err := same(metadata.Location, "EU", "location"); err != nil {
			return err
		}
		return hasCode(dataset.Create(ctx, nil), 409)
	})

	run("create a table of every type", func() error {
		err := table.Create(ctx, &bigquery.TableMetadata{
			Schema:           schema,
			TimePartitioning: &bigquery.TimePartitioning{Field: "c_timestamp"},
			Clustering:       &bigquery.Clustering{Fields: []string{"c_string"}},
		})
		if err != nil {
			return err
		}
		metadata, err := table.Metadata(ctx)
		if err != nil {
			return err
		}
		if err := same(len(metadata.Schema), len(schema), "columns"); err != nil {
			return err
		}
		for index, field := range metadata.Schema {
			if err := same(field.Type, schema[index].Type, field.Name); err != nil {
				return err
			}
		}
		return same(metadata.TimePartitioning.Field, "c_timestamp", "partitioning")
	})

	run("insert rows (insertAll)", func() error {
		var rows []savedRow
		for number := range 3 {
			rows = append(rows, savedRow{rowOf(number), fmt.Sprint("row-", number)})
		}
		if err := table.Inserter().Put(ctx, rows); err != nil {
			return err
		}
		if err := table.Inserter().Put(ctx, rows); err != nil {
			return err
		}
		err := table.Inserter().Put(ctx, savedRow{map[string]bigquery.Value{"c_date": "never"}, ""})
		var multi bigquery.PutMultiError
		if !errors.As(err, &multi) || len(multi) != 1 {
			return fmt.Errorf("a row with errors was expected: %v", err)
		}
		return nil
	})

	run("list rows in small pages", func() error {
		it := table.Read(ctx)
		it.PageInfo().MaxSize = 1
		if err := checkRows(it, cases, "pages of one row"); err != nil {
			return err
		}
		return checkRows(table.Read(ctx), cases, "one page")
	})

	run("load JSON lines", func() error {
		var lines []string
		for number := range 3 {
			row := rowOf(number)
			if text, ok := row["c_json"].(string); ok {
				row["c_json"] = json.RawMessage(text)
			}
			line, err := json.Marshal(row)
			if err != nil {
				return err
			}
			lines = append(lines, string(line))
		}
		source := bigquery.NewReaderSource(strings.NewReader(strings.Join(lines, "\n")))
		source.SourceFormat = bigquery.JSON
		source.Schema = schema
		loaded := dataset.Table("loaded")
		job, err := loaded.LoaderFrom(source).Run(ctx)
		if err != nil {
			return err
		}
		status, err := job.Wait(ctx)
		if err != nil {
			return err
		}
		if status.Err() != nil {
			return status.Err()
		}
		if err := same(status.Statistics.Details.(*bigquery.LoadStatistics).OutputRows, int64(3), "output rows"); err != nil {
			return err
		}
		return checkRows(loaded.Read(ctx), cases, "loaded")
	})

	execute := func(sql string) (*bigquery.JobStatus, error) {
		job, err := client.Query(sql).Run(ctx)
		if err != nil {
			return nil, err
		}
		status, err := job.Wait(ctx)
		if err != nil {
			return nil, err
		}
		return status, status.Err()
	}

	run("DDL and DML", func() error {
		name := "`" + project + ".go_client.stock`"
		for _, sql := range []string{
			"CREATE TABLE " + name + " (item STRING NOT NULL, amount INT64)",
			"INSERT INTO " + name + " (item, amount) VALUES ('a', 1), ('b', 2)",
		} {
			if _, err := execute(sql); err != nil {
				return err
			}
		}
		status, err := execute("UPDATE " + name + " SET amount = amount + 1 WHERE item = 'a'")
		if err != nil {
			return err
		}
		details := status.Statistics.Details.(*bigquery.QueryStatistics)
		if err := same(details.NumDMLAffectedRows, int64(1), "affected rows"); err != nil {
			return err
		}
		it, err := client.Query("SELECT item, amount FROM " + name + " ORDER BY item").Read(ctx)
		if err != nil {
			return err
		}
		rows, _, err := readAll(it)
		if err != nil {
			return err
		}
		return same(rows, [][]bigquery.Value{{"a", int64(2)}, {"b", int64(2)}}, "rows")
	})

	run("query with parameters", func() error {
		values := []any{
			int64(41), 0.5, "it's", true, []byte{0, 255}, civil.Date{Year: 2024, Month: 2, Day: 29},
			civil.DateTime{Date: civil.Date{Year: 2024, Month: 2, Day: 29}, Time: civil.Time{Hour: 12}},
			civil.Time{Hour: 1, Minute: 2, Second: 3}, time.Date(2024, 2, 29, 12, 30, 0, 0, time.UTC),
		}
		for index, value := range values {
			query := client.Query("SELECT @`a_value` AS v")
			query.Parameters = []bigquery.QueryParameter{{Name: "a_value", Value: value}}
			it, err := query.Read(ctx)
			if err != nil {
				return fmt.Errorf("parameter %d: %w", index, err)
			}
			rows, _, err := readAll(it)
			if err != nil {
				return err
			}
			if err := same(rows[0][0], value, fmt.Sprint("parameter ", index)); err != nil {
				return err
			}
		}
		query := client.Query("SELECT ARRAY_LENGTH(?) AS n")
		query.Parameters = []bigquery.QueryParameter{{Value: []string{"a", "b"}}}
		it, err := query.Read(ctx)
		if err != nil {
			return err
		}
		rows, _, err := readAll(it)
		if err != nil {
			return err
		}
		return same(rows[0][0], int64(2), "an array by position")
	})

	run("read the sample's types", func() error {
		// Other columns have arrays of RANGE, which the client cannot read.
		columns := []string{"id"}
		for _, row := range cases.Sample.Rows {
			for name := range row {
				if !slices.Contains(columns, name) {
					columns = append(columns, name)
				}
			}
		}
		sql := fmt.Sprintf("SELECT `%s` FROM sandbox.%s.%s", strings.Join(columns, "`, `"), cases.Sample.Dataset, cases.Sample.Table)
		it, err := client.Query(sql).Read(ctx)
		if err != nil {
			return err
		}
		it.PageInfo().MaxSize = 5
		rows, found, err := readAll(it)
		if err != nil {
			return err
		}
		for key, columns := range cases.Sample.Rows {
			for _, row := range rows {
				if fmt.Sprint(row[0]) != key {
					continue
				}
				for index, field := range found {
					expected, isKnown := columns[field.Name]
					if !isKnown {
						continue
					}
					if err := same(textOf(row[index], field), expected, field.Name+" of row "+key); err != nil {
						return err
					}
				}
			}
		}
		return same(len(rows), 12, "rows")
	})

	report("list rows of types.all_types", "skipped", "the client cannot read a RANGE inside an array or a struct")
	run("read every sample table", func() error {
		for name, count := range cases.SampleTables {
			parts := strings.Split(name, ".")
			metadata, err := client.DatasetInProject("sandbox", parts[0]).Table(parts[1]).Metadata(ctx)
			if err != nil {
				return err
			}
			if err := same(metadata.NumRows, count, name); err != nil {
				return err
			}
			if strings.HasPrefix(name, "types.all_types") {
				continue
			}
			it := client.DatasetInProject("sandbox", parts[0]).Table(parts[1]).Read(ctx)
			it.PageInfo().MaxSize = 300
			for number := range min(count, 1000) {
				var row []bigquery.Value
				if err := it.Next(&row); err != nil {
					return fmt.Errorf("row %d of %s: %w", number, name, err)
				}
			}
		}
		return nil
	})

	run("pages of lists, etags", func() error {
		it := dataset.Tables(ctx)
		it.PageInfo().MaxSize = 1
		var names []string
		for {
			found, err := it.Next()
			if errors.Is(err, iterator.Done) {
				break
			}
			if err != nil {
				return err
			}
			names = append(names, found.TableID)
		}
		if err := same(names, []string{"every_type", "loaded", "stock"}, "tables"); err != nil {
			return err
		}
		before, err := table.Metadata(ctx)
		if err != nil {
			return err
		}
		if _, err := table.Update(ctx, bigquery.TableMetadataToUpdate{Description: "new"}, before.ETag); err != nil {
			return err
		}
		_, err = table.Update(ctx, bigquery.TableMetadataToUpdate{Description: "other"}, before.ETag)
		return hasCode(err, 412)
	})

	run("errors", func() error {
		if _, err := dataset.Table("nope").Metadata(ctx); hasCode(err, 404) != nil {
			return hasCode(err, 404)
		}
		_, err := execute("DELETE FROM sandbox.movies.movies WHERE TRUE")
		if err == nil || !strings.Contains(err.Error(), "accessDenied") {
			return fmt.Errorf("accessDenied was expected: %v", err)
		}
		return nil
	})

	run("delete a dataset", func() error { return dataset.DeleteWithContents(ctx) })
}
