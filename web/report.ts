// Draws the charts of a report. All words, numbers and charts come from the program, as JSON in the page; nothing is
// fetched, and no text is ever taken for code: Vega's expressions are interpreted from their syntax trees.
import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import * as lite from "vega-lite";

interface Chart {
  id: string;
  file: string; // name of its exports, without ending
  description: string;
  wide: object;
  narrow: object;
  data: Record<string, object[]>;
  csv: string;
}

const charts: Chart[] = JSON.parse(document.getElementById("charts")?.textContent ?? "[]");
const leastWide = 600; // pixels that the wide drawing needs

const sans =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif';
// Colours are names of the style sheet, so that dark mode and print need no new drawing.
const config: lite.Config = {
  background: null as unknown as undefined,
  font: sans,
  padding: 2,
  view: { stroke: null as unknown as undefined },
  axis: {
    labelColor: "var(--mute)", titleColor: "var(--mute)", labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal",
    gridColor: "var(--grid)", domainColor: "var(--axis)", tickColor: "var(--axis)", ticks: false, domain: false, labelPadding: 6,
  },
  text: { color: "var(--ink)", fontSize: 13 },
  title: { color: "var(--ink)", fontSize: 13, fontWeight: 600, subtitleColor: "var(--mute)", subtitleFontSize: 12,
    anchor: "start", frame: "group", offset: 8 },
  concat: { spacing: 28 },
};

const refuse = () => Promise.reject(new Error("a report loads nothing"));
const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse } as unknown as vega.Loader;

function compiled(spec: object, chart: Chart): vega.Spec {
  return lite.compile({ ...spec, datasets: chart.data } as unknown as lite.TopLevelSpec, { config }).spec;
}

function viewOf(spec: vega.Spec, container?: HTMLElement): vega.View {
  const runtime = vega.parse(spec, undefined, { ast: true });
  return new vega.View(runtime, { expr: expressionInterpreter, loader, renderer: container ? "svg" : "none", container,
    logLevel: vega.Warn } as vega.ViewOptions);
}

const isWide = (figure: HTMLElement) => figure.clientWidth >= leastWide;

const drawn = new Map<string, { wide: boolean; view: vega.View }>();

async function draw(chart: Chart): Promise<void> {
  const holder = document.getElementById(chart.id);
  if (!holder) return;
  const wide = isWide(holder);
  const before = drawn.get(chart.id);
  if (before?.wide === wide) return;
  before?.view.finalize();
  holder.textContent = "";
  const view = viewOf(compiled(wide ? chart.wide : chart.narrow, chart), holder);
  drawn.set(chart.id, { wide, view });
  view.description(chart.description);
  await view.runAsync();
  const svg = holder.querySelector("svg");
  svg?.setAttribute("role", "graphics-document");
  svg?.setAttribute("aria-label", chart.description);
}

// ---- Exports -----------------------------------------------------------------------------------------------------

/** Without references to the style sheet: what leaves the page takes the colours of print along. */
function resolved<T>(value: T): T {
  const style = getComputedStyle(document.getElementById("print-colours") ?? document.documentElement);
  const of = (name: string) => style.getPropertyValue(name).trim();
  // A whole text, or one in quotation marks inside an expression: a title that speaks of var(--a) stays as it is.
  const colour = (text: string) =>
    text
      .replace(/^var\((--[\w-]+)\)$/, (_, name) => of(name))
      .replace(/(["'])var\((--[\w-]+)\)\1/g, (_, quote, name) => quote + of(name) + quote);
  return JSON.parse(JSON.stringify(value), (_, one) => (typeof one === "string" ? colour(one) : one));
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function exported(chart: Chart): Promise<vega.View> {
  const holder = document.getElementById(chart.id);
  const wide = holder ? isWide(holder) : true;
  const spec = resolved(compiled(wide ? chart.wide : chart.narrow, chart));
  spec.background = "#FFFFFF";
  spec.padding = 12;
  return viewOf(spec).runAsync();
}

const formats: Record<string, (chart: Chart) => Promise<Blob>> = {
  svg: async (chart) => new Blob([await (await exported(chart)).toSVG()], { type: "image/svg+xml" }),
  png: async (chart) => {
    const canvas = (await (await exported(chart)).toCanvas(2)) as unknown as HTMLCanvasElement;
    return new Promise((done, fail) =>
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture was made"))), "image/png"));
  },
  csv: async (chart) => new Blob([chart.csv], { type: "text/csv" }),
};

function addExports(chart: Chart): void {
  const place = document.querySelector(`[data-exports="${chart.id}"]`);
  if (!place) return;
  const name = place.getAttribute("data-name") ?? chart.id;
  for (const format of Object.keys(formats)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = format.toUpperCase();
    button.setAttribute("aria-label", `Save ${name} as ${format.toUpperCase()}`);
    button.addEventListener("click", async () => save(await formats[format](chart), `${chart.file}.${format}`));
    place.append(button);
  }
}

// ---- Start -------------------------------------------------------------------------------------------------------

async function drawAll(): Promise<void> {
  for (const chart of charts) await draw(chart);
}

let later = 0;
addEventListener("resize", () => {
  if (matchMedia("print").matches) return;
  clearTimeout(later);
  later = setTimeout(drawAll, 150) as unknown as number;
});

charts.forEach(addExports);
drawAll().then(
  () => document.documentElement.setAttribute("data-drawn", String(drawn.size)),
  (error) => {
    document.documentElement.setAttribute("data-drawn", "failed");
    console.error(error);
  },
);
