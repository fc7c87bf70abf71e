import { expect, test } from 'vitest';
import { demoAccidents, publishedCasualties } from './accidents.ts';
import { demoFiles } from './files.ts';
import { provinceAt } from './ground.ts';
import { demoLand } from './land.ts';
import { Draws } from './random.ts';

test('one seed gives the same files, byte for byte', () => {
  const [one, other] = [demoFiles(), demoFiles()];
  for (const [index, { bytes }] of one.entries())
    expect(Buffer.from(bytes).equals(Buffer.from(other[index]?.bytes ?? []))).toBe(true);
});

test('people hurt per year are those published, killed, injured and amputated', () => {
  const accidents = demoAccidents(new Draws(4), demoLand(new Draws(3)).hazards);
  const published = publishedCasualties();
  expect(published.find(({ year }) => year === 2024)).toMatchObject({ killed: 12, injured: 29, amputated: 8 });
  for (const { year, killed, injured, amputated } of published) {
    const ofYear = accidents.filter(({ occurred_on }) => occurred_on.startsWith(String(year)));
    const sum = (outcome: 'killed' | 'injured' | 'amputated') => ofYear.reduce((total, accident) => total + accident[outcome], 0);
    expect([sum('killed'), sum('injured'), sum('amputated')], String(year)).toEqual([killed, injured, amputated]);
  }
  for (const { at } of accidents) expect(provinceAt(at)).not.toBeNull();
});

test('every kind of history that the ledger knows occurs', () => {
  const { hazards, releases } = demoLand(new Draws(1970));
  expect([hazards.length, releases.length]).toEqual([4000, 6000]);
  for (const day of [
    ...hazards.map(({ recorded_on }) => recorded_on),
    ...releases.flatMap(({ completed_on }) => completed_on ?? []),
  ]) {
    expect(day >= '1992-01-01' && day <= '2025-12-31', day).toBe(true);
  }
  expect(hazards.some(({ confirmed_on }) => confirmed_on !== null)).toBe(true);
  expect(hazards.some(({ closed_on }) => closed_on !== null)).toBe(true);
  expect(hazards.some(({ ring }) => ring === null)).toBe(true);
  expect(releases.some(({ status }) => status === 'ongoing')).toBe(true);
  expect(new Set(releases.map(({ method }) => method))).toEqual(new Set(['cancelled', 'reduced', 'cleared']));
});
