import { AppError } from '../../kernel/errors.ts';
import { endOf, startGit } from './git.ts';

/** Blobs of one repository, read by one git for all of them. */
export interface Blobs {
  read(id: string): Promise<Uint8Array>;
  close(): void;
}

const MAX_HEADER = 200;

/** Asks `git cat-file --batch`, one after the other: its answers come in the order of the questions. */
export function openBlobs(gitDir: string): Blobs {
  const git = startGit(gitDir, ['cat-file', '--batch']);
  const ended = endOf(git);
  // Whoever reads next is told; until then nobody waits for it.
  ended.catch(() => {});
  git.stderr.resume();
  const pieces = (git.stdout as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let kept: Buffer = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const { value, done } = await pieces.next();
    if (done) {
      await ended;
      throw new AppError('LK-ANSWER', 'git stopped while it read a file');
    }
    kept = Buffer.concat([kept, value]);
  };
  const take = async (bytes: number): Promise<Buffer> => {
    while (kept.length < bytes) await more();
    const taken = kept.subarray(0, bytes);
    kept = kept.subarray(bytes);
    return taken;
  };
  const header = async (): Promise<string> => {
    for (;;) {
      const end = kept.indexOf(10);
      if (end >= 0) return (await take(end + 1)).toString().trim();
      if (kept.length > MAX_HEADER) throw new AppError('LK-ANSWER', 'git answered strangely');
      await more();
    }
  };
  const readOne = async (id: string): Promise<Uint8Array> => {
    git.stdin.write(`${id}\n`);
    const [, type, size] = (await header()).split(' ');
    if (type !== 'blob') throw new AppError('LK-ANSWER', 'this clone lacks a file: fetch it whole');
    const content = await take(Number(size));
    await take(1);
    return content;
  };
  let before: Promise<unknown> = Promise.resolve();
  return {
    read(id) {
      const reading = before.then(() => readOne(id));
      before = reading.catch(() => {});
      return reading;
    },
    close: () => void git.stdin.end(),
  };
}
