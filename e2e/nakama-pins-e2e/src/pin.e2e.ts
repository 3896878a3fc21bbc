import { Plugin, realServer, RELEASE } from './stage';

const server = realServer();
const describeWithServer = server === undefined ? describe.skip : describe;

/** The recipe of Nakama's documentation: a dependency at the server's version, and go mod tidy. */
const FILES = {
  'nakama.json': `{ "release": "${RELEASE}" }\n`,
  'go.mod': `module example.com/arena

go 1.26.5

require (
	github.com/heroiclabs/nakama-common v1.47.0
	go.uber.org/zap v1.28.0 // the server's
)
`,
  'main.go': `package main

import (
	"context"
	"database/sql"

	"github.com/heroiclabs/nakama-common/runtime"
	"go.uber.org/zap"
)

func InitModule(ctx context.Context, logger runtime.Logger, db *sql.DB, nk runtime.NakamaModule, initializer runtime.Initializer) error {
	zap.L().Info("arena")
	return nil
}
`,
};

describeWithServer('one pin, and the real server loads the plugin', () => {
  let plugin: Plugin;
  beforeEach(() => {
    plugin = new Plugin(FILES);
    plugin.go('mod', 'tidy');
    expect(plugin.read('go.mod')).toContain('go.uber.org/multierr v1.10.0');
  });
  afterEach(() => plugin.remove());

  const load = () => plugin.load(server ?? '');

  function pinUntilItLoads(): void {
    expect(load()).toMatchObject({
      code: 1,
      output: expect.stringContaining('different version of package go.uber.org/multierr') as string,
    });
    expect(plugin.pins('verify').output).toContain('go.uber.org/multierr');

    const checked = plugin.pins('pin', '--check');
    expect(checked.code).toBe(1);
    expect(plugin.read('go.mod')).toContain('go.uber.org/multierr v1.10.0');

    const pinned = plugin.pins('pin');
    expect(pinned.output).toContain(`✔ . loads (Nakama ${RELEASE}, compiled)`);
    expect(pinned.code).toBe(0);
    expect(load()).toMatchObject({ code: 0 });
    expect(plugin.pins('pin', '--check').code).toBe(0);
  }

  it("the documentation's example: zap at the server's version, multierr too old", pinUntilItLoads);

  it('the same with vendor/', () => {
    plugin.go('mod', 'vendor');
    pinUntilItLoads();
    expect(plugin.read('vendor/modules.txt')).toContain('# go.uber.org/multierr v1.11.0');
  });
});
