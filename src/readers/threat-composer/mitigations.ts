import type { Told } from '../kit/declare/told.ts';
import { asList, asRecord, str } from '../kit/values.ts';

type ByThreat = ReadonlyMap<string, string[]>;

const known = new WeakMap<object, ByThreat>();

/** What is linked to the threat, one line each; links to nothing are passed over. */
export function mitigationsOf(told: Told): string | undefined {
  const lines = byThreat(told.shell).get(str(asRecord(told.value)['id']) ?? '');
  return lines?.map((line) => `- ${line}`).join('\n');
}

function byThreat(shell: unknown): ByThreat {
  const document = asRecord(shell);
  let made = known.get(document);
  if (made) return made;
  made = gather(asList(document['mitigations']), asList(document['mitigationLinks']));
  known.set(document, made);
  return made;
}

function gather(mitigations: readonly unknown[], links: readonly unknown[]): ByThreat {
  const contents = new Map<unknown, string>();
  for (const one of mitigations.map(asRecord)) contents.set(one['id'], str(one['content']) ?? '');
  const found = new Map<string, string[]>();
  for (const { linkedId, mitigationId } of links.map(asRecord)) {
    const content = contents.get(mitigationId);
    if (!content || typeof linkedId !== 'string') continue;
    found.set(linkedId, [...(found.get(linkedId) ?? []), content]);
  }
  return found;
}
