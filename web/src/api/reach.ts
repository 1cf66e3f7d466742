// Whether the hub answers: what every call finds out, told to whoever shows it.

let answering = true;
const listeners = new Set<() => void>();

/** Notes that a call was answered, or that none came. */
export function noteReach(answered: boolean): void {
  if (answered === answering) return;
  answering = answered;
  for (const listener of listeners) listener();
}

/** Whether the last call was answered. */
export const hubAnswers = () => answering;

/** Calls the listener when that changes, until what it returns is called. */
export function watchReach(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
