export { isNeverReached } from "./egress.ts";
