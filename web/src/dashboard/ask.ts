import { call } from "../api/client";
import type { Chart, GetVisualOutput, Receipt, RunFailure, RunState, RunVisual } from "../api/types.gen";

/** What became of one question. */
export interface Answer {
  state: RunState;
  chart?: Chart;
  receipt?: Receipt;
  failure?: RunFailure;
}

/**
 * How many questions are under way at once. A browser opens six connections to a server without HTTP/2: one stays free
 * for the status of the sources and for what is stopped.
 */
const most = 5;

let underWay = 0;
const waiting: (() => void)[] = [];
const runs = new Set<string>();

// A page that goes away for good takes its runs with it: nobody would read their answers, and somebody pays for them.
addEventListener("pagehide", () => {
  for (const run of runs) stop(run, true);
});

function stop(run: string, keepalive: boolean): void {
  call("StopRun", { RunId: run }, { keepalive }).catch(() => {}); // one that has ended stays as it is
}

/** Asks what a visual draws or what a control offers, and waits for it. When the signal comes, the run is stopped. */
export async function ask(visual: RunVisual, signal: AbortSignal): Promise<Answer> {
  await turn(signal);
  try {
    // Without the signal: a run whose id never came could not be stopped.
    const { RunId: run = "" } = await call("StartRun", { Visual: visual, ClientRequestToken: crypto.randomUUID() });
    runs.add(run);
    try {
      return await final(run, signal);
    } catch (cause) {
      if (signal.aborted) stop(run, false);
      throw cause;
    } finally {
      runs.delete(run);
    }
  } finally {
    underWay--;
    waiting.shift()?.();
  }
}

async function turn(signal: AbortSignal): Promise<void> {
  while (underWay >= most) await new Promise<void>((resume) => waiting.push(resume));
  underWay++;
  if (signal.aborted) {
    underWay--;
    waiting.shift()?.();
    signal.throwIfAborted();
  }
}

async function final(run: string, signal: AbortSignal): Promise<Answer> {
  for (;;) {
    signal.throwIfAborted();
    const asked = performance.now();
    const answer = await call("GetVisual", { RunId: run }, { signal });
    const state = answer.State ?? "RUNNING";
    if (state === "SUCCEEDED" || state === "FAILED" || state === "CANCELLED") return read(state, answer);
    // The hub holds an answer that is not final; one that came at once is not asked for in a tight loop.
    if (performance.now() - asked < 50) await new Promise((resume) => setTimeout(resume, 50));
  }
}

function read(state: RunState, { Chart: text, Receipt: receipt, Failure: failure }: GetVisualOutput): Answer {
  const answer: Answer = { state };
  if (text) answer.chart = JSON.parse(text) as Chart;
  if (receipt) answer.receipt = receipt;
  if (failure) answer.failure = failure;
  return answer;
}
