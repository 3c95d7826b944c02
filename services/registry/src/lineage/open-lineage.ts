/** The part of the OpenLineage 2-0-2 event that we send: https://openlineage.io/spec/2-0-2/OpenLineage.json */
export type LineageEventType = "START" | "COMPLETE" | "FAIL" | "ABORT";

export type Facets = Readonly<Record<string, { readonly _producer: string; readonly _schemaURL: string }>>;

export interface Dataset {
  readonly namespace: string;
  readonly name: string;
  readonly facets?: Facets;
  readonly outputFacets?: Facets;
}

export interface LineageEvent {
  readonly eventType: LineageEventType;
  readonly eventTime: string;
  readonly producer: string;
  readonly schemaURL: string;
  readonly run: { readonly runId: string; readonly facets: Facets };
  readonly job: { readonly namespace: string; readonly name: string };
  readonly inputs: readonly Dataset[];
  readonly outputs: readonly Dataset[];
}
