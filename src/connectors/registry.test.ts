import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { CONNECTOR_IDS, loadConnector } from './registry.ts';

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(import.meta.dirname, entry.name, 'index.ts')))
  .map(({ name }) => name)
  .sort();

test('every folder with a connector has its line in the registry, and every line its folder', async () => {
  expect(CONNECTOR_IDS).toEqual(folders);
  for (const id of CONNECTOR_IDS) expect((await loadConnector(id))?.id).toBe(id);
  expect(await loadConnector('nobody')).toBeNull();
  expect(await loadConnector('constructor')).toBeNull();
});

test('every connector can be used for something, and says what its secrets are', async () => {
  for (const id of CONNECTOR_IDS) {
    const connector = (await loadConnector(id))!;
    const { codeHost, directory, hooks, tickets, messages, alerts, secrets, homePage } = connector;
    expect(codeHost ?? directory ?? hooks ?? tickets ?? messages ?? alerts, id).toBeDefined();
    expect(homePage, id).toMatch(/^https:/);
    for (const line of Object.values(secrets)) expect(line.length, id).toBeGreaterThan(10);
    for (const name of hooks?.secrets ?? []) expect(Object.keys(secrets), id).toContain(name);
  }
});

test('every connector shows settings as most would write them, and reads them itself', async () => {
  for (const id of CONNECTOR_IDS) {
    const { example, settings } = (await loadConnector(id))!;
    expect(settings.safeParse(parse(example)).error?.message, id).toBeUndefined();
  }
});
