// What the API answered a page, and whether the page shows exactly that.

/** Gathers the answers that a page gets, from now on. */
export function listen(page) {
  const heard = { visuals: new Map(), last: new Map(), ids: new Set(), names: new Set() };
  let reading = Promise.resolve();
  const questions = new Map(); // of each run: the visual
  page.on("response", (response) => {
    const request = response.request();
    if (!["fetch", "xhr"].includes(request.resourceType()) || !response.ok()) return;
    const operation = request.headers()["x-amz-target"]?.split(".")[1] ?? new URL(request.url()).pathname;
    // In the order in which they came; one whose page has gone meanwhile has no body.
    const body = response.json().catch(() => undefined);
    reading = reading.then(() => body).then((answer) => {
      if (answer === undefined) return;
      const asked = request.postDataJSON() ?? {};
      heard.last.set(operation, answer);
      note(heard, answer);
      if (operation === "StartRun" && asked.Visual?.VisualId) questions.set(answer.RunId, asked.Visual.VisualId);
      if (operation === "GetVisual" && questions.has(asked.RunId) && answer.State === "SUCCEEDED")
        heard.visuals.set(questions.get(asked.RunId), { chart: JSON.parse(answer.Chart), receipt: answer.Receipt });
    });
  });
  return {
    heard,
    /** Resolves when all that has come is read. */
    read: () => reading,
    forget() {
      heard.visuals.clear();
      heard.last.clear();
    },
    /** The ids that the page was told and that are no names as well. */
    ids: () => [...heard.ids].filter((id) => !heard.names.has(id)),
  };
}

function note(heard, value, key = "") {
  if (Array.isArray(value)) for (const each of value) note(heard, each, key);
  else if (value && typeof value === "object") for (const [name, each] of Object.entries(value)) note(heard, each, name);
  else if (typeof value === "string" && value !== "") {
    if (/(Id|Ids|Arn|ARN|RequestedBy)$/.test(key)) heard.ids.add(value);
    if (/(Name|Title|title|Person|user)$/.test(key)) heard.names.add(value);
  }
}

const count = (value) => value?.toLocaleString("en") ?? "–";

/**
 * How what is on the page differs from what the API answered: [] where it does not, and how many figures were compared.
 */
