import { dateOf } from '../../../server/engine/days.ts';
import type { Article5Report, ReportTable } from '../../../server/reports/contract.ts';
import { getJson, RequestFailure } from '../api/request.ts';
import { filterQuery } from '../filters/address.ts';
import type { Page } from '../state/page.svelte.ts';
import { isTableChoice, type TableChoice } from './choice.ts';

const FIRST_TABLE: TableChoice = 'remaining_by_place';

/** The report of what the page shows: its date, its period, its filters, as they are when it is opened. */
export class Report {
  #report = $state.raw<Article5Report | null>(null);
  #failure = $state<string | null>(null);
  readonly #page: Pick<Page, 'choices' | 'land' | 'notices' | 'programme' | 'time'>;
  readonly #question: string;

  readonly tables = $derived<readonly ReportTable[]>(
    this.#report?.tables.filter(({ key }) => this.choice === 'all' || key === this.choice) ?? [],
  );

  constructor(page: Pick<Page, 'choices' | 'land' | 'notices' | 'programme' | 'time'>) {
    this.#page = page;
    const from = page.time.from === null ? '' : `&from=${dateOf(page.time.from)}`;
    this.#question = `programme=${page.programme.item?.code}&as_of=${dateOf(page.time.day)}${from}${filterQuery(page.land.counted)}`;
    void this.#ask();
  }

  get report() {
    return this.#report;
  }
  /** In the server's words; null: none. */
  get failure() {
    return this.#failure;
  }
  /** Which table is shown, as the address has it; the first where it names none. */
  get choice(): TableChoice {
    const asked = this.#page.choices.of('report_table');
    return asked !== undefined && isTableChoice(asked) ? asked : FIRST_TABLE;
  }
  set choice(choice: TableChoice) {
    this.#page.choices.choose('report_table', choice === FIRST_TABLE ? undefined : choice);
  }

  address(format: 'xlsx' | 'csv' | 'json'): string {
    return `/api/reports/article-5.${format}?${this.#question}`;
  }

  async #ask(): Promise<void> {
    try {
      const report = await getJson<Article5Report>(this.address('json'));
      this.#report = report;
      this.#page.notices.heard(report.data_version);
    } catch (error) {
      this.#failure = error instanceof RequestFailure ? error.message : String(error);
    }
  }
}
