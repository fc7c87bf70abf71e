/**
 * The arrows of docs/architecture.md. Rooms of the server know each other only as far as the data flows; the client knows the
 * server by its vocabulary and by the types of its contracts.
 */
const ROOMS = '(places|land|accidents|imports|tiles|search|published|records|reports|settings|ground|access)';

/** A folder each. */
const CHARTS = '(history|movements|balance|pace|ranking)';

module.exports = {
  forbidden: [
    { name: 'no-cycles', comment: 'nor among types', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'server-knows-no-client',
      comment: 'a test may hold the two together: what the page computes itself must be what the database says',
      severity: 'error',
      from: { path: '^server', pathNot: '\\.test\\.ts$' },
      to: { path: '^web' },
    },
    {
      name: 'the-engine-is-pure',
      comment: 'it runs in the page, in workers and on the server: no Node, no DOM, no SQL, no library, no room',
      severity: 'error',
      from: { path: '^server/engine/', pathNot: '\\.test\\.ts$' },
      to: { path: '.', pathNot: '^server/(engine/[^/]+|vocabulary)\\.ts$' },
    },
    {
      name: 'client-knows-only-vocabulary-engine-and-contracts',
      comment: 'and how a cell of a CSV file is written',
      severity: 'error',
      from: { path: '^web/src' },
      to: { path: '^server', pathNot: '^server/(vocabulary|csv|engine/[^/]+|[^/]+/contract)\\.ts$' },
    },
    {
      name: 'client-knows-contracts-as-types',
      comment: 'a contract pulls in the schema library, which the page does not need',
      severity: 'error',
      from: { path: '^web/src' },
      to: { path: '^server/[^/]+/contract\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'routes-are-registered-in-app-only',
      severity: 'error',
      from: { path: '^server', pathNot: ['^server/app\\.ts$', '\\.test\\.ts$'] },
      to: { path: '^server/[^/]+/routes\\.ts$' },
    },
    {
      name: 'contracts-hold-schemas-only',
      severity: 'error',
      from: { path: '^server/[^/]+/contract\\.ts$' },
      to: { path: '^server', pathNot: '^server/(vocabulary|[^/]+/contract)\\.ts$' },
    },
    {
      name: 'vocabulary-imports-nothing',
      severity: 'error',
      from: { path: '^server/vocabulary\\.ts$' },
      to: { path: '.' },
    },
    {
      name: 'the-database-knows-no-room',
      severity: 'error',
      from: { path: '^server/database' },
      to: { path: `^server/${ROOMS}/` },
    },
    {
      name: 'nothing-downstream-writes-upstream',
      comment: 'imports → land → tiles and figures: never back',
      severity: 'error',
      from: { path: '^server/(places|land|accidents)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/(imports|tiles|ground|search|published|records|reports|settings)/' },
    },
    {
      name: 'tiles-do-not-import-imports',
      severity: 'error',
      from: { path: '^server/(tiles|ground|search|published|records|reports|settings)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/imports/' },
    },
    {
      name: 'only-the-map-view-touches-the-map',
      severity: 'error',
      from: { path: '^web/src', pathNot: '^web/src/(map/view|accidents/overlay)\\.ts$' },
      to: { path: 'node_modules/(maplibre-gl|@deck\\.gl)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'charts-are-a-kit',
      comment: 'axes, tables and files that any chart may use; it knows none of them',
      severity: 'error',
      from: { path: '^web/src/charts/' },
      to: { path: `^web/src/${CHARTS}/` },
    },
    {
      name: 'a-chart-knows-no-other',
      severity: 'error',
      from: { path: `^web/src/${CHARTS}/`, pathNot: '\\.test\\.ts$' },
      to: { path: `^web/src/${CHARTS}/`, pathNot: '^web/src/$1/' },
    },
    {
      name: 'tests-stay-tests',
      severity: 'error',
      from: { path: '^(server|web/src)', pathNot: ['\\.test\\.ts$', '/testing', '^server/database/testing'] },
      to: { path: ['/testing/', '^server/database/testing'] },
    },
    {
      name: 'found',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['\\?(worker&)?url$', '^virtual:', '^(geojson|topojson-specification)$'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['web/dist'] },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.svelte', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'node', 'default', 'types'],
    },
  },
};
