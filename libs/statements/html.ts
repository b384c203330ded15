import type { Block, Page, Section } from './blocks.js';

/** One self-contained file: no script, no font, no picture from elsewhere. It is read printed, on a phone and by a screen reader. */
export function htmlOf(page: Page): string {
  const notice = page.notice === undefined ? '' : `<p class="notice" role="note">${escaped(page.notice)}</p>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(page.title)}. ${escaped(page.subtitle)}</title>
<style>
${STYLE}
</style>
</head>
<body>
<main>
<header>
<h1>${escaped(page.title)}</h1>
<p class="subtitle">${escaped(page.subtitle)}</p>
${notice}</header>
${page.sections.map(sectionHtml).join('\n')}
<footer><p>${escaped(page.footer)}</p></footer>
</main>
</body>
</html>
`;
}

function sectionHtml({ heading, blocks }: Section, at: number): string {
  const id = `part-${at + 1}`;
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escaped(heading)}</h2>
${blocks.map(blockHtml).join('\n')}
</section>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${escaped(block.text)}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${escaped(item)}</li>`).join('\n')}\n</ul>`;
    case 'facts':
      return `<dl>\n${block.rows.map(factHtml).join('\n')}\n</dl>`;
    case 'table':
      return tableHtml(block);
    case 'scale':
      return scaleHtml(block);
  }
}

function factHtml({
  name,
  value,
  isCode,
}: {
  readonly name: string;
  readonly value: string;
  readonly isCode?: boolean;
}): string {
  const shown = isCode === true ? `<code>${escaped(value)}</code>` : escaped(value);
  return `<div><dt>${escaped(name)}</dt><dd>${shown}</dd></div>`;
}

function tableHtml({ caption, head, rows, numbers }: Extract<Block, { kind: 'table' }>): string {
  const align = (at: number) => (numbers.includes(at) ? ' class="number"' : '');
  const heads = head.map((one, at) => `<th scope="col"${align(at)}>${escaped(one)}</th>`).join('');
  const body = rows.map((row) => {
    const cells = row.map((cell, at) =>
      at === 0
        ? `<th scope="row">${escaped(cell)}</th>`
        : `<td${align(at)} data-head="${escaped(head[at] ?? '')}">${escaped(cell)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table>
<caption>${escaped(caption)}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>`;
}

/** The scale in a drawing of 1,000 units; E4 has 1,000,000 for 100 points. */
function scaleHtml({ value, low, high, text }: Extract<Block, { kind: 'scale' }>): string {
  const at = (e4: bigint) => String(e4 / 1_000n);
  const ticks = [0n, 200_000n, 400_000n, 600_000n, 800_000n, 1_000_000n]
    .map((e4) => {
      const anchor = e4 === 0n ? 'start' : e4 === 1_000_000n ? 'end' : 'middle';
      return `<text class="tick" x="${at(e4)}" y="74" text-anchor="${anchor}">${e4 / 10_000n}</text>`;
    })
    .join('');
  return `<figure>
<svg viewBox="-12 0 1024 80" role="img" aria-label="${escaped(text)}">
<rect class="track" x="0" y="24" width="1000" height="16" rx="8"/>
<rect class="range" x="${at(low)}" y="24" width="${at(high - low)}" height="16" rx="8"/>
<line class="target" x1="800" y1="14" x2="800" y2="50"/>
<circle class="value" cx="${at(value)}" cy="32" r="11"/>
${ticks}
</svg>
<figcaption>${escaped(text)}</figcaption>
</figure>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `:root { color-scheme: light; --ink: #1c2530; --soft: #55606e; --line: #d9dee5; --accent: #1f5f8b; --paper: #ffffff; }
* { box-sizing: border-box; }
body { margin: 0; background: #f4f6f8; color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 46rem; margin: 2rem auto; padding: 2.5rem 3rem; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; }
.subtitle { margin: .35rem 0 0; color: var(--soft); }
.notice { margin: 1.2rem 0 0; padding: .7rem 1rem; border-left: 4px solid #b26a00; background: #fff7e8; }
section { margin-top: 2rem; }
h2 { margin: 0 0 .6rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); font-size: 1.05rem; font-weight: 650; color: var(--accent); }
p { margin: .5rem 0; }
ul { margin: .5rem 0; padding-left: 1.2rem; }
li { margin: .35rem 0; }
dl { margin: .6rem 0; }
dl > div { display: grid; grid-template-columns: 13rem 1fr; gap: 1rem; padding: .3rem 0; border-bottom: 1px solid #eef1f4; }
dl > div:last-child { border-bottom: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
code { font: .86em/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; }
table { width: 100%; margin: .6rem 0; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { padding-bottom: .4rem; text-align: left; color: var(--soft); font-size: .92rem; }
th, td { padding: .42rem .6rem .42rem 0; border-bottom: 1px solid #eef1f4; text-align: left; vertical-align: top; }
thead th { border-bottom: 1px solid var(--line); color: var(--soft); font-weight: 500; font-size: .92rem; }
tbody th { font-weight: 500; }
.number { text-align: right; padding-right: 0; padding-left: .6rem; white-space: nowrap; }
figure { margin: 1rem 0 .4rem; }
svg { display: block; width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: .92rem; }
.track { fill: #e6eaef; } .range { fill: #a9c8de; } .value { fill: var(--accent); } .target { stroke: var(--ink); stroke-width: 2; stroke-dasharray: 4 3; } .tick { fill: var(--soft); font-size: 20px; }
footer { margin-top: 2.2rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .88rem; }
@media (max-width: 34rem) {
  main { margin: 0; padding: 1.4rem 1.1rem; border: 0; border-radius: 0; }
  dl > div { grid-template-columns: 1fr; gap: 0; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  tbody th, tbody td { display: flex; justify-content: space-between; gap: 1rem; padding: .1rem 0; border: 0; text-align: right; white-space: normal; }
  tbody td.number { padding-left: 0; }
  tbody th { text-align: left; font-weight: 600; }
  tbody td::before { content: attr(data-head); color: var(--soft); }
  .tick { font-size: 34px; }
}
@page { size: A4; margin: 18mm 16mm; }
@media print {
  body { background: none; font-size: 10.5pt; }
  main { max-width: none; margin: 0; padding: 0; border: 0; }
  section, tr, figure { break-inside: avoid; }
  h2 { break-after: avoid; }
  .track, .range, .value { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}`;
