import type { Io } from '../cli/io.ts';
import { auditExportQuery } from '../contract/audit.ts';
import { AppError } from '../kernel/errors.ts';
import { exportAudit, readHead, type Verified, verifyAudit } from '../modules/access/public.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { type House, openHouse } from './house.ts';

/** Entries are sealed within seconds while a worker runs. */
const LATE_MS = 5 * 60_000;

/** `audit verify`: whether the trail is what it was. Exit status 1 and the first place at which it is not. */
export async function auditVerify(options: { head?: string; json?: boolean }, io: Io): Promise<number> {
  const written = options.head === undefined ? null : readHead(options.head);
  if (options.head !== undefined && written === null)
    throw new AppError('LK-USAGE', `--head ${options.head.slice(0, 80)} is not of the form SEQ:HASH`);
  return inHouse(async ({ database, clock }) => {
    const found = await verifyAudit(database.db, written);
    const since = found.waiting.since;
    const late = since !== null && clock.now().getTime() - since.getTime() > LATE_MS;
    if (options.json) io.out(JSON.stringify({ ...found, late }));
    else for (const line of wordsOf(found, late)) io.out(line);
    return found.broken === null ? 0 : 1;
  });
}

function wordsOf({ sealed, head, waiting, broken }: Verified, late: boolean): string[] {
  const since = late ? `, the oldest since ${waiting.since?.toISOString()}: does a worker run?` : '';
  const many = `${waiting.more ? 'more than ' : ''}${waiting.entries}`;
  const unsealed = waiting.entries > 0 ? [`${many} wait for their seal${since}`] : [];
  if (broken !== null)
    return [`The audit trail is broken: ${broken}`, `${sealed} seals before it hold.`, ...unsealed];
  return [
    `The audit trail is whole: ${sealed} entries sealed.`,
    ...unsealed,
    `Head, to write down elsewhere and give to --head next time: ${head}`,
  ];
}

/** `audit export`: the trail on standard output, oldest first. */
export async function auditExport(
  options: { format?: string; actor?: string; action?: string; subject?: string; from?: string; to?: string },
  io: Io,
): Promise<number> {
  const read = auditExportQuery.safeParse(options);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new AppError('LK-USAGE', `--${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { format, from, to, ...filter } = read.data;
  return inHouse(async ({ database }) => {
    const times = { ...(from && { from: new Date(from) }), ...(to && { to: new Date(to) }) };
    for await (const piece of exportAudit(database.db, { ...filter, ...times }, format)) {
      io.out(piece.replace(/\r?\n$/, ''));
      await io.drained?.();
    }
    return 0;
  });
}

async function inHouse(use: (house: House) => Promise<number>): Promise<number> {
  const house = await openHouse(readConfig(process.env), createLog('error'));
  try {
    return await use(house);
  } finally {
    await house.close();
  }
}
