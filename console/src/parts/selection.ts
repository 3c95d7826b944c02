/** Adds ids to the selection or removes them, up to `max` ids. */
export function select(
  selected: ReadonlySet<string>,
  ids: readonly string[],
  isOn: boolean,
  max = Infinity,
): ReadonlySet<string> {
  const next = new Set(selected);
  for (const id of ids) {
    if (!isOn) next.delete(id);
    else if (next.size < max) next.add(id);
  }
  return next;
}
