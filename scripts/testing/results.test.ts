import { expect, test } from 'vitest';
import { countPlaywright, countVitest, outcomeOf, sum } from './results.ts';

const passing = { status: 'passed', assertionResults: [{ status: 'passed' }] };

test('tests are counted, and a file that could not be loaded is a failure', () => {
  const broken = { status: 'failed', assertionResults: [] };
  const failing = { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] };
  const report = { numPassedTests: 2, numFailedTests: 1, testResults: [passing, failing, broken] };
  expect(countVitest(report)).toEqual({ passed: 2, failed: 2 });
});

test('flaky browser tests passed in the end; an error outside of any test is a failure', () => {
  expect(countPlaywright({ stats: { expected: 3, unexpected: 1, flaky: 1 } })).toEqual({ passed: 4, failed: 1 });
  expect(countPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 0 }, errors: ['no tests found'] })).toEqual({
    passed: 0,
    failed: 1,
  });
});

test('a runner that failed without a failed test, or left no report, is a failure', () => {
  expect(outcomeOf(1, { passed: 7, failed: 0 })).toEqual({ passed: 7, failed: 1 });
  expect(outcomeOf(1, { passed: 7, failed: 2 })).toEqual({ passed: 7, failed: 2 });
  expect(outcomeOf(null, null)).toEqual({ passed: 0, failed: 1 });
  expect(outcomeOf(0, { passed: 7, failed: 0 })).toEqual({ passed: 7, failed: 0 });
});

test('parts add up', () => {
  expect(
    sum([
      { passed: 1, failed: 2 },
      { passed: 3, failed: 4 },
    ]),
  ).toEqual({ passed: 4, failed: 6 });
});
