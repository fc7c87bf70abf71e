import { type ImportEntity, NO_OPERATOR, NO_PLACE } from '../../vocabulary.ts';
import type { ImportOptions } from '../options.ts';
import { lastDayOf, type PartialDate } from './dates.ts';
import { levelOf, type Mapping } from './mapping.ts';
import { operatorCode } from './operators.ts';
import { LONGEST_IDENTIFIER, RecordRefusal, type RecordValues } from './values.ts';
import { normaliseWord, textOf } from './words.ts';

/** What is stored of a record: the columns of its table by name. Absent: null there. */
export type Content = Record<string, unknown>;

type Reader = (
  values: RecordValues,
  options: ImportOptions,
  context: { mapping: Mapping; properties: Record<string, unknown> },
) => Content;

const AREA_LIMIT = 1e13;
const HAZARD_KINDS_WANTED = 'SHA or CHA';

const dated = (name: string, date: PartialDate | null): Content =>
  date === null ? {} : { [`${name}_on`]: date.day, [`${name}_precision`]: date.precision };

/** Letters and digits of any script, joined by hyphens. */
export const slug = (text: string): string => normaliseWord(text).replaceAll(' ', '-');

function operator(values: RecordValues): Content {
  const name = values.operator('operator');
  if (name === null) return {};
  const code = operatorCode(name) || name;
  if (code === NO_OPERATOR) {
    const column = values.columnOf('operator') ?? 'operator';
    values.keep(column);
    values.flag(
      'operator',
      'names_nobody',
      `operator "${name}" (column ${column}) names no organisation: it counts as not known.`,
    );
    return {};
  }
  return { operator_code: code, operator_name: name };
}

function flagFuture(values: RecordValues, field: string, date: PartialDate | null, today: string): void {
  if (date !== null && date.day > today)
    values.flag(field, 'future_date', `${field} ${date.day} is still to come: it counts from that day.`);
}

const readHazardousArea: Reader = (values, options) => {
  const local_id = values.id('local_id');
  const recorded = values.date('recorded_on');
  const confirmed = values.date('confirmed_on');
  const closed = values.date('closed_on');
  flagFuture(values, 'recorded_on', recorded, options.today);
  flagFuture(values, 'closed_on', closed, options.today);
  return {
    local_id,
    name: values.text('name'),
    kind: kindOf(values, options),
    ...dated('recorded', recorded),
    ...dated('confirmed', confirmed),
    ...closureOf(values, options, closed, recorded),
    ordnance: values.ordnance('ordnance'),
    evidence: values.text('evidence'),
    ...operator(values),
    stated_m2: values.number('stated_m2', AREA_LIMIT, 2),
  };
};

function kindOf(values: RecordValues, { kind }: ImportOptions): string {
  const read = values.code('kind');
  if (read.kind === 'code') return read.code;
  if (kind !== null) {
    if (read.kind === 'stranger')
      values.flag(
        'kind',
        'unknown_kind',
        `kind "${read.text}" (column ${read.column}) is not known: taken as ${kind}, as the import says.${read.like}`,
      );
    return kind;
  }
  if (read.kind === 'stranger') {
    throw new RecordRefusal(
      'kind',
      'unknown_kind',
      `kind "${read.text}" (column ${read.column}) is neither ${HAZARD_KINDS_WANTED}: say --kind SHA or --kind CHA, or map the word with --mapping.${read.like}`,
    );
  }
  throw new RecordRefusal(
    'kind',
    'missing_kind',
    `The record does not say whether it is ${HAZARD_KINDS_WANTED}: say --kind SHA or --kind CHA.`,
  );
}

/** Whether the area is closed and why. What is not understood leaves it open: that is the safe reading. */
function closureOf(
  values: RecordValues,
  options: ImportOptions,
  closed: PartialDate | null,
  recorded: PartialDate | null,
): Content {
  const reason = values.code('closed_reason');
  const status = values.code('status');
  const statusCode = status.kind === 'code' ? status.code : status.kind === 'blank' ? options.status : null;
  if (status.kind === 'stranger')
    values.flag(
      'status',
      'unknown_status',
      `status "${status.text}" (column ${status.column}) is not known${closed === null ? ': the area stays open' : ''}.${status.like}`,
    );
  if (statusCode === 'open') {
    if (closed !== null) {
      const column = values.columnOf('closed_on');
      if (column !== null) values.keep(column);
      values.flag(
        'closed_on',
        'open_with_closing_date',
        `The status is open, but closed_on says ${closed.day}: the area stays open.`,
      );
    }
    return {};
  }
  let closed_reason: string | null = null;
  if (reason.kind === 'code' && reason.code !== 'open') closed_reason = reason.code;
  else if (statusCode !== null) closed_reason = statusCode === 'closed' ? 'other' : statusCode;
  else if (closed !== null) closed_reason = 'other';
  if (reason.kind === 'stranger') {
    const column = reason.column;
    values.flag(
      'closed_reason',
      'unknown_reason',
      `closed_reason "${reason.text}" (column ${column}) is not known${closed_reason === null ? ': the area stays open' : `: kept as ${closed_reason}`}.${reason.like}`,
    );
  }
  if (closed_reason === null) return {};
  if (closed !== null && recorded !== null && lastDayOf(closed) < recorded.day) {
    values.flag(
      'closed_on',
      'closed_before_recorded',
      `closed_on ${closed.day} is before recorded_on ${recorded.day}: one of them is wrong.`,
    );
  }
  return { closed_reason, ...dated('closed', closed) };
}

