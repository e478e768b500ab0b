import type { Resource } from '../../kernel/observation.ts';
import { num } from '../kit/values.ts';
import { child, childrenOf, listOf } from '../kit/xml-find.ts';
import type { Sink, XmlElement } from '../reader.ts';
import { tellScript } from './script.ts';

const RULE = 'open-port';

/** A name the user gave stays when the address changes; without one the address is the host. */
export function addressOf(host: XmlElement): { id: string; host: string | undefined } | undefined {
  const names = listOf(host, 'hostnames', 'hostname');
  const nameOf = (type: string) =>
    names.find(({ attributes }) => attributes['type'] === type)?.attributes['name'];
  const address = childrenOf(host, 'address').find(({ attributes }) => attributes['addrtype'] !== 'mac');
  const id = nameOf('user') ?? address?.attributes['addr'];
  return id === undefined ? undefined : { id, host: nameOf('PTR') };
}

/** An open port is told as such; what scripts found behind it on its own. */
export function tellPort(port: XmlElement, at: { id: string; host: string | undefined }, sink: Sink): void {
  if (child(port, 'state')?.attributes['state'] !== 'open') return;
  const { portid = '', protocol = '' } = port.attributes;
  const resource: Resource = { ...at, port: num(portid), protocol };
  const service = child(port, 'service')?.attributes ?? {};
  const name = service['name'];
  sink.rule({ id: RULE, name: 'Open port' });
  sink.observation({
    kind: 'host',
    rule: RULE,
    title: `Open port: ${portid}/${protocol}${name === undefined ? '' : ` (${name})`}`,
    message: describe(service),
    severity: 'info',
    cwes: [],
    vulnerabilities: [],
    place: {},
    resource,
    tags: name === undefined ? undefined : [name],
  });
  for (const script of childrenOf(port, 'script')) tellScript(script, resource, sink);
}

function describe(service: Readonly<Record<string, string>>): string | undefined {
  const product = [service['product'], service['version']].filter(Boolean).join(' ');
  const parts = [product, service['extrainfo']].filter(Boolean);
  return parts.length > 0 ? `Answers as ${parts.join(', ')}.` : undefined;
}
