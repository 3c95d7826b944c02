/** What other versions rely on: fields of messages by number, and subjects. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import protobuf from "protobufjs";

import { routes } from "./src/index.ts";

export interface Wire {
  /** `Message.field` to its number and type, and an enumeration's value to its number: `10 bytes`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Message to subject. */
  readonly subjects: Readonly<Record<string, string>>;
}

/** Reads it from proto/ and the table of subjects. */
export function readWire(): Wire {
  const directory = join(import.meta.dirname, "proto");
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => join(directory, target);
  root.loadSync(readdirSync(directory), { keepCase: true });
  const fields: Record<string, string> = {};
  const visit = (space: protobuf.NamespaceBase): void => {
    for (const part of space.nestedArray) {
      if (part instanceof protobuf.Enum) {
        for (const [name, id] of Object.entries(part.values)) fields[`${part.name}.${name}`] = String(id);
      }
      if (part instanceof protobuf.Type) {
        for (const { id, type, name, repeated } of part.fieldsArray) {
          fields[`${part.name}.${name}`] = `${id} ${repeated ? "repeated " : ""}${type}`;
        }
      }
      if (part instanceof protobuf.Namespace) visit(part);
    }
  };
  visit(root);
  const subjects = Object.entries(routes).map(([name, { subject }]) => [name, subject] as const);
  return { fields: sorted(Object.entries(fields)), subjects: sorted(subjects) };
}

function sorted(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
