import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAddress, writeAddress } from './url.ts';

it('what is written is read again', () => {
  const parameters = {
    programme: 'KHM',
    date: '2020-02-29',
    language: 'km',
    theme: 'dark',
    view: '8.50/13.1000/103.2000',
    layers: 'land,heat',
  };
  expect(readAddress(writeAddress(parameters))).toEqual({ parameters, ignored: [] });
});

it('hostile values are ignored and named, never taken', () => {
  const { parameters, ignored } = readAddress(
    '?programme=%3Cscript%3E&date=2020-13-45&view=99/0/0&__proto__=1&constructor=2&layers=land,bombs',
  );
  expect(parameters).toEqual({});
  expect(ignored.map(({ parameter }) => parameter)).toEqual(['programme', 'date', 'view', '__proto__', 'constructor', 'layers']);
});

it('no address breaks the page', () => {
  fc.assert(
    fc.property(fc.string(), (search) => {
      expect(() => readAddress(search)).not.toThrow();
    }),
  );
});

it('choices within parts are read and written with the rest', () => {
  expect(readAddress('?open=pace-chart,waterfall-chart').parameters).toEqual({ open: 'pace-chart,waterfall-chart' });
  expect(readAddress('?open=%3Cb%3E').ignored).toEqual([{ parameter: 'open', value: '<b>' }]);
});

it('what is chosen in the charts is read and written, nonsense is named', () => {
  const parameters = {
    land_step: 'month',
    movements_step: 'quarter',
    pace_years: '5',
    pace_deadline: '2028-02-29',
    published_marks: '1',
  };
  expect(readAddress(writeAddress(parameters))).toEqual({ parameters, ignored: [] });
  expect(readAddress('?pace_deadline=none').parameters).toEqual({ pace_deadline: 'none' });
  const { parameters: taken, ignored } = readAddress('?land_step=week&pace_years=4&pace_deadline=2027-02-29&published_marks=yes');
  expect(taken).toEqual({});
  expect(ignored.map(({ parameter }) => parameter)).toEqual(['land_step', 'pace_years', 'pace_deadline', 'published_marks']);
});
