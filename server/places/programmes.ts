import { randomBytes } from 'node:crypto';
import { DATA_CHANNEL } from '../database/channel.ts';
import type { Query } from '../database/database.ts';
import { malformed } from '../problems.ts';
import { countryName } from './countries.ts';

/** The synthetic demonstration programme, under a code that ISO 3166-1 leaves to its users: real records can never end up in it. */
export const DEMO_PROGRAMME = { code: 'XKH', name: 'Cambodia, synthetic demonstration' } as const;

/**
 * The programme with this code, made where the database does not know it.
 * @throws Problem 400 for what is no ISO 3166-1 alpha-3 code.
 */
export async function ensureProgramme(query: Query, code: string): Promise<number> {
  const synthetic = code === DEMO_PROGRAMME.code;
  const name = synthetic ? DEMO_PROGRAMME.name : requireCountry(code);
  await query(
    `with made as (
       insert into programme (code, name, synthetic) values ($1, $2, $3) on conflict (code) do nothing
       returning programme_id, version_number, data_version
     )
     insert into data_version (programme_id, version_number, data_version, made_at)
     select programme_id, version_number, data_version, now() from made`,
    [code, name, synthetic],
  );
  const [row] = await query<{ programme_id: number }>('select programme_id from programme where code = $1', [code]);
  return (row as { programme_id: number }).programme_id;
}

/** The name behind a programme's code. @throws Problem 400. */
export function requireCountry(code: string): string {
  const name = countryName(code);
  if (name !== null) return name;
  if (code === DEMO_PROGRAMME.code)
    throw malformed(
      'programme',
      `programme ${code} is the synthetic demonstration; real records go under the code of their country.`,
    );
  const meant = countryName(code.toUpperCase());
  const hint = meant === null ? 'for example KHM for Cambodia' : `write ${code.toUpperCase()} for ${meant}`;
  throw malformed(
    'programme',
    `programme "${code}" is not a country code of ISO 3166-1 alpha-3 (three capital letters); ${hint}.`,
  );
}

/** Gives the programme's data a new version, so that nothing kept by a reader or a cache stands for it any more; it is remembered. */
export async function bumpDataVersion(query: Query, programmeId: number): Promise<string> {
  const [row] = await query<{ data_version: string }>(
    `with bumped as (
       update programme set version_number = version_number + 1, data_version = (version_number + 1)::text || '-' || $2::text
       where programme_id = $1 returning programme_id, version_number, data_version, boundary_set
     )
     insert into data_version (programme_id, version_number, data_version, boundary_set, made_at)
     select programme_id, version_number, data_version, boundary_set, now() from bumped returning data_version`,
    [programmeId, randomBytes(4).toString('hex')],
  );
  // told to other processes when the transaction commits
  await query('select pg_notify($1, $2)', [DATA_CHANNEL, String(programmeId)]);
  return (row as { data_version: string }).data_version;
}
