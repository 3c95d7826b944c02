/**
 * Suffixes of the tables that a name such as `events_*` stands for, as cursor (`_TABLE_SUFFIX`). BigQuery orders them as
 * text, in which later tables come later only if all have one form: `intraday_20240105` is after every day of digits,
 * and as the watermark it would hide all of them.
 * https://docs.cloud.google.com/bigquery/docs/querying-wildcard-tables#filtering_selected_tables_using_table_suffix
 */

/** The form of `20240105` is `99999999`. Texts without digits have one form: they are ordered as text by intention. */
export function suffixForm(suffix: string): string {
  return /\d/.test(suffix) ? suffix.replaceAll(/\d/g, "9") : "";
}

/** True for a form of digits only. */
export function isNumberForm(form: string): boolean {
  return /^9+$/.test(form);
}

const maxExamples = 3;

/** Says that suffixes have several forms, and which filter leaves one of them; undefined if they have one. */
export function describeMixedSuffixes(suffixes: readonly string[]): string | undefined {
  const forms = Map.groupBy(suffixes, suffixForm);
  if (forms.size <= 1) return undefined;
  const bySize = [...forms.keys()].toSorted((one, other) => forms.get(other)!.length - forms.get(one)!.length);
  const usual = bySize.find(isNumberForm) ?? bySize[0]!;
  const examples = bySize.slice(0, maxExamples).map((form) => `"${forms.get(form)![0]}"`);
  return (
    `the tables have suffixes of several forms (${examples.join(", ")}), of which text would order some after all others ` +
    `and hide these: set source_config.filter to leave one form, such as ${filterFor(usual)}`
  );
}

/** Says that no table follows the watermark. */
export function describeStraySuffix(watermark: string): string {
  return (
    `the last run ended with the table suffix "${watermark}", which has another form than the tables to read now: text ` +
    `does not order them. Duplicate the pipeline: the copy reads every table that its filter leaves`
  );
}

/** A condition in GoogleSQL for the suffixes of a form. */
function filterFor(form: string): string {
  const pattern = form.replaceAll(/9+|\W/g, (part) => (part.startsWith("9") ? `\\d{${part.length}}` : `\\${part}`));
  return String.raw`REGEXP_CONTAINS(_TABLE_SUFFIX, r'^${form === "" ? "\\D*" : pattern}$')`;
}
