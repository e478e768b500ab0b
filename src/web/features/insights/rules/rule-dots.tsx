import { useElementSize } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import type { RuleDot } from '../../../../contract/insights/trust.ts';
import { t } from '../../../texts/t.ts';
import { Early } from '../../../ui/charts/plot-room.tsx';
import { number, percent } from '../../../ui/format.ts';
import classes from './rules.module.css';

const HEIGHT = 300;
const EDGE = { left: 44, right: 16, top: 12, bottom: 34 };
const SHARES = [0, 0.25, 0.5, 0.75, 1];

const saidOf = ({ name, rule, tool, useful, low, high, labels, wasted }: RuleDot) =>
  t(
    '{name} ({tool}): {useful} useful of {labels, plural, one {# label} other {# labels}}, between {low} and {high}{value}',
    {
      name: name ?? rule,
      tool,
      useful: percent(useful ?? 0),
      labels,
      low: percent(low),
      high: percent(high),
      value: wasted > 0 ? t('; {wasted, number} not useful in the last 30 days', { wasted }) : '',
    },
  );

interface Scales {
  xOf: (labels: number) => number;
  yOf: (share: number) => number;
}

/** A rule and where its true share may well be; it leads to what people said. */
function Dot({ dot, xOf, yOf }: Scales & { dot: RuleDot }) {
  const navigate = useNavigate();
  const wastes = dot.wasted > 0;
  const color = wastes ? 'var(--lk-series-2)' : 'var(--lk-accent)';
  const x = xOf(dot.labels);
  return (
    <a
      href={`/policy/trust/${encodeURIComponent(dot.tool)}/${encodeURIComponent(dot.rule)}`}
      aria-label={saidOf(dot)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        void navigate({ to: '/policy/trust/$tool/$rule', params: { tool: dot.tool, rule: dot.rule } });
      }}
    >
      <title>{saidOf(dot)}</title>
      <line x1={x} x2={x} y1={yOf(dot.low)} y2={yOf(dot.high)} stroke={color} className={classes.band} />
      <circle cx={x} cy={yOf(dot.useful ?? 0)} r={wastes ? 6 : 4.5} fill={color} fillOpacity={0.85} />
    </a>
  );
}

/** Shares from the left, volumes below, and the share from which on a rule may comment. */
function Axes({ xOf, yOf, top, limit }: Scales & { top: number; limit: number }) {
  const [from, to] = [xOf(1), xOf(top)];
  const volumes = Array.from({ length: Math.round(Math.log10(top)) + 1 }, (_, step) => 10 ** step);
  return (
    <>
      {SHARES.map((share) => (
        <g key={share}>
          <line x1={from} x2={to} y1={yOf(share)} y2={yOf(share)} stroke="var(--lk-line)" />
          <text x={from - 8} y={yOf(share) + 4} textAnchor="end">
            {share * 100} %
          </text>
        </g>
      ))}
      <line
        x1={from}
        x2={to}
        y1={yOf(limit)}
        y2={yOf(limit)}
        stroke="var(--lk-ink-3)"
        strokeDasharray="3 3"
      />
      {volumes.map((volume) => (
        <text
          key={volume}
          x={xOf(volume)}
          y={HEIGHT - 12}
          textAnchor={volume === 1 ? 'start' : volume === top ? 'end' : 'middle'}
        >
          {volume === 1 ? t('1 label') : number(volume)}
        </text>
      ))}
    </>
  );
}

interface Props {
  rules: readonly RuleDot[];
  /** From which useful share on a rule may comment. */
  limit: number;
}

/** Useful share against volume: what is low and far to the right wastes most time. The band is the interval. */
export function RuleDots({ rules, limit }: Props) {
  const { ref, width } = useElementSize();
  const judged = rules.filter(({ useful }) => useful !== null);
  if (judged.length === 0)
    return <Early>{t('Each rule will be a dot here, once people said whether it is useful.')}</Early>;
  const inner = Math.max(80, width - EDGE.left - EDGE.right);
  // Volumes differ a thousandfold: equal steps are equal factors.
  const most = Math.max(...judged.map(({ labels }) => labels));
  const top = Math.max(10, 10 ** Math.ceil(Math.log10(most)));
  const scales: Scales = {
    xOf: (labels) => EDGE.left + (Math.log10(Math.max(1, labels)) / Math.log10(top)) * inner,
    yOf: (share) => EDGE.top + (1 - share) * (HEIGHT - EDGE.top - EDGE.bottom),
  };
  return (
    <section ref={ref} aria-label={t('Rules by volume and useful share')}>
      <svg width="100%" height={HEIGHT} className={classes.dots}>
        <title>{t('Rules by volume and useful share')}</title>
        <Axes {...scales} top={top} limit={limit} />
        {/* The dearest come first, and are drawn last: above the others. */}
        {judged.toReversed().map((dot) => (
          <Dot key={`${dot.tool} ${dot.rule}`} {...scales} dot={dot} />
        ))}
      </svg>
    </section>
  );
}
