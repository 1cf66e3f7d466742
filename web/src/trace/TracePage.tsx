import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import { Problem } from "../shell/Problem";
import { useRouter } from "../shell/router";
import type { PageProps } from "../shell/routes";
import { useTitle } from "../shell/title";
import { TraceView } from "./TraceView";
import { useTrace, useTraceTitle } from "./useTrace";

/** A trace as a page of its own, to be sent to somebody. */
export default function TracePage({ id }: PageProps) {
  const { go } = useRouter();
  const trace = useTrace(id);
  const title = useTraceTitle(trace.data);
  useTitle(title === undefined ? undefined : `Who paid for ${title}`);
  if (trace.error) {
    return (
      <div className="page">
        <Problem error={trace.error} onRetry={() => trace.refetch()} />
      </div>
    );
  }
  if (!trace.data || title === undefined)
    return <div className="page-wait" role="status" aria-label="Loading the trace" />;
  const dashboard = trace.data.Dashboard;
  return (
    <div className="page page-reading">
      <BreadcrumbGroup
        ariaLabel="Breadcrumbs"
        items={[
          { text: "Dashboards", href: "/" },
          ...(dashboard?.Id ? [{ text: dashboard.Name ?? "Dashboard", href: `/dashboards/${dashboard.Id}` }] : []),
          { text: title, href: location.pathname },
        ]}
        onFollow={(event) => {
          event.preventDefault();
          go(event.detail.href);
        }}
      />
      <h1 className="page-title">Who paid for {title}</h1>
      <div className="panel">
        <TraceView trace={trace.data} visual={trace.data.Visual && title} />
      </div>
    </div>
  );
}
