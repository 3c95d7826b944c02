/** A value of JSON as YAML 1.2, in blocks; whatever might be read as something else is quoted. */
export function toYaml(value: unknown, depth = 0): string {
  const indent = "  ".repeat(depth);
  if (Array.isArray(value)) {
    return value.map((item) => `${indent}- ${toYaml(item, depth + 1).trimStart()}`).join("\n");
  }
  if (typeof value !== "object" || value === null) return indent + toScalar(value, depth);
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([key, field]) =>
      isBlock(field) ? `${indent}${key}:\n${toYaml(field, depth + 1)}` : `${indent}${key}: ${toScalar(field, depth)}`,
    )
    .join("\n");
}

function isBlock(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function toScalar(value: unknown, depth: number): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "[]" : "{}";
  if (typeof value !== "string") return String(value);
  if (/^[^\s].*\n/.test(value) && !/\t|\r|[ \n]$/.test(value)) {
    const indent = "  ".repeat(depth + 1);
    return `|-\n${value.replaceAll(/^(?=.)/gm, indent)}`;
  }
  return /^[A-Za-z][\w./ -]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$|\s$/i.test(value)
    ? value
    : JSON.stringify(value);
}
