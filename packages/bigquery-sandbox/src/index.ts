export { Faults, type FaultName, type FaultRule, type FaultRuleInput } from "./faults.ts";
export { type Sandbox, type SandboxOptions, startSandbox } from "./sandbox.ts";
