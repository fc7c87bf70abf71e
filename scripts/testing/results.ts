/** What a test runner counted. */
export interface Counts {
  passed: number;
  failed: number;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
  errors?: unknown[];
}

/** A file that cannot even be loaded has no failed test, but is a failure. */
export function countVitest(report: VitestReport): Counts {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

export function countPlaywright({ stats, errors = [] }: PlaywrightReport): Counts {
  const failed = stats.unexpected === 0 && errors.length > 0 ? errors.length : stats.unexpected;
  return { passed: stats.expected + stats.flaky, failed };
}

/** What a run counts for: a runner that failed, or left no report, is at least one failure, whatever it counted. */
export function outcomeOf(exitCode: number | null, counts: Counts | null): Counts {
  if (counts === null) return { passed: 0, failed: 1 };
  return exitCode === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

export const sum = (parts: Counts[]): Counts => ({
  passed: parts.reduce((total, { passed }) => total + passed, 0),
  failed: parts.reduce((total, { failed }) => total + failed, 0),
});