const readLandRelease: Reader = (values, options) => {
  const local_id = values.id('local_id');
  const started = values.date('started_on');
  const completed = values.date('completed_on');
  const handedOver = values.date('handed_over_on');
  const status = statusOf(values, options, completed ?? handedOver);
  const counts = status === 'completed' || status === 'handed_over';
  if (counts) {
    flagFuture(values, 'completed_on', completed, options.today);
    flagFuture(values, 'handed_over_on', handedOver, options.today);
  }
  if (started !== null && completed !== null && lastDayOf(completed) < started.day) {
    values.flag(
      'completed_on',
      'completed_before_started',
      `completed_on ${completed.day} is before started_on ${started.day}: one of them is wrong.`,
    );
  }
  if (completed !== null && handedOver !== null && lastDayOf(handedOver) < completed.day) {
    values.flag(
      'handed_over_on',
      'handed_over_before_completed',
      `handed_over_on ${handedOver.day} is before completed_on ${completed.day}: one of them is wrong.`,
    );
  }
  return {
    local_id,
    name: values.text('name'),
    hazardous_area_local_ids: values.ids('hazardous_area_local_ids'),
    method: methodOf(values, options),
    status,
    ...dated('started', started),
    ...dated('completed', completed),
    ...dated('handed_over', handedOver),
    target_ordnance: values.ordnance('target_ordnance'),
    ...operator(values),
    depth_cm: values.number('depth_cm', 100_000, 1),
    stated_m2: values.number('stated_m2', AREA_LIMIT, 2),
  };
};

function methodOf(values: RecordValues, { method }: ImportOptions): string {
  const read = values.code('method');
  if (read.kind === 'code') return read.code;
  if (method !== null) {
    if (read.kind === 'stranger')
      values.flag(
        'method',
        'unknown_method',
        `method "${read.text}" (column ${read.column}) is not known: taken as ${method}, as the import says.${read.like}`,
      );
    return method;
  }
  const wanted = 'say --method cancelled, --method reduced or --method cleared';
  if (read.kind === 'stranger') {
    throw new RecordRefusal(
      'method',
      'unknown_method',
      `method "${read.text}" (column ${read.column}) is not known: ${wanted}, or map the word with --mapping.${read.like}`,
    );
  }
  throw new RecordRefusal('method', 'missing_method', `The record does not say how the land was released: ${wanted}.`);
}

/** What is not understood does not release land: that is the safe reading. */
function statusOf(values: RecordValues, options: ImportOptions, ended: PartialDate | null): string {
  const read = values.code('status');
  if (read.kind === 'code') return read.code;
  if (read.kind === 'stranger') {
    values.flag(
      'status',
      'unknown_status',
      `status "${read.text}" (column ${read.column}) is not known: kept as suspended, so it releases no land.${read.like}`,
    );
    return 'suspended';
  }
  if (options.status !== null) return options.status;
  if (values.columnOf('status') === null || ended !== null) return 'completed';
  values.flag(
    'status',
    'missing_status',
    'The status is blank and there is no completion date: kept as suspended, so it releases no land; say --status completed if it does.',
  );
  return 'suspended';
}

const readAccident: Reader = (values, options) => {
  const local_id = values.id('local_id');
  const occurred = values.date('occurred_on');
  flagFuture(values, 'occurred_on', occurred, options.today);
  return {
    local_id,
    ...dated('occurred', occurred),
    ordnance: values.ordnance('ordnance'),
    activity: values.text('activity'),
    killed_count: values.count('killed_count'),
    injured_count: values.count('injured_count'),
    amputated_count: values.count('amputated_count'),
    place_code: values.id('place_code'),
    point_accuracy_m: values.number('point_accuracy_m', 1e8, 1),
  };
};

const readPlace: Reader = (values, options, { mapping, properties }) => {
  const level = options.level ?? levelOf(values.text('level')) ?? mapping.level;
  if (level === null)
    throw new RecordRefusal(
      'level',
      'missing_level',
      'The place does not say its level: say --level 1 (the level below the country) to --level 6.',
    );
  const name = values.text('name');
  // names repeat across levels: a district and its chief commune are two places
  const code = values.id('code') ?? (name === null ? null : `${slug(name)}${level === 1 ? '' : `-l${level}`}`);
  if (code !== null && code.length > LONGEST_IDENTIFIER)
    throw new RecordRefusal(
      'code',
      'too_long',
      `The place has no code, and its name of ${code.length} characters is too long for one (${LONGEST_IDENTIFIER}): give it a code.`,
    );
  if (code === null || code === '') throw new RecordRefusal('code', 'missing_code', 'The place has neither a code nor a name.');
  if (code === NO_PLACE)
    throw new RecordRefusal(
      'code',
      'reserved_code',
      'The code "none" stands for ground in no place: give the place another code.',
    );
  const names = [...mapping.languages].flatMap(([language, column]) => {
    const text = textOf(properties[column]);
    return text === null ? [] : [[language, text]];
  });
  return {
    code,
    name: name ?? code,
    names: Object.fromEntries(names),
    level,
    parent_code: values.id('parent_code'),
    ...(options.boundarySet === null ? {} : { boundary_set: options.boundarySet }),
  };
};

export const READERS: Readonly<Record<ImportEntity, Reader>> = {
  'hazardous-areas': readHazardousArea,
  'land-releases': readLandRelease,
  accidents: readAccident,
  places: readPlace,
};
