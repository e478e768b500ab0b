import { type RawBuilder, sql } from 'kysely';
import { fromPublicId, type IdKind } from '../../../kernel/ids.ts';
import type { Attribute, Filter, Operator, Value } from './filter.ts';
import { invalid } from './problem.ts';

type Sql = RawBuilder<unknown>;

/** Where an attribute lies in the database. `exact` text tells case apart. */
export type Column =
  | { kind: 'text' | 'exact' | 'time' | 'truth'; is: Sql }
  | { kind: 'id'; is: Sql; of: IdKind };

/** What a list can be filtered by. */
export interface Columns {
  /** By name in lower case, as `name.givenname`. */
  one: Readonly<Record<string, Column>>;
  /** Attributes with several values: their parts, and how "one of them" is said. */
  several: Readonly<Record<string, { columns: Columns; some: (condition: Sql) => Sql }>>;
}

/**
 * A filter as a condition of SQL that is never null.
 * @throws ScimProblem 400 invalidFilter for attributes and comparisons that a list cannot be filtered by
 */
export function filterSql(filter: Filter, columns: Columns): Sql {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const parts = filter.of.map((one) => filterSql(one, columns));
      return sql`(${sql.join(parts, filter.kind === 'and' ? sql` and ` : sql` or `)})`;
    }
    case 'not':
      return sql`(not ${filterSql(filter.of, columns)})`;
    case 'value': {
      const list = own(columns.several, filter.name);
      if (!list) throw unknown(filter.name);
      return list.some(filterSql(filter.of, list.columns));
    }
    case 'present':
      return onColumn(filter.attribute, columns, (column) => sql`(${column.is} is not null)`);
    case 'compare': {
      const { attribute, operator, value } = filter;
      return onColumn(attribute, columns, (column) => compared(column, operator, value));
    }
  }
}

const own = <Item>(record: Readonly<Record<string, Item>>, key: string): Item | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const unknown = (name: string) => invalid('invalidFilter', `A list cannot be filtered by ${name}.`);

/** `members` alone means the part of them that is called `value`. */
function onColumn({ name, sub }: Attribute, columns: Columns, condition: (column: Column) => Sql): Sql {
  const list = own(columns.several, name);
  if (list) return list.some(onColumn({ name: sub ?? 'value', sub: null }, list.columns, condition));
  const column = own(columns.one, sub === null ? name : `${name}.${sub}`);
  if (!column) throw unknown(sub === null ? name : `${name}.${sub}`);
  return condition(column);
}

function compared(column: Column, operator: Operator, value: Value): Sql {
  if (operator === 'ne') return sql`(not ${compared(column, 'eq', value)})`;
  if (value === null) return operator === 'eq' ? sql`(${column.is} is null)` : sql`false`;
  // No column holds NUL, and the database takes none.
  if (typeof value === 'string' && value.includes('\0')) return sql`false`;
  switch (column.kind) {
    case 'truth':
      return truth(column.is, operator, String(value).toLowerCase());
    case 'time':
      return ordered(sql`date_trunc('milliseconds', ${column.is})`, operator, timeOf(value));
    case 'id': {
      const id = fromPublicId(column.of, String(value));
      if (operator !== 'eq') throw wrongOperator(operator);
      return id === null ? sql`false` : sql`(${column.is} = ${id}::uuid)`;
    }
    default:
      return text(column, operator, String(value));
  }
}

const wrongOperator = (operator: Operator) =>
  invalid('invalidFilter', `${operator} does not compare values of this kind.`);

function truth(column: Sql, operator: Operator, value: string): Sql {
  if (operator !== 'eq') throw wrongOperator(operator);
  if (value !== 'true' && value !== 'false') return sql`false`;
  return value === 'true' ? sql`(${column})` : sql`(not ${column})`;
}

function timeOf(value: Value): Sql {
  const time = new Date(String(value));
  if (typeof value !== 'string' || Number.isNaN(time.getTime()))
    throw invalid('invalidFilter', 'Times are compared with a time such as "2026-03-01T00:00:00Z".');
  return sql`${time.toISOString()}::timestamptz`;
}

const SIGNS: Partial<Record<Operator, Sql>> = {
  eq: sql`=`,
  gt: sql`>`,
  ge: sql`>=`,
  lt: sql`<`,
  le: sql`<=`,
};

function ordered(left: Sql, operator: Operator, right: Sql): Sql {
  const sign = SIGNS[operator];
  if (!sign) throw wrongOperator(operator);
  return sql`coalesce(${left} ${sign} ${right}, false)`;
}

function text({ kind, is }: Column, operator: Operator, value: string): Sql {
  const exact = kind === 'exact';
  const [left, right] = exact ? [is, sql`${value}::text`] : [sql`lower(${is})`, sql`lower(${value}::text)`];
  switch (operator) {
    case 'co':
      return sql`coalesce(position(${right} in ${left}) > 0, false)`;
    case 'sw':
      return sql`coalesce(starts_with(${left}, ${right}), false)`;
    case 'ew':
      return sql`coalesce(right(${left}, length(${right})) = ${right}, false)`;
    case 'eq':
      return ordered(left, operator, right);
    default:
      return ordered(sql`${left} collate "C"`, operator, right);
  }
}
