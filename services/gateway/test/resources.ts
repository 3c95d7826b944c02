/** The API with registry and scheduler behind the gateway and no workers, and actions that its tests repeat. */
import { expect, inject } from "vitest";

import { startApi, waitFor, type StartApiOptions, type TestApi } from "@datamantri/testkit";

import { pipelineBody, signIn, signInHeader, type Call } from "./call-api.ts";

export interface Thing {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

export class Resources implements AsyncDisposable {
  readonly api: TestApi;
  /** Calls as the first user. */
  readonly call: Call;

  private constructor(api: TestApi, call: Call) {
    this.api = api;
    this.call = call;
  }

  /** @param gateway settings of the gateway. */
  static async open(gateway?: StartApiOptions["gateway"]): Promise<Resources> {
    const servers = { postgres: inject("postgres").url, natsServer: inject("natsServer") };
    const api = await startApi(gateway === undefined ? servers : { ...servers, gateway });
    return new Resources(api, await signIn(api));
  }

  /** The first user's header, for requests that `call` does not make. */
  async authorization(): Promise<{ readonly authorization: string }> {
    return signInHeader(this.api);
  }

  /** Creates a pipeline. */
  async create(more: object = {}): Promise<Thing> {
    const { status, body } = await this.call("POST", "/api/v1/pipelines", { body: pipelineBody(more) });
    expect(status).toBe(201);
    return body as Thing;
  }

  /** @returns the run's id. */
  async trigger(pipelineId: string): Promise<string> {
    const { body } = await this.call("POST", `/api/v1/pipelines/${pipelineId}/trigger`);
    return (body as { task_id: string }).task_id;
  }

  /** Resolves when the run has ended. */
  async cancel(runId: string): Promise<void> {
    await this.call("POST", `/api/v1/runs/${runId}/cancel`);
    const status = async () => ((await this.call("GET", `/api/v1/runs/${runId}`)).body as { status: string }).status;
    await waitFor(async () => (await status()) === "cancelled", { what: "the run to be cancelled" });
  }

  /** Fetches every page of a list by its links. */
  async follow(path: string): Promise<Thing[][]> {
    const parts: Thing[][] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const { headers, body } = await this.call("GET", next);
      parts.push(body as Thing[]);
      next = /^<([^>]+)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1];
    }
    return parts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api[Symbol.asyncDispose]();
  }
}
