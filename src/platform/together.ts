interface Line {
  /** Not begun: whoever asks now joins it. */
  waiting: Promise<unknown> | null;
  running: Promise<unknown> | null;
}

const lines = new WeakMap<object, Map<string, Line>>();
const given = new WeakSet<object>();

/** Whether several may have been given this very answer: it stays as it is, so its text may be kept with it. */
export const isShared = (answer: unknown): answer is object =>
  typeof answer === 'object' && answer !== null && given.has(answer);

/**
 * Several who ask the same at once get one answer, which was begun after each of them asked: nobody is told what was
 * true before. One runs at a time for each name; those who come meanwhile share the next.
 * @param of whose answers: those of another database or transaction are other answers
 * @param name what is asked, with all that the answer depends on
 * @returns the one answer for all: nobody may change it
 */
export function together<Answer>(of: object, name: string, work: () => Promise<Answer>): Promise<Answer> {
  const mine = lines.get(of) ?? new Map<string, Line>();
  lines.set(of, mine);
  const line = mine.get(name) ?? { waiting: null, running: null };
  mine.set(name, line);
  if (line.waiting) return line.waiting as Promise<Answer>;
  const answer = (async () => {
    await line.running?.catch(() => {});
    line.running = line.waiting;
    line.waiting = null;
    try {
      const found = await work();
      if (typeof found === 'object' && found !== null) given.add(found);
      return found;
    } finally {
      line.running = null;
      if (!line.waiting) mine.delete(name);
    }
  })();
  line.waiting = answer;
  return answer;
}
