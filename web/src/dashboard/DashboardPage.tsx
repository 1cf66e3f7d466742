import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { ApiError, call } from "../api/client";
import type { DashboardView } from "../api/types.gen";
import { useAge } from "../shell/clock";
import { Problem } from "../shell/Problem";
import type { PageProps } from "../shell/routes";
import { useTitle } from "../shell/title";
import { AccountNames } from "./accounts";
import { Controls } from "./Controls";
import { TracePanel } from "./Receipt";
import { Sheet } from "./Sheet";
import { SheetTabs } from "./SheetTabs";
import type { Settings } from "./settings";
import { useStatusWatch } from "./status";
import "./dashboard.css";

/** The reader's page. */
export default function DashboardPage({ id }: PageProps) {
  const view = useQuery({
    queryKey: ["view", id],
    queryFn: async ({ signal }) => (await call("GetDashboardView", { DashboardId: id }, { signal })).View,
    staleTime: 30_000,
  });
  useTitle(view.data?.Name);
  if (view.error) {
    return (
      <div className="page">
        <Problem error={view.error} onRetry={() => view.refetch()} />
      </div>
    );
  }
  if (!view.data) return <div className="dashboard-wait" role="status" aria-label="Loading the dashboard" />;
  return <Dashboard view={view.data} id={id} />;
}

function Dashboard({ view, id }: { view: DashboardView; id: string }) {
  const client = useQueryClient();
  const sheets = view.Sheets ?? [];
  const [chosen, setChosen] = useState(() => decodeURIComponent(location.hash.slice(1)));
  const [settings, setSettings] = useState<Settings>({});
  const [opened, setOpened] = useState<{ run: string; title: string } | null>(null);
  const sheet = sheets.find((each) => each.SheetId === chosen) ?? sheets[0];
  const version = view.VersionNumber;
  const { error } = useStatusWatch(id, version);
  const updated = useAge(view.UpdatedAt);

  // A reader sees the published version alone: where another was published, the page goes on with that one.
  useEffect(() => {
    if (error instanceof ApiError && error.code === "ResourceNotFoundException")
      client.invalidateQueries({ queryKey: ["view", id] });
  }, [client, error, id]);

  // A page that the browser kept and shows again has lost its runs: it asks for what it had not got.
  useEffect(() => {
    const shown = (event: PageTransitionEvent) => {
      if (event.persisted) client.invalidateQueries({ queryKey: ["visual"] });
    };
    addEventListener("pageshow", shown);
    return () => removeEventListener("pageshow", shown);
  }, [client]);

  // The library that draws comes while the first figures are computed.
  const plots = sheet?.Elements?.some((element) => element.Kind === "BAR" || element.Kind === "LINE") ?? false;
  useEffect(() => {
    if (plots) import("../chart/echarts").catch(() => {}); // the visual itself tries again
  }, [plots]);

  const open = useCallback((run: string, title: string) => setOpened({ run, title }), []);
  const close = useCallback(() => setOpened(null), []);
  const choose = useCallback((next: string) => {
    setChosen(next);
    history.replaceState(null, "", `#${encodeURIComponent(next)}`);
  }, []);
  const names = useMemo(
    () =>
      new Map(
        (view.Sources ?? []).map((source) => [source.AccountId ?? "", source.AccountName ?? source.AccountId ?? ""]),
      ),
    [view],
  );
  const accounts = [...names.values()].join(", ");

  return (
    <div className={opened ? "dashboard dashboard-split" : "dashboard"}>
      <div className="dashboard-page">
        <div className="dashboard-head">
          <div className="dashboard-title">
            <h1>{view.Name}</h1>
            <p>
              {accounts && <>From {accounts}</>}
              {updated && <span className="dashboard-updated"> · published {updated}</span>}
            </p>
          </div>
          {sheet && <Controls view={view} sheet={sheet} settings={settings} onChange={setSettings} />}
          {sheets.length > 1 && sheet && <SheetTabs sheets={sheets} active={sheet.SheetId ?? ""} onChoose={choose} />}
        </div>
        {sheet ? (
          <AccountNames value={names}>
            <Sheet
              key={sheet.SheetId}
              dashboard={id}
              version={version}
              sheet={sheet}
              settings={settings}
              onOpen={open}
            />
          </AccountNames>
        ) : (
          <p className="visual-empty">This dashboard has no sheet yet.</p>
        )}
      </div>
      {opened && (
        <TracePanel
          run={opened.run}
          title={opened.title}
          onClose={close}
          waiting={<aside className="trace-panel" aria-label="Trace" />}
        />
      )}
    </div>
  );
}
