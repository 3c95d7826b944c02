/** Cost of cutting transcoded pages into batches. It reads row ends, not values. */
import { BatchCutter } from "../services/extractor/src/cut-batches.ts";
import { WasmTranscoder } from "../services/extractor/src/transcode/wasm/wasm-transcoder.ts";
import { flights, rowsPerPage, toPage } from "./transcode.ts";

export interface CutFigure {
  readonly batchRows: number;
  readonly transcodeNanosecondsPerRow: number;
  readonly cutNanosecondsPerRow: number;
  /** Of cutting in transcoding. */
  readonly share: number;
}

const pages = 200;
const maxBatchBytes = 4 * 2 ** 20;

export async function measureCut(): Promise<CutFigure[]> {
  const figures = [];
  for (const batchRows of [20_000, 1_000, 100]) figures.push(await measure(batchRows));
  return figures;
}

async function measure(batchRows: number): Promise<CutFigure> {
  const page = toPage(flights);
  const transcoder = WasmTranscoder.open(flights.columns);
  if (transcoder === null) throw new Error("this machine runs no WASM: nothing to compare with");
  const cutter = new BatchCutter(batchRows, maxBatchBytes, () => Promise.resolve());
  let [transcodeMs, cutMs] = [0, 0];
  for (let i = -10; i < pages; i++) {
    const startedAt = performance.now();
    const transcoded = transcoder.transcode(page);
    const transcodedAt = performance.now();
    await cutter.add(transcoded);
    if (i < 0) continue; // warming up
    transcodeMs += transcodedAt - startedAt;
    cutMs += performance.now() - transcodedAt;
  }
  const perRow = (ms: number): number => Math.round((ms * 1e6) / (pages * rowsPerPage));
  return {
    batchRows,
    transcodeNanosecondsPerRow: perRow(transcodeMs),
    cutNanosecondsPerRow: perRow(cutMs),
    share: Math.round((cutMs / transcodeMs) * 1000) / 1000,
  };
}
