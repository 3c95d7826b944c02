/** One pipeline of a seed: its source, of which every state is known, its target, and what was asked of it. */
import { setTimeout as sleep } from "node:timers/promises";

import type { SandboxDataset } from "@datamantri/testkit";

import { shapes, type Shape, type ShapeName } from "../plan/shapes.ts";
import { query } from "../world/databases.ts";
import type { World } from "../world/world.ts";
import {
  changeStatement,
  fillStatement,
  firstState,
  nextState,
  sourceSchema,
  type SourceState,
  type SourceTable,
} from "./source-model.ts";

/** A state of the source, and when it came into force. */
export interface DatedState {
  readonly rows: SourceState;
  /** The change was sent then, and had been made then. Milliseconds since the epoch. */
  readonly begunMs: number;
  doneMs: number;
}

/** Due every two seconds. */
const everyTwoSeconds = "*/2 * * * * *";

/** Columns of the target, as a first load would make them. */
const targetColumns = "id bigint, v bigint, p text, n bigint";

const batchRows = 400;

export class ChaosPipeline {
  readonly shapeName: ShapeName;
  readonly shape: Shape;
  readonly table: SourceTable;
  readonly states: DatedState[] = [];
  /** Runs that the API accepted, with 202. */
  readonly accepted: string[] = [];
  /** Runs whose replay it accepted. */
  readonly replayed: string[] = [];
  /** Since then its target takes rows that break the CHECK before. Milliseconds since the epoch. */
  takesBadRowsSince = Number.POSITIVE_INFINITY;
  /** When it got its schedule, and lost it. */
  scheduledFromMs = 0;
  scheduledUntilMs = Number.POSITIVE_INFINITY;
  readonly #world: World;
  readonly #dataset: SandboxDataset;
  #id = "";

  constructor(world: World, dataset: SandboxDataset, seed: number, shapeName: ShapeName) {
    this.#world = world;
    this.#dataset = dataset;
    this.shapeName = shapeName;
    this.shape = shapes[shapeName];
    const { rowCount, deletes = false, hasBadRows = false, largeRows = 0 } = this.shape;
    this.table = { name: `s${seed}_${shapeName}`, rowCount, deletes, hasBadRows, largeRows };
  }

  get id(): string {
    return this.#id;
  }

  get target(): string {
    return `public.${this.table.name}`;
  }

  /** Rows that the target had before the first run. */
  get ownRows(): readonly number[] {
    return this.shapeName === "merge" ? [-1, -2, -3] : [];
  }

  /** Makes source, target and pipeline. */
  async create(): Promise<void> {
    const { name } = this.table;
    await this.#dataset.createTable({ name, schema: sourceSchema });
    const begunMs = Date.now();
    await this.#dataset.query(fillStatement(this.table));
    this.states.push({ rows: firstState(this.table), begunMs, doneMs: Date.now() });
    await this.#createTarget();
    this.scheduledFromMs = Date.now();
    const { id } = await this.#world.client.post<{ id: string }>("/api/v1/pipelines", this.#body(), name);
    this.#id = id;
  }

  /** Changes the source to its next state, at once. */
  async change(): Promise<void> {
    const version = this.states.length;
    const rows = nextState(this.table, this.states.at(-1)!.rows, version);
    const state: DatedState = { rows, begunMs: Date.now(), doneMs: Number.POSITIVE_INFINITY };
    this.states.push(state);
    await this.#dataset.query(changeStatement(this.table, version));
    state.doneMs = Date.now();
  }

  /** @returns the run's id, once a gateway has accepted it. */
  async trigger(key: string): Promise<string> {
    const path = `/api/v1/pipelines/${this.#id}/trigger`;
    const { run_id } = await this.#world.client.post<{ run_id: string }>(path, {}, `${this.table.name}:${key}`);
    this.accepted.push(run_id);
    return run_id;
  }

  /** Every run that fails from now on fails as its rows are moved. */
  async refuseRows(): Promise<void> {
    await this.#inTarget(`
      create function public.refuse_${this.table.name}() returns trigger language plpgsql
        as $$ begin raise exception 'refused'; end $$;
      create trigger refuse before insert on ${this.target}
        for each statement execute function public.refuse_${this.table.name}()
    `);
  }

  async takeRows(): Promise<void> {
    await this.#inTarget(`drop trigger if exists refuse on ${this.target}`);
  }

  /** Rows that were rejected can be replayed from now on. */
  async takeBadRows(): Promise<void> {
    await this.#inTarget(`alter table ${this.target} drop constraint if exists good`);
    this.takesBadRowsSince = Date.now();
  }

  /** No run begins by itself any more. */
  async pause(): Promise<void> {
    await this.#world.client.post(`/api/v1/pipelines/${this.#id}/pause`, {});
    this.scheduledUntilMs = Date.now();
  }

  async archive(): Promise<void> {
    await this.#world.client.send("DELETE", `/api/v1/pipelines/${this.#id}`);
  }

  /** Faults of the destination do not concern these statements: they are repeated. */
  async #inTarget(statement: string): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await query(this.#world.destinationUrl, statement);
        return;
      } catch (error) {
        if (tries === 100) throw error;
        await sleep(200);
      }
    }
  }

  async #createTarget(): Promise<void> {
    const { shapeName, shape } = this;
    const name = this.target;
    const isThere = shape.hasBadRows || shape.isResumed || shapeName === "merge" || shapeName === "replace_in_place";
    if (!isThere) return;
    const key = shape.writeMode === "merge" ? ", primary key (id)" : "";
    const check = shape.hasBadRows ? ", constraint good check (n >= 0)" : "";
    const own = this.ownRows.map((id) => `insert into ${name} values (${id}, ${id}, 'own', 1)`);
    await this.#inTarget(
      [`create table ${name} (${targetColumns}${key}${check})`, `alter table ${name} owner to warehouse`, ...own].join(
        ";",
      ),
    );
  }

  #body(): object {
    const { shape, table } = this;
    const { dataset, project } = this.#dataset;
    const what = shape.isQuery
      ? { query: `SELECT id, v, p, n FROM \`${project}.${dataset}.${table.name}\`` }
      : { dataset, table: table.name };
    return {
      name: table.name,
      source_type: "bigquery",
      source_config: { project, api_endpoint: this.#world.apiEndpoint, ...what, ...shape.source },
      destination_type: "postgres",
      destination_config: {
        ...this.#world.warehouse,
        schema: "public",
        table: table.name,
        ...(shape.isStream ? { write_mode: shape.writeMode } : {}),
        ...shape.destination,
      },
      mode: shape.isStream ? "stream" : shape.writeMode,
      schedule: shape.isScheduled ? everyTwoSeconds : null,
      batch_size: batchRows,
    };
  }
}
