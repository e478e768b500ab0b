import type { Io } from '../cli/io.ts';
import {
  listConnections,
  openConnection,
  putConnection,
  removeConnection,
  shownConnection,
  tryConnection,
} from '../modules/connections/public.ts';
import { type SyncEnd, syncDirectory } from '../modules/organisation/public.ts';
import { sweep } from '../modules/ownership/public.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { readConnectionsFile } from './connections-file.ts';
import { type House, openHouse } from './house.ts';
import { directoriesOf, subscribe } from './workers.ts';

const BY = 'command line';

interface Json {
  json?: boolean;
}

/** `connection add FILE`: brings connections to what a YAML document says. */
export const connectionAdd = (file: string, { json }: Json, io: Io): Promise<number> =>
  inHouse(async (house) => {
    const { connections } = house;
    // Who has to hear that it changed.
    subscribe(house);
    for (const { key, body } of await readConnectionsFile(file, process.env)) {
      const row = await putConnection(connections, key, body, BY);
      const shown = await shownConnection(connections, row);
      io.out(json ? JSON.stringify(shown) : `${key}: ${shown.name}${hooksOf(shown.hookPath)}`);
    }
    return 0;
  });

const hooksOf = (path: string | null) => (path ? `; its webhooks are sent to ${path}` : '');

/** `connection list` */
export const connectionList = ({ json }: Json, io: Io): Promise<number> =>
  inHouse(async ({ connections }) => {
    for (const row of await listConnections(connections.db)) {
      const shown = await shownConnection(connections, row);
      if (json) io.out(JSON.stringify(shown));
      else io.out([shown.key, shown.name, ...stateOf(shown)].join('  '));
    }
    return 0;
  });

const stateOf = (shown: Awaited<ReturnType<typeof shownConnection>>): string[] => [
  shown.enabled ? (shown.lastError ? 'does not work' : shown.lastOkAt ? 'works' : 'not tried yet') : 'off',
  ...(shown.lastError ? [shown.lastError.says.join(' ')] : []),
];

/** `connection test KEY`: exit 1 when it does not work. */
export const connectionTest = (key: string, { json }: Json, io: Io): Promise<number> =>
  inHouse(async ({ connections }) => {
    const answer = await tryConnection(connections, key);
    if (json) io.out(JSON.stringify({ key, ...answer }));
    else for (const line of answer.says) io.out(line);
    return answer.ok ? 0 : 1;
  });

/** `connection remove KEY`: what it listed stays known. */
export const connectionRemove = (key: string, io: Io): Promise<number> =>
  inHouse(async (house) => {
    const { connections } = house;
    subscribe(house);
    await removeConnection(connections, key, BY);
    io.out(`${key} is removed; the repositories it listed stay known.`);
    return 0;
  });

/** `connection sweep KEY`: a full look now, in this process. Exit 1 when it did not come to its end. */
export const connectionSweep = (
  key: string,
  options: Json & { acceptVanished?: boolean },
  io: Io,
): Promise<number> =>
  inHouse(async (house) => {
    // Whose ownership changed is told to the workers, whichever process they are in.
    subscribe(house);
    const { id } = await openConnection(house.connections, { key });
    const end = await sweep(house.sweeps, id, { acceptVanished: options.acceptVanished ?? false });
    if (options.json) io.out(JSON.stringify({ key, ...end }));
    else io.out(sentenceOf(key, end));
    if (!options.json && end.state !== 'busy') for (const line of end.counts.says) io.err(line);
    return end.state === 'done' || end.state === 'incomplete' ? 0 : 1;
  }, true);

function sentenceOf(key: string, end: Awaited<ReturnType<typeof sweep>>): string {
  if (end.state === 'busy') return `${key}: another sweep is under way`;
  const { pages, unchangedPages, added, renamed, archived, read, changed, problems } = end.counts;
  const numbers = `${pages} pages (${unchangedPages} as before), ${added} repositories new, ${renamed} renamed, ${archived} archived, files of ${read} read and of ${changed} changed, ${problems} problems`;
  return end.state === 'waiting'
    ? `${key}: ${numbers}; the code host asks to go on at ${end.continuesAt.toISOString()}`
    : `${key}: ${numbers}`;
}

/** `connection directory KEY`: reads people and teams now, in this process. Exit 1 when it did not come to its end. */
export const connectionDirectory = (
  key: string,
  options: Json & { acceptVanished?: boolean },
  io: Io,
): Promise<number> =>
  inHouse(async (house) => {
    subscribe(house);
    const { id } = await openConnection(house.connections, { key });
    const acceptVanished = options.acceptVanished ?? false;
    const end = await syncDirectory(directoriesOf(house), id, { acceptVanished, by: BY });
    if (options.json) io.out(JSON.stringify({ key, ...end }));
    else io.out(directorySentence(key, end));
    if (!options.json && end.state !== 'busy') for (const line of end.counts.says) io.err(line);
    return end.state === 'done' ? 0 : 1;
  }, true);

function directorySentence(key: string, end: SyncEnd): string {
  if (end.state === 'busy') return `${key}: is being read already`;
  const { people, teams, applied } = end.counts;
  if (!applied || end.state === 'waiting') return `${key}: goes on later, nothing was changed yet`;
  const changes = `${applied.peopleAdded} people new, ${applied.peopleChanged} changed, ${applied.peopleClosed} gone; ${applied.teamsAdded} teams new, ${applied.teamsRetired} retired`;
  return `${key}: ${people} people and ${teams} teams; ${end.changed ? changes : 'nothing changed'}`;
}

/** @param logged progress is told by the log, at the level that people asked for */
async function inHouse(use: (house: House) => Promise<number>, logged = false): Promise<number> {
  const config = readConfig(process.env);
  const house = await openHouse(config, createLog(logged ? config.LANEKEEPER_LOG : 'error'));
  try {
    return await use(house);
  } finally {
    await house.close();
  }
}
