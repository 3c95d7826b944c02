/** Ends the messages about SQL that the sandbox does not know. */
export const COVERAGE = "the sandbox covers part of BigQuery's SQL only, see its README";
