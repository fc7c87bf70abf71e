import { expect, test } from 'vitest';
import { readConfig, StartupError } from './config.ts';

test('without any setting: port 3000 on loopback, the embedded database, the demo', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: null,
    demo: true,
    mapStyleUrl: null,
    mapPmtiles: [],
    browserSpans: 2_000_000,
    memoryMegabytes: 1024,
  });
  expect(config.dataDirectory).toMatch(/^\/.*\.landclear$/);
});

test('settings are read, empty ones count as unset', () => {
  const environment = {
    PORT: '8080',
    HOST: ' ::1 ',
    DATABASE_URL: 'postgres://u:p@h/d',
    DATA_DIR: '/srv/land',
    DEMO: '0',
    BROWSER_SPANS: ' 3000000 ',
    MEMORY_MB: '4096',
    MAP_STYLE_URL: '/style.json',
    MAP_PMTILES: '/srv/a.pmtiles, /srv/b.pmtiles,',
  };
  expect(readConfig(environment)).toEqual({
    port: 8080,
    host: '::1',
    databaseUrl: 'postgres://u:p@h/d',
    dataDirectory: '/srv/land',
    demo: false,
    mapStyleUrl: '/style.json',
    mapPmtiles: ['/srv/a.pmtiles', '/srv/b.pmtiles'],
    browserSpans: 3_000_000,
    memoryMegabytes: 4096,
  });
  expect(readConfig({ PORT: '', HOST: '', DATABASE_URL: '' })).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: null,
  });
});

test('the ground may be a style of the deployment, on the web or on its own address', () => {
  for (const MAP_STYLE_URL of ['https://example.org/a/style.json?key=1', 'http://tiles.local/s', '/styles/own.json'])
    expect(readConfig({ MAP_STYLE_URL }).mapStyleUrl).toBe(MAP_STYLE_URL);
});

test.each([
  [{ PORT: '80a' }, 'PORT is "80a"; it must be a whole number from 0 to 65535.'],
  [{ PORT: '65536' }, 'PORT is "65536"'],
  [{ MEMORY_MB: '1 GB' }, 'MEMORY_MB is "1 GB"; it must be a whole number of megabytes'],
  [{ BROWSER_SPANS: 'many' }, 'BROWSER_SPANS is "many"; it must be a whole number'],
  [{ PORT: '-1' }, 'PORT is "-1"'],
  [{ HOST: '0.0.0.0' }, 'HOST is "0.0.0.0", but Landclear has no sign-in yet'],
  [{ HOST: '::' }, 'HOST is "::"'],
  [{ HOST: '127.0.0.1.example.org' }, 'HOST is "127.0.0.1.example.org"'],
  [{ DATABASE_URL: 'mysql://u:secret@h/d' }, 'DATABASE_URL must look like postgres://'],
  [{ DATABASE_URL: 'secret' }, 'DATABASE_URL must look like postgres://'],
  [{ MAP_STYLE_URL: 'style.json' }, 'MAP_STYLE_URL is "style.json"; it must be the http or https address of a MapLibre style'],
  [{ MAP_STYLE_URL: '//example.org/style.json' }, 'or a path that begins with /.'],
  [{ MAP_STYLE_URL: 'javascript:alert(1)' }, 'MAP_STYLE_URL is'],
  [{ DEMO: 'maybe' }, 'DEMO is "maybe"; it must be 1 or 0.'],
])('a malformed setting is one clear sentence: %j', (environment, sentence) => {
  const attempt = () => readConfig(environment as Record<string, string>);
  expect(attempt).toThrow(StartupError);
  expect(attempt).toThrow(sentence);
  expect(attempt).not.toThrow('secret');
});
