/** The operations of the served OpenAPI document, as far as requests are made of them. */

/** Of the document; what is used here. */
interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly schema: { readonly example?: unknown; readonly enum?: readonly string[]; readonly type?: string };
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With `{id}` and the like. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** A JSON body that is taken; undefined where there is none. */
  readonly example: unknown;
  /** That the document names. */
  readonly statuses: ReadonlySet<number>;
}

export async function readOperations(url: string): Promise<readonly Operation[]> {
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as ApiDocument;
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      parameters: operation.parameters ?? [],
      example: operation.requestBody?.content["application/json"]?.example,
      statuses: new Set(Object.keys(operation.responses).map(Number)),
    })),
  );
}