export async function differences(page, heard) {
  const shown = await page.evaluate(read);
  const wrong = [];
  let compared = 0;
  const same = (what, screen, api) => {
    compared++;
    if (screen !== api) wrong.push(`${what} shows “${screen}”, and the API says “${api}”`);
  };
  const has = (what, screen, api) => {
    compared++;
    if (!screen.includes(api)) wrong.push(`${what} shows “${screen.slice(0, 200)}”, and the API says “${api}”`);
  };
  for (const visual of shown.visuals) {
    const answer = heard.visuals.get(visual.id);
    if (!visual.receipt) continue;
    if (!answer) {
      wrong.push(`${visual.id} shows a figure, and the API gave none`);
      continue;
    }
    const { chart, receipt } = answer;
    const accounts = [...(receipt.Accounts ?? [])].map((each) => each.Name ?? each.AccountId).join(", ");
    same(`the receipt of ${visual.id}`, visual.receipt.replace(/ · (now|[^·]* ago) · /, " · "), `${accounts} · ${receipt.Price}`);
    if (chart.empty) same(visual.id, visual.empty, "No rows for these filters.");
    else if (chart.kind === "kpi") {
      same(visual.id, visual.value, chart.kpi.text);
      if (chart.kpi.comparison) {
        same(`the change of ${visual.id}`, visual.change, chart.kpi.comparison.change);
        same(`the comparison of ${visual.id}`, visual.against, `${chart.kpi.comparison.label} (${chart.kpi.comparison.text})`);
      }
    } else if (chart.kind === "table") {
      same(`the columns of ${visual.id}`, visual.rows[0].cells.join("|"), chart.table.columns.map((each) => each.title).join("|"));
      for (const { at, cells } of visual.rows.slice(1)) same(`row ${at} of ${visual.id}`, cells.join("|"), (chart.table.rows[at - 2] ?? []).join("|"));
      if (chart.table.totals?.length) same(`the totals of ${visual.id}`, visual.totals.join("|"), chart.table.totals.join("|"));
      compared += visual.rows.length > 1 ? 0 : wrong.push(`${visual.id} shows no row`);
    } else if (chart.plot) {
      chart.plot.category.labels.slice(0, 200).forEach((label, i) => {
        same(`${label} in ${visual.id}`, (visual.points[i] ?? []).join("|"), [label, ...chart.plot.series.map((each) => each.texts[i] || "none")].join("|"));
      });
    }
  }
  const trace = heard.last.get("GetTrace")?.Trace;
  if (trace && shown.trace) {
    has("the trace", shown.trace, trace.Price);
    for (const part of trace.Parts ?? []) {
      if (part.Price) has("the trace", shown.trace, part.Price);
      if (part.ScannedBytes !== undefined) has("the trace", shown.trace, `${count(part.ScannedBytes)} bytes`);
      if (part.Rows !== undefined) has("the trace", shown.trace, count(part.Rows));
      if (part.Objects?.length) has("the trace", shown.trace, `${part.Objects.length} object`);
      if (part.Events?.length) has("the trace", shown.trace, `${part.Events.length} event`);
    }
  }
  const table = (what, rows, api) => {
    if (!api || shown.tables.length === 0) return;
    const lines = shown.tables.find((each) => each.title.startsWith(what))?.rows;
    if (!lines) return;
    same(`the rows of ${what}`, lines.length, api.length);
    api.forEach((each, i) => {
      for (const figure of rows(each)) has(`row ${i + 1} of ${what}`, ` ${lines[i] ?? ""} `, ` ${figure} `);
    });
  };
  table("Who reads what", (each) => [count(each.Runs ?? 0), count(each.Copies ?? 0), count(each.ScannedBytes), each.Price], heard.last.get("ListReads")?.Reads);
  for (const title of ["Latest runs", "Your latest runs", "Runs of everybody", "Your runs"]) table(title, (each) => [count(each.Rows)], heard.last.get("ListRuns")?.Runs);
  const dashboards = [...heard.last].find(([path]) => /^\/accounts\/\d+\/dashboards$/.test(path))?.[1].DashboardSummaryList;
  table("Dashboards", (each) => [each.Name, String(each.PublishedVersionNumber)], dashboards);
  return { wrong, compared };
}

/* Runs in the page. */
function read() {
  const text = (element) => element?.innerText.trim().replace(/\s+/g, " ");
  const cells = (row) => [...row.cells].map((each) => each.textContent.trim());
  const visuals = [...document.querySelectorAll("section.visual")].map((each) => ({
    id: each.dataset.element,
    receipt: text(each.querySelector(".receipt")),
    empty: text(each.querySelector(".visual-empty")),
    value: text(each.querySelector(".kpi-value")),
    change: text(each.querySelector(".kpi-change")),
    against: text(each.querySelector(".kpi-against")),
    rows: [...each.querySelectorAll(".rows thead tr, .rows tbody tr[aria-rowindex]")].map((row) => ({ at: Number(row.getAttribute("aria-rowindex")), cells: cells(row) })),
    totals: [...each.querySelectorAll(".rows tfoot tr")].flatMap(cells),
    points: [...each.querySelectorAll(".plot tbody tr")].map(cells),
  }));
  // A table, or on a narrow screen a block for each row.
  const tables = [...document.querySelectorAll("main [class*=awsui_root]")]
    .filter((each) => each.querySelector("h1, h2") && (each.querySelector("table") || each.querySelector(".blocks")))
    .map((each) => ({
      title: text(each.querySelector("h1, h2")),
      size: each.querySelectorAll("*").length,
      rows: [...(each.querySelector(".blocks") ? each.querySelectorAll(".blocks article") : each.querySelectorAll("tbody tr:not(:has([class*=cell-merged]))"))].map(text),
    }))
    .sort((a, b) => a.size - b.size);
  return { visuals, tables, trace: text(document.querySelector(".trace")) };
}
