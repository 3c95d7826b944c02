/** Values of an object at paths such as `destination_config.guards.empty`. */
export type Tree = Record<string, unknown>;

export function valueAt(tree: unknown, path: string): unknown {
  return (
    path.split(".").reduce<unknown>((value, name) => (value as Tree | null | undefined)?.[name], tree) ?? undefined
  );
}

/** Sets a value, or removes it if undefined, together with objects that become empty. */
export function setAt(tree: Tree, path: string, value: unknown): void {
  const [name = "", ...rest] = path.split(".");
  if (rest.length === 0) {
    if (value === undefined) delete tree[name];
    else tree[name] = value;
    return;
  }
  const inner = (tree[name] ?? {}) as Tree;
  setAt(inner, rest.join("."), value);
  if (Object.keys(inner).length === 0) delete tree[name];
  else tree[name] = inner;
}
