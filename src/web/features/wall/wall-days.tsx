import type { Wall } from '../../../contract/wall.ts';
import { t } from '../../texts/t.ts';
import classes from './wall.module.css';

const [WIDTH, HEIGHT, GAP] = [280, 60, 4];

/** Opened above the line and closed below it, day by day; today at the end. */
export function WallDays({ days }: { days: Wall['days'] }) {
  const most = Math.max(1, ...days.flatMap(({ opened, closed }) => [opened, closed]));
  const step = WIDTH / Math.max(1, days.length);
  const tall = (n: number) => (n / most) * (HEIGHT / 2 - 2);
  const [opened, closed] = days.reduce(([o, c], day) => [o + day.opened, c + day.closed], [0, 0]);
  const said = t('Two weeks: {opened} opened, {closed} closed', { opened, closed });
  return (
    <figure className={classes.days}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={said} preserveAspectRatio="none">
        {days.map((day, index) => (
          <g key={day.day}>
            <rect
              x={index * step}
              width={step - GAP}
              y={HEIGHT / 2 - tall(day.opened)}
              height={tall(day.opened)}
              className={classes.opened}
            />
            <rect
              x={index * step}
              width={step - GAP}
              y={HEIGHT / 2}
              height={tall(day.closed)}
              className={classes.closed}
            />
          </g>
        ))}
        <line x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} className={classes.zero} />
      </svg>
      <figcaption>{said}</figcaption>
    </figure>
  );
}
