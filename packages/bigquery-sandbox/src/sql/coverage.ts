/** Ends the messages about SQL that the sandbox does not know. */
export const COVERAGE = "the sandbox covers part of BigQuery's SQL only, see its README";

/** What a refusal of several statements in one query says. */
export const SCRIPTS = "scripts: send one statement at a time, without BEGIN, DECLARE and the like";
