import type { TraceEvent } from "../api/types.gen";
import { Code, pretty } from "../shell/Code";

const time = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** Events of one account's trail; each opens to its whole record. */
export function Events({ events, account }: { events: TraceEvent[]; account: string | undefined }) {
  return (
    <ul className="events">
      {events.map((event, index) => (
        <li key={event.EventId ?? index} data-event={event.EventId} data-account={account}>
          <details>
            <summary>
              <span className="event-name">{event.EventName}</span>
              <span className="event-source">{event.EventSource}</span>
              {event.ErrorCode && <span className="event-error">{event.ErrorCode}</span>}
              <span className="event-time">
                {event.EventTime === undefined ? "" : time.format(event.EventTime * 1000)}
              </span>
            </summary>
            <p className="event-id">Event {event.EventId}</p>
            {event.Record ? (
              <Code text={pretty(event.Record)} what={`record of ${event.EventName}`} />
            ) : (
              <p className="event-id">The record is for who may read this account's trail.</p>
            )}
          </details>
        </li>
      ))}
    </ul>
  );
}
