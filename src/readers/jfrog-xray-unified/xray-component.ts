/** A package as Xray writes it: `npm://ip:2.0.0`, `gav://org.acme:archive:1.4`, `rpm://7:curl:16:7.29.0-54.el7`. */
export interface XrayComponent {
  type: string;
  name: string;
  version: string | undefined;
  /** Part of an operating system. */
  system: boolean;
}

/** How many parts of the distribution stand before the name. */
const SYSTEMS: Readonly<Record<string, { type: string; parts: number }>> = {
  rpm: { type: 'rpm', parts: 1 },
  deb: { type: 'deb', parts: 2 },
  alpine: { type: 'apk', parts: 1 },
};

export function xrayComponent(told: string): XrayComponent {
  const [, scheme = '', rest = told] = /^([a-z]+):\/\/(.*)$/s.exec(told) ?? [];
  const system = Object.hasOwn(SYSTEMS, scheme) ? SYSTEMS[scheme] : undefined;
  if (system !== undefined) {
    const [name = rest, ...version] = rest.split(':').slice(system.parts);
    return { type: system.type, name, version: version.join(':') || undefined, system: true };
  }
  const cut = rest.lastIndexOf(':');
  return {
    type: scheme,
    name: cut > 0 ? rest.slice(0, cut) : rest,
    version: (cut > 0 && rest.slice(cut + 1)) || undefined,
    system: false,
  };
}
