import type { Heard, Ours } from './hear.ts';

/** What we say to what a person did there, where silence would mislead. Pure. @param there how its connection is called */
export function findWords(heard: Heard, ours: Ours, there: string): string[] {
  const said: string[] = [];
  if (heard.reopenedThere)
    said.push(
      `It was opened again in ${there}, although the newest scan no longer counts any of it. It may stay open there; here it opens when a scan finds it again.`,
    );
  const { dueOn } = heard.ours;
  const first = heard.edited.includes('dueAt');
  if (first && dueOn && ours.dueOn !== null && dueOn > ours.dueOn)
    said.push(
      `The date was moved to ${dueOn} in ${there}. It is planned for then; what policy asks for stays ${ours.dueOn}. If more time is needed, ask for it: \`/lanekeeper accept-risk ${dueOn} REASON\``,
    );
  return said;
}
