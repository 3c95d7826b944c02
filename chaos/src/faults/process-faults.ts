/** Services that are killed, stopped in order, or frozen. */
import type { ServiceKind } from "../plan/fault-kinds.ts";
import { chosen, nothingToHeal, startAgain, type Fault } from "./fault.ts";

export function processFault(service: ServiceKind, what: string): Fault {
  return async (world, planned) => {
    const name = chosen(world.namesOf(service), planned);
    const child = world.supervisor.child(name);
    switch (what) {
      case "kill":
        await child.kill("SIGKILL");
        return nothingToHeal; // the supervisor starts it again
      case "stop":
        await child.stop();
        return () => startAgain(world, name);
      default:
        await child.kill("SIGSTOP");
        return () => child.kill("SIGCONT");
    }
  };
}
