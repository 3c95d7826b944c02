import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { quoteText } from "../sql/quote.ts";
import { allTypesStatements } from "./all-types.ts";
import { LIMITS_TABLES } from "./limits.ts";
import type { SeedTable } from "./seed-table.ts";

// Not import.meta.resolve, which vitest does not have.
const packageEntry = createRequire(import.meta.url).resolve("vega-datasets");
const dataDir = join(dirname(packageEntry), "../data");

/** A table read from a file of the vega-datasets package (real data; its README names where each comes from). */
function fromFile(dataset: string, table: string, file: string, select: string): SeedTable {
  const path = quoteText(join(dataDir, file));
  const query = select.replace("$file", path);
  return { dataset, table, statements: (sqlName) => [`CREATE TABLE ${sqlName} AS ${query}`] };
}

const MOVIES = `
  SELECT "Title" AS title, "US Gross" AS us_gross, "Worldwide Gross" AS worldwide_gross,
    "US DVD Sales" AS us_dvd_sales, "Production Budget" AS production_budget,
    "Release Date" AS release_date, "MPAA Rating" AS mpaa_rating,
    "Running Time min" AS running_time_min, "Distributor" AS distributor, "Source" AS source,
    "Major Genre" AS major_genre, "Creative Type" AS creative_type, "Director" AS director,
    "Rotten Tomatoes Rating" AS rotten_tomatoes_rating, "IMDB Rating" AS imdb_rating,
    "IMDB Votes" AS imdb_votes
  FROM read_json($file, columns = {
    "Title": 'VARCHAR', "US Gross": 'BIGINT', "Worldwide Gross": 'BIGINT', "US DVD Sales": 'BIGINT',
    "Production Budget": 'BIGINT', "Release Date": 'VARCHAR', "MPAA Rating": 'VARCHAR', "Running Time min": 'BIGINT',
    "Distributor": 'VARCHAR', "Source": 'VARCHAR', "Major Genre": 'VARCHAR', "Creative Type": 'VARCHAR',
    "Director": 'VARCHAR', "Rotten Tomatoes Rating": 'BIGINT', "IMDB Rating": 'DOUBLE', "IMDB Votes": 'BIGINT'})`;

// Times are milliseconds since 1970; the points carry longitude, latitude and depth.
const EARTHQUAKES = `
  SELECT f.id AS id, f.properties.mag::DOUBLE AS magnitude, f.properties.place AS place,
    make_timestamptz(f.properties.time::BIGINT * 1000) AS occurred_at, f.properties.type AS type,
    {'$geography': 'POINT(' || f.geometry.coordinates[1] || ' ' || f.geometry.coordinates[2] || ')'} AS location,
    f.geometry.coordinates[3]::DOUBLE AS depth_km
  FROM (SELECT unnest(features) AS f FROM read_json($file, maximum_object_size = 33554432))`;

/** Every table of project `sandbox`. */
export const SEED_TABLES: readonly SeedTable[] = [
  fromFile("flights", "flights_3m", "flights-3m.parquet", "SELECT * FROM $file"),
  fromFile(
    "flights",
    "flights_200k",
    "flights-200k.json",
    "SELECT delay::BIGINT AS delay, distance::BIGINT AS distance, time::DOUBLE AS time FROM read_json($file)",
  ),
  fromFile("flights", "airports", "airports.csv", "SELECT * FROM read_csv($file)"),
  fromFile("movies", "movies", "movies.json", MOVIES),
  fromFile("weather", "seattle_weather", "seattle-weather.csv", "SELECT * FROM read_csv($file)"),
  fromFile("tokyo", "weather", "seattle-weather.csv", "SELECT * FROM read_csv($file)"),
  fromFile("earth", "earthquakes", "earthquakes.json", EARTHQUAKES),
  { dataset: "types", table: "all_types_small", statements: (sqlName) => allTypesStatements(sqlName, 12) },
  { dataset: "types", table: "all_types", statements: (sqlName) => allTypesStatements(sqlName, 5000) },
  {
    dataset: "types",
    table: "empty",
    statements: (sqlName) => [`CREATE TABLE ${sqlName} (id BIGINT NOT NULL, name VARCHAR)`],
  },
  ...LIMITS_TABLES,
];
