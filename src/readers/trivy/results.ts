import type { Observation } from '../../kernel/observation.ts';
import { parentsOf } from '../kit/parents.ts';
import { asRecord, type Json, str, strings } from '../kit/values.ts';
import type { JsonElement, Sink } from '../reader.ts';
import { license, misconfiguration, secret } from './other.ts';
import { vulnerability } from './vulnerability.ts';

/** One entry of a `Results` list and what encloses it. */
export interface Holder {
  result: Json;
  /** Of a scan of a cluster: `namespace/Kind/name`. */
  resource: string | undefined;
}

type Kind = (told: Json, holder: Holder, sink: Sink) => Observation | null;

const KINDS: [list: string, kind: Kind][] = [
  ['.Vulnerabilities[]', vulnerability],
  ['.Misconfigurations[]', misconfiguration],
  ['.Secrets[]', secret],
  ['.Licenses[]', license],
];

/** What `Type` of a modified finding calls the kinds. */
const MODIFIED = new Map<unknown, Kind>([
  ['vulnerability', vulnerability],
  ['misconfiguration', misconfiguration],
  ['secret', secret],
  ['license', license],
]);

export function openTrivy(shell: unknown, sink: Sink): (element: JsonElement) => void {
  sink.tool('Trivy', str(asRecord(asRecord(shell)['Trivy'])['Version']));
  const metadata = asRecord(asRecord(shell)['Metadata']);
  sink.layers(strings(metadata['DiffIDs']));
  sink.labels(asRecord(asRecord(asRecord(metadata['ImageConfig'])['config'])['Labels']));
  return (element) => {
    const told = asRecord(element.value);
    const holder = holderOf(shell, element);
    const kind = KINDS.find(([list]) => element.path.endsWith(list))?.[1];
    const made = kind === undefined ? modified(told, holder, sink) : kind(told, holder, sink);
    if (made === null) return;
    if (holder.resource !== undefined) made.resource = resourceOf(holder.resource);
    sink.observation(made);
  };
}

function holderOf(shell: unknown, element: JsonElement): Holder {
  const parents = parentsOf(shell, element);
  const outer = parents.at(-2) ?? {};
  const kind = str(outer['Kind']);
  const name = str(outer['Name']);
  const named = kind !== undefined && name !== undefined;
  const resource = named ? [str(outer['Namespace']), kind, name].filter(Boolean).join('/') : undefined;
  return { result: parents.at(-1) ?? {}, resource };
}

function resourceOf(id: string) {
  const type = id.split('/').at(-2);
  return { id, type };
}

/** Findings that an ignore file or a VEX document took out of the list. */
function modified(told: Json, holder: Holder, sink: Sink): Observation | null {
  const kind = MODIFIED.get(told['Type']);
  const made = kind?.(asRecord(told['Finding']), holder, sink) ?? null;
  if (made === null) return null;
  const status = str(told['Status']) ?? 'ignored';
  const state = status === 'not_affected' ? 'false-positive' : status === 'fixed' ? 'fixed' : 'suppressed';
  made.told = { state, reason: str(told['Statement']) ?? str(told['Source']) ?? status };
  return made;
}
