import type { LinesMapping } from '../../reader.ts';
import { ROW } from './expression.ts';
import { type Declared, taker } from './mappings.ts';

/** Plain text in blocks of `Name: value` lines, apart by blank lines; names are looked up like headers. */
export const blocksMapping = (declared: Declared): LinesMapping => ({
  form: 'lines',
  open(sink, context) {
    const take = taker(declared, undefined, sink, context);
    let block: Record<string, unknown> = Object.create(null);
    let begun = 0;
    const end = () => {
      const line = begun;
      if (line > 0) take(block, line, () => `line ${line}`);
      block = Object.create(null);
      begun = 0;
    };
    return {
      line(text, number) {
        if (text.trim() === '') {
          end();
          return;
        }
        const [, name, value] = /^\s*([^:]{1,60}):\s+(.*)$/.exec(text) ?? [];
        if (name === undefined) return;
        if (begun === 0) begun = number;
        block[ROW] = true;
        block[name.trim().toLowerCase()] = value;
      },
      end,
    };
  },
});
