import { keptFiles, readText } from './source.js';

/** All Markdown pages. */
export function pages(): { readonly path: string; readonly text: string }[] {
  const paths = keptFiles().filter((path) => path.endsWith('.md'));
  return paths.map((path) => ({ path, text: readText(path) }));
}

/** The commands of a page: the lines of fenced blocks and the text between backticks. */
export function codeOf(text: string): string[] {
  const fences = [...text.matchAll(/```(?!mermaid|json|text|python)[^\n]*\n([\s\S]*?)```/g)].map(
    ([, block = '']) => block,
  );
  const rest = text.replace(/```[\s\S]*?```/g, '');
  const spans = [...rest.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...fences.flatMap((block) => block.split('\n')), ...spans].map((line) => line.trim().replace(/^\$ /, ''));
}

/** The anchors of the headings: "CxFeedBehind, what now" is #cxfeedbehind-what-now. */
export function anchorsOf(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
