import { dateOf } from '../../../server/engine/days.ts';
import type { Article5Report, ReportRow, ReportTable } from '../../../server/reports/contract.ts';
import { getJson, RequestFailure } from '../api/request.ts';
import { filterQuery } from '../filters/address.ts';
import type { Speech } from '../i18n/index.ts';
import type { Page } from '../state/page.svelte.ts';

/** The tables of an Article 5 report of what the sheet is of, asked for again whenever that changes. */
export class TablesQuestion {
  readonly #page: Pick<Page, 'land' | 'opening' | 'programme' | 'time'>;
  #answer = $state.raw<{ question: string; report: Article5Report } | null>(null);
  #failure = $state<{ question: string; reason: string } | null>(null);
  #asked = '';

  /** Rows are the places one level below the place; one without any is its own row. */
  readonly question = $derived.by(() => {
    const { item: programme, places } = this.#page.programme;
    const { day, from } = this.#page.time;
    const { counted } = this.#page.land;
    if (programme === null || this.#page.opening.status !== 'ready') return '';
    const levels = counted.places.map((chosen) => places.find(({ code }) => code === chosen)?.level ?? 0);
    // several are rows themselves
    const level = Math.max(1, ...levels) + (levels.length === 1 ? 1 : 0);
    const after = from === null ? '' : `&from=${dateOf(from)}`;
    return `programme=${programme.code}&as_of=${dateOf(day)}${after}&level=${Math.min(6, level)}${filterQuery(counted)}`;
  });
  /** Null until it is there. */
  readonly report = $derived(this.#answer?.question === this.question ? (this.#answer?.report ?? null) : null);
  /** In the server's words, which may be none; null: nothing failed. */
  readonly failure = $derived(this.#failure?.question === this.question ? (this.#failure?.reason ?? null) : null);

  constructor(page: Pick<Page, 'land' | 'opening' | 'programme' | 'time'>) {
    this.#page = page;
  }

  async ask(): Promise<void> {
    const { question } = this;
    if (question === '' || question === this.#asked) return;
    this.#asked = question;
    try {
      const report = await getJson<Article5Report>(`/api/reports/article-5.json?${question}`);
      this.#answer = { question, report };
    } catch (error) {
      this.#failure = { question, reason: error instanceof RequestFailure ? error.message : '' };
    }
  }

  table(key: ReportTable['key']): ReportTable | null {
    return this.report?.tables.find((table) => table.key === key) ?? null;
  }
}

/** km² of a column of m²; what is not recorded is none. */
export const km2In = (row: ReportRow | undefined, column: string): number => Number(row?.[column] ?? 0) / 1e6;

/** A part of a whole in per cent, as fine as it is small; a dash where there is no whole. */
export const shareWords = (part: number, whole: number, speech: Speech): string => {
  if (whole <= 0) return '–';
  const percent = (100 * part) / whole;
  return `${speech.decimals(percent, percent === 0 || percent >= 10 ? 0 : 1)} %`;
};
