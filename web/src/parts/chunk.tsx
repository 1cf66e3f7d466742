import { type ComponentType, type ReactNode, useEffect, useState } from "react";

/** A component whose script comes when it is wanted. */
export interface Chunk<P> {
  (props: P & { waiting?: ReactNode }): ReactNode;
  /** Begins to load the script, so that the component stands at once when it is drawn. */
  preload: () => void;
}

/**
 * A component in a script of its own; `waiting` stands until it is there. It does what lazy and Suspense do, but for one
 * thing: React shows what a Suspense boundary waited for no sooner than 300 ms after the one before, and a reader's way
 * from the link to the figures has two of them.
 */
export function chunk<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): Chunk<P> {
  let loaded: ComponentType<P> | undefined;
  let loading: Promise<ComponentType<P>> | undefined;
  const begin = () => {
    loading ??= load().then(
      (module) => {
        loaded = module.default;
        return loaded;
      },
      (error) => {
        loading = undefined; // whoever wants it next asks again
        throw error;
      },
    );
    return loading;
  };
  // biome-ignore lint/correctness/noComponentHookFactories: chunks are made once, where a module begins, as lazy ones are.
  function Chunked({ waiting = null, ...props }: P & { waiting?: ReactNode }) {
    const [Part, setPart] = useState(() => loaded);
    const [error, setError] = useState<unknown>(null);
    useEffect(() => {
      if (Part) return;
      let left = false;
      begin().then(
        (part) => left || setPart(() => part),
        (failure) => left || setError(failure),
      );
      return () => {
        left = true;
      };
    }, [Part]);
    if (error) throw error; // for the boundary around it
    return Part ? <Part {...(props as unknown as P)} /> : waiting;
  }
  return Object.assign(Chunked, { preload: () => void begin().catch(() => {}) }); // who draws it says what failed
}
