export { comparisonOf } from "./comparison.ts";
export { levelOf } from "./level.ts";
export { differencesOf, describeDifferences } from "./differences.ts";
export { sourceStatement, stagingStatement, type StagingDetail } from "./statements.ts";
export { toStatistics, type Statistics } from "./statistics.ts";
