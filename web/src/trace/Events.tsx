import type { TraceEvent } from "../api/types.gen";
import { Code, pretty } from "../parts/Code";

const time = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** From how many on equal events in a row are one line, which opens to them. */
const fewest = 4;

/** Events of one account's trail; each opens to its whole record. */
export function Events({ events, account }: { events: TraceEvent[]; account: string | undefined }) {
  return (
    <ul className="events">
      {inGroups(events).map((group, index) =>
        group.length < fewest ? (
          group.map((event) => <Event key={event.EventId} event={event} account={account} />)
        ) : (
          <li key={index}>
            <details>
              <Summary event={group[0] ?? {}} count={group.length} />
              <ul className="events events-inner">
                {group.map((event) => (
                  <Event key={event.EventId} event={event} account={account} />
                ))}
              </ul>
            </details>
          </li>
        ),
      )}
    </ul>
  );
}

/** Gathers events in a row that differ in nothing but their moment and what they name. */
function inGroups(events: TraceEvent[]): TraceEvent[][] {
  const groups: TraceEvent[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    const same =
      last?.[0]?.EventName === event.EventName &&
      last?.[0]?.EventSource === event.EventSource &&
      last?.[0]?.ErrorCode === event.ErrorCode;
    if (last && same) last.push(event);
    else groups.push([event]);
  }
  return groups;
}

function Event({ event, account }: { event: TraceEvent; account: string | undefined }) {
  return (
    <li data-event={event.EventId} data-account={account}>
      <details>
        <Summary event={event} />
        <p className="event-id">Event {event.EventId}</p>
        {event.Record ? (
          <Code text={pretty(event.Record)} what={`record of ${event.EventName}`} />
        ) : (
          <p className="event-id">The record is for who may read this account's trail.</p>
        )}
      </details>
    </li>
  );
}

function Summary({ event, count }: { event: TraceEvent; count?: number }) {
  return (
    <summary>
      <span className="event-name">
        {event.EventName}
        {count && ` × ${count}`}
      </span>
      <span className="event-source">{event.EventSource}</span>
      {event.ErrorCode && <span className="event-error">{event.ErrorCode}</span>}
      <span className="event-time">{event.EventTime === undefined ? "" : time.format(event.EventTime * 1000)}</span>
    </summary>
  );
}
