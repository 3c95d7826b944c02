import type { World } from "../world/world.ts";

/** A person drops a run's staging table in the destination and closes it in the ledger, as docs/operations.md has it for leftovers. */
export async function discardByHand(world: World, pick: number): Promise<void> {
  const open = await world.destination.session.rows<{ run_id: string }>(
    "select run_id from datamantri.runs where state = 'open' order by opened_at, run_id",
  );
  const run = open[pick % Math.max(1, open.length)];
  if (!run) return;
  world.say(`somebody discards ${world.nameOf(run.run_id)} in the destination`);
  await world.destination.session.execute(`
    begin;
    drop table if exists datamantri."staging_${run.run_id.replaceAll("-", "")}";
    delete from datamantri.batches where run_id = '${run.run_id}';
    update datamantri.runs set state = 'discarded', closed_at = now() where run_id = '${run.run_id}';
    commit;
  `);
}
