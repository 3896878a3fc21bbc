// How people build plugins: the command, and what it means for `go list`, which compiles in the same way.

const PLUGIN = 'go build -buildmode=plugin';

/** @returns {{ build: string, before?: string, args: string[], env?: Record<string, string> }[]} */
export function buildCommands({ vendor }) {
  return [
    { build: `${PLUGIN} -trimpath -o plugin.so .`, args: ['-trimpath'] },
    { build: 'go build --trimpath --buildmode=plugin -o ./plugin.so', args: ['-trimpath'] },
    { build: `${PLUGIN} -o plugin.so .`, args: [] },
    { build: `${PLUGIN} -trimpath -race -o plugin.so .`, args: ['-trimpath', '-race'] },
    {
      build: `${PLUGIN} -trimpath -gcflags "all=-N -l" -o plugin.so .`,
      args: ['-trimpath', '-gcflags', 'all=-N -l'],
    },
    { build: `${PLUGIN} -trimpath -gcflags=-l -o plugin.so .`, args: ['-trimpath', '-gcflags=-l'] },
    { build: `${PLUGIN} -trimpath -tags netgo -o plugin.so .`, args: ['-trimpath', '-tags=netgo'] },
    { build: `${PLUGIN} -trimpath -tags my_feature -o plugin.so .`, args: ['-trimpath', '-tags=my_feature'] },
    { build: `${PLUGIN} -trimpath -ldflags "-s -w" -o plugin.so .`, args: ['-trimpath'] },
    { build: `${PLUGIN} -o plugin.so .`, before: 'ENV GOFLAGS=-trimpath\n', args: ['-trimpath'] },
    { build: `GOFLAGS=-race ${PLUGIN} -trimpath -o plugin.so .`, args: ['-trimpath', '-race'] },
    { build: `${PLUGIN} -trimpath -mod=vendor -o plugin.so .`, args: ['-trimpath', '-mod=vendor'] },
    ...(vendor
      ? [{ build: `${PLUGIN} -trimpath -mod=mod -o plugin.so .`, args: ['-trimpath', '-mod=mod'] }]
      : []),
  ];
}
