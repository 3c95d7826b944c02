import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { choosePort, isPortFree } from "../processes/ports.ts";

/** Port of each part, on loopback. */
export interface Ports {
  readonly http: number;
  readonly postgres: number;
  readonly nats: number;
  readonly sandbox: number;
}

const usual: Ports = { http: 8000, postgres: 5432, nats: 4222, sandbox: 9050 };

export interface PortWishes {
  /** Exactly this port for HTTP, or an error. */
  readonly http?: number | undefined;
  /** True if the default ports are tried first; otherwise any free ones are used. */
  readonly usual: boolean;
}

/**
 * Chooses the default ports if they are free. The servers keep the ports of the last start when possible, because the
 * registry's pipelines contain them.
 */
export async function choosePorts(dataDir: string, wishes: PortWishes): Promise<Ports> {
  const last = readPorts(dataDir);
  const taken = new Set<number>();
  const choose = async (...wanted: (number | undefined)[]): Promise<number> => {
    const port = await choosePort(...wanted.filter((one) => one !== undefined && !taken.has(one)).map(Number));
    if (taken.has(port)) return choose();
    taken.add(port);
    return port;
  };
  if (wishes.http !== undefined && !(await isPortFree(wishes.http))) {
    throw new Error(`Port ${wishes.http} is in use. Choose another with --port, or omit --port for a free one.`);
  }
  const orDefault = (name: keyof Ports) => (wishes.usual ? usual[name] : undefined);
  const ports: Ports = {
    http: await choose(wishes.http ?? orDefault("http"), last?.http),
    postgres: await choose(last?.postgres, orDefault("postgres")),
    nats: await choose(last?.nats, orDefault("nats")),
    sandbox: await choose(last?.sandbox, orDefault("sandbox")),
  };
  writeFileSync(join(dataDir, "ports.json"), JSON.stringify(ports));
  return ports;
}

function readPorts(dataDir: string): Ports | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, "ports.json"), "utf8")) as Ports;
  } catch {
    return undefined; // the first start
  }
}
