import { DEFAULT_LIMITS, type ReadContext, type XmlElement } from '../reader.ts';
import { textsOf } from './texts.ts';
import type { WalkSink } from './walk-sink.ts';
import { child } from './xml-find.ts';
import { runXml } from './xml-run.ts';

const CONTEXT: ReadContext = { limits: DEFAULT_LIMITS, hashSecret: () => '' };

/** The parts of a workbook are no report: they tell nothing to a sink, but may have to wait for who takes them. */
export const waitingSink = (waits: Pick<WalkSink, 'full' | 'drain'>): WalkSink => ({
  get full() {
    return waits.full;
  },
  drain: () => waits.drain(),
  tool: () => {},
  rule: () => {},
  layers: () => {},
  labels: () => {},
  observation: () => {},
  atEnd: () => {},
  note: () => {},
});

const NEVER_FULL = waitingSink({ full: false, drain: () => Promise.resolve() });

/** A small part as a whole. */
export async function wholeTree(bytes: AsyncIterable<Uint8Array>): Promise<XmlElement> {
  let root: XmlElement | undefined;
  const keep = (element: XmlElement) => {
    root = element;
  };
  const texts = textsOf({ open: () => bytes });
  await runXml(texts, { form: 'xml', each: [], open: () => () => {}, close: keep }, NEVER_FULL, CONTEXT);
  return root ?? { name: '', attributes: {}, text: '', children: [] };
}

/** The elements of a large part, one after the other. */
export const elementsIn = (
  bytes: AsyncIterable<Uint8Array>,
  path: string,
  give: (element: XmlElement) => void,
  sink: WalkSink = NEVER_FULL,
): Promise<void> =>
  runXml(textsOf({ open: () => bytes }), { form: 'xml', each: [path], open: () => give }, sink, CONTEXT);

/** A text, or runs of differently formatted text; how it is pronounced (`rPh`) is left out. */
export const textOfRuns = (element: XmlElement): string =>
  element.children
    .map((one) => (one.name === 't' ? one.text : one.name === 'r' ? (child(one, 't')?.text ?? '') : ''))
    .join('');
