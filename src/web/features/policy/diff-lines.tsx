import classes from './diff-lines.module.css';

const KINDS: Record<string, { name: string | undefined; words: string }> = {
  '+': { name: classes.added, words: 'added: ' },
  '-': { name: classes.removed, words: 'removed: ' },
  '@': { name: classes.place, words: '' },
};

/** A unified diff; what was added and removed is told by its sign, not by colour alone. */
export function DiffLines({ patch }: { patch: string }) {
  const lines = patch
    .split('\n')
    .filter(
      (line) => line !== '' && !line.startsWith('---') && !line.startsWith('+++') && !line.startsWith('\\'),
    )
    .map((line, place) => ({ key: `${place}`, line }));
  return (
    <pre className={classes.diff}>
      {lines.map(({ key, line }) => {
        const kind = KINDS[line.charAt(0)];
        return (
          <span key={key} className={`${classes.line} ${kind?.name ?? ''}`}>
            {kind?.words && <span className="hidden">{kind.words}</span>}
            {line}
          </span>
        );
      })}
    </pre>
  );
}
