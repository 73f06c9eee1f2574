// Who may import whom: docs/ARCHITECTURE.md, "Who may import whom". CI fails on a breach.
const adapters =
  '^src/log/(memory|sqlite|eventstoredb)/|^src/log/content/(memory|sqlite|eventstoredb)|' +
  '^src/access/registry/(memory|sqlite|eventstoredb)';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain imports only itself and pure libraries',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/|^node_modules/(luxon|uuid)/' },
    },
    {
      name: 'log-and-exchange-know-the-domain-only',
      severity: 'error',
      from: { path: '^src/(log|exchange)/' },
      to: { path: '^src/', pathNot: '^src/(domain|log|exchange)/|^src/(text|clock)\\.ts$' },
    },
    {
      name: 'exchange-does-not-know-the-log',
      severity: 'error',
      from: { path: '^src/exchange/' },
      to: { path: '^src/log/' },
    },
    {
      name: 'integrity-read-and-access-know-the-port-not-the-adapters',
      severity: 'error',
      from: { path: '^src/(integrity|read|access)/' },
      to: { path: `${adapters}|^src/(http|web|cli)` },
    },
    {
      name: 'only-the-composition-root-names-an-adapter',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(log|bench|composition)/|^src/(composition|app\\.module)\\.ts$' },
      to: { path: adapters },
    },
    {
      name: 'nest-at-the-rim',
      severity: 'error',
      from: { path: '^src/(domain|log|integrity|read|access|exchange|cli)/' },
      to: { path: '^node_modules/@nestjs/' },
    },
    {
      name: 'nothing-imports-the-rim',
      severity: 'error',
      from: { path: '^src/(domain|log|integrity|read|access|exchange)/' },
      to: { path: '^src/(http|web|cli|bench)/' },
    },
    {
      name: 'no-unlisted-dependency',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined', 'npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
