import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { hubAnswers, watchReach } from "../api/reach";
import { readSession } from "../api/session";

/** How long it waits until it asks again, in ms. */
const every = 2_000;

/**
 * Says that the hub does not answer, on every page, for as long as that is so: it asks by itself, and when an answer comes
 * the page asks once more for what it did not get. It lies over the lower end of the page, so that nothing moves.
 */
export function NoAnswer() {
  const answers = useSyncExternalStore(watchReach, hubAnswers);
  const client = useQueryClient();
  useEffect(() => {
    if (answers) {
      client.refetchQueries({ predicate: (query) => query.state.status === "error" });
      return;
    }
    let timer: ReturnType<typeof setTimeout>;
    let left = false;
    const ask = () => {
      timer = setTimeout(() => {
        readSession(every)
          .catch(() => {}) // the call itself has noted that there was no answer
          .finally(() => !left && ask());
      }, every);
    };
    ask();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [answers, client]);
  return (
    <div className="no-answer-place" role="status">
      {!answers && (
        <div className="no-answer">
          <strong>The hub does not answer.</strong> What you see is as it was when it last did. The page goes on by
          itself as soon as the hub answers again.
        </div>
      )}
    </div>
  );
}
