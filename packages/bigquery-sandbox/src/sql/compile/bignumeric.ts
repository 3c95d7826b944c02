/* BIGNUMERIC in DuckDB: a STRUCT around the number's text, because no type of DuckDB has its digits. */

/** SQL for the number's text. */
export const bigText = (sql: string): string => `${sql}."$bignumeric"`;

/** SQL for the number of a text that has BIGNUMERIC's form; NULL for NULL. */
export const bigOf = (text: string): string => `bq_big_of(${text})`;

/** SQL for `x operator y`. */
export function bigArithmetic(operator: string, x: string, y: string): string {
  return bigOf(`bq_number('${operator}', ${bigText(x)}, ${bigText(y)}, 'BIGNUMERIC')`);
}
