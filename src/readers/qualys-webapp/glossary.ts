import { child, listOf, textOf } from '../kit/xml-find.ts';
import { XmlNode } from '../kit/xml-node.ts';
import type { XmlElement } from '../reader.ts';

function element(name: string, text: string, children: readonly XmlElement[] = []): XmlElement {
  const made: XmlElement = new XmlNode(name, {});
  made.text = text;
  made.children.push(...children);
  return made;
}

/** A result without its requests and answers, of which only the method is needed. */
export function heldBack(result: XmlElement): XmlElement {
  const request = child(listOf(result, 'PAYLOADS', 'PAYLOAD')[0], 'REQUEST');
  const method = textOf(request, 'METHOD');
  const kept = element(result.name, '', [
    ...result.children.filter(({ name }) => name !== 'PAYLOADS'),
    ...(method === undefined ? [] : [element('METHOD', method)]),
  ]);
  if (result.parent) kept.parent = result.parent;
  return kept;
}

/** Every result with its entry in the glossary and its web application beside what it says itself. */
export function* explained(results: readonly XmlElement[], root: XmlElement): Iterable<XmlElement> {
  const glossary = new Map<string, XmlElement>();
  for (const entry of listOf(child(root, 'GLOSSARY'), 'QID_LIST', 'QID')) {
    const qid = textOf(entry, 'QID');
    if (qid !== undefined) glossary.set(qid, entry);
  }
  const scanned = child(child(root, 'APPENDIX'), 'WEBAPP');
  for (const result of results) {
    const entry = glossary.get(textOf(result, 'QID') ?? '');
    const application = result.parent?.parent?.name === 'WEB_APPLICATION' ? result.parent.parent : scanned;
    if (entry) result.children.push(entry);
    if (application) result.children.push(element('WEBAPP', '', application.children));
    yield result;
  }
}
