// Runs in the browser. All that arrived is foreign: it is set as text, never as HTML.
const POLL_MS = 1_000;
const SHOWN_MAX = 50;
const byId = (id) => document.getElementById(id);

function element(name, text, title) {
  const made = document.createElement(name);
  made.textContent = text;
  if (title !== undefined) made.title = title;
  return made;
}

function showStats(id, stats) {
  const rows = Object.entries(stats).flatMap(([name, value]) =>
    name === "dropped"
      ? Object.entries(value).map(([reason, count]) => [
          `dropped: ${reason}`,
          count,
        ])
      : [[name, value]],
  );
  byId(id).replaceChildren(
    ...rows.flatMap(([name, value]) => [
      element("dt", name),
      element("dd", value.toLocaleString("en")),
    ]),
  );
}

function showReceived({ data }) {
  byId("nothing").hidden = data.length > 0;
  byId("received").replaceChildren(
    ...data.reverse().map((entry) => {
      const row = document.createElement("tr");
      const body = JSON.stringify(entry.body);
      row.append(
        element("td", entry.at.slice(11, 19), entry.at),
        element("td", entry.system),
        element("td", entry.type),
        element("td", body, body),
      );
      return row;
    }),
  );
}

function showFaults({ faults }) {
  const lines = faults.map(
    ({ system, kind, status, rate }) =>
      `${system}: ${kind === "status" ? status : kind}, ${Math.round(rate * 100)} % of requests`,
  );
  byId("faults").textContent =
    lines.length === 0 ? "No faults: all systems are well." : lines.join(" · ");
}

const ask = async (path, init) => (await fetch(path, init)).json();

async function poll() {
  try {
    const stats = await ask("/_control/stats");
    showStats("segment", stats.segment);
    showStats("heap", stats.heap);
    showReceived(await ask(`/_control/received?limit=${SHOWN_MAX}`));
    showFaults(await ask("/_control/faults"));
  } catch {
    byId("faults").textContent = "The sandbox does not answer.";
  }
  setTimeout(poll, document.hidden ? POLL_MS * 5 : POLL_MS);
}

byId("set").addEventListener("click", async () => {
  const [kind, status] = byId("kind").value.split(":");
  const body = {
    system: byId("system").value,
    kind,
    rate: Number(byId("rate").value),
  };
  if (status !== undefined) body.status = Number(status);
  if (status === "429") body.retryAfter = 5;
  showFaults(
    await ask("/_control/faults", {
      method: "POST",
      body: JSON.stringify(body),
    }),
  );
});
byId("clear").addEventListener("click", async () => {
  showFaults(await ask("/_control/faults", { method: "DELETE" }));
});
void poll();
