import { expect, test } from "vitest";

import { toCorsOrigins } from "../src/config.ts";

test("sites that may call the API are a list of origins", () => {
  expect(toCorsOrigins({ CORS_ORIGINS: "" })).toEqual([]);
  expect(toCorsOrigins({ CORS_ORIGINS: "https://a.example.com, http://localhost:5173" })).toEqual([
    "https://a.example.com",
    "http://localhost:5173",
  ]);
});

test.each(["*", "a.example.com", "https://a.example.com/", "https://a.example.com/path", "null"])(
  "%s is not an origin",
  (text) => {
    expect(() => toCorsOrigins({ CORS_ORIGINS: text })).toThrow(expect.objectContaining({ code: "config_invalid" }));
  },
);
