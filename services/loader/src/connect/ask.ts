import type pg from "pg";

export const tableExists = `select to_regclass($1) is not null as answer`;

/** Queries a boolean about one name: a statement with one row and a column `answer`. */
export async function ask(client: pg.ClientBase, question: string, name: string): Promise<boolean> {
  const { rows } = await client.query<{ answer: boolean }>(question, [name]);
  return rows[0]!.answer;
}
