import type { Connector } from './connector.ts';

/** By id; loaded when a connection needs it. One line for each folder: a test compares. */
const CONNECTORS: Readonly<Record<string, () => Promise<Connector>>> = {
  backstage: async () => (await import('./backstage/index.ts')).connector,
  folder: async () => (await import('./folder/index.ts')).connector,
  github: async () => (await import('./github/index.ts')).connector,
  gitlab: async () => (await import('./gitlab/index.ts')).connector,
  hackerone: async () => (await import('./hackerone/index.ts')).connector,
  jira: async () => (await import('./jira/index.ts')).connector,
  ldap: async () => (await import('./ldap/index.ts')).connector,
  mail: async () => (await import('./mail/index.ts')).connector,
  redmine: async () => (await import('./redmine/index.ts')).connector,
  slack: async () => (await import('./slack/index.ts')).connector,
  webhook: async () => (await import('./webhook/index.ts')).connector,
};

/** Ids of all connectors, in alphabetical order. */
export const CONNECTOR_IDS: readonly string[] = Object.keys(CONNECTORS).sort();

/** The connector of that id; null when there is none. */
export const loadConnector = async (id: string): Promise<Connector | null> =>
  Object.hasOwn(CONNECTORS, id) ? await CONNECTORS[id]!() : null;
