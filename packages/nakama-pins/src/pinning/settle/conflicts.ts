import { parseNode } from '../../edits/module-graph';
import type { Release } from '../../releases/release-model';
import type { Conflict } from '../pin-outcome';
import type { Attempt, Demand, Downgrade } from './settled';

/**
 * Why the pins don't hold, in words: each dependency that demands more than the server's version, by its chain of
 * requirements; else what Go says to the plugin's own use of a pinned module.
 */
export function conflictsOf(
  { demands, report, failure, plan }: Attempt,
  release: Release,
  downgrade: Downgrade | undefined,
): Conflict[] {
  const said = report.findings.find((f) => f.id === 'does-not-compile');
  const highest = blamed(highestOfEach(demands), said?.message);
  if (highest.length > 0) return highest.map((demand) => demanded(demand, said?.message, release, downgrade));
  const module = plan.facts.goMod.module?.path ?? plan.facts.dir;
  return [
    {
      module,
      pin: release.version,
      chain: [module],
      message: `with the versions of Nakama ${release.version} the plugin does not compile: ${said?.message ?? failure?.lines.join('; ') ?? ''}`,
      fix: 'change the code to what these versions offer, or move to a release that links newer ones (npx nakama-pins releases find <module> --all)',
    },
  ];
}

function demanded(
  { module, pin, version, chain }: Demand,
  said: string | undefined,
  release: Release,
  downgrade: Downgrade | undefined,
): Conflict {
  const direct = chain[1] === undefined ? undefined : parseNode(chain[1]);
  const choices = [
    downgrade?.path === direct?.path && downgrade
      ? `take ${downgrade.path} ${downgrade.version}, the newest that fits: npx nakama-pins pin --allow-downgrade`
      : direct && `use another library than ${direct.path}: no version of it fits`,
    `or move to a release that links ${module} ${version} (npx nakama-pins releases find ${module} --all)`,
  ].filter(Boolean);
  return {
    module,
    pin,
    demanded: version,
    chain,
    message: `${chain.join(' → ')}: Nakama ${release.version} links ${module} ${pin}, and with that the plugin does not compile${said ? ` (${said})` : ''}`,
    fix: choices.join('; '),
  };
}

/** The highest demand of each module says it all. */
function highestOfEach(demands: readonly Demand[]): Demand[] {
  return [...new Map(demands.map((demand) => [demand.module, demand])).values()];
}

/** Where Go misses a package, the module that would have it is to blame alone. */
function blamed(demands: readonly Demand[], said = ''): readonly Demand[] {
  const missing = /provid(?:ing|es) package ([^\s:;]+)/.exec(said)?.[1];
  const owners = demands.filter(({ module }) => `${missing}/`.startsWith(`${module}/`));
  return owners.length > 0 ? owners : demands;
}

/** Dependencies whose go line asks for a newer Go than the server is built with: no pin can hold that off. */
export function newerGoConflicts({ failure, plan }: Attempt, release: Release): Conflict[] {
  if (failure?.kind !== 'newer-go') return [];
  const { goMod, dir } = plan.facts;
  const main = goMod.module?.path ?? dir;
  return failure.lines.flatMap((line): Conflict[] => {
    const [, path, version, demanded] = /(\S+)@(\S+) requires go >= (\d[\d.]*)/.exec(line) ?? [];
    if (path === undefined || demanded === undefined) return [];
    const isListed = goMod.require.some((r) => r.path === path && r.version === version);
    return [
      {
        module: 'go',
        pin: release.go,
        demanded,
        chain: isListed ? [main, `${path}@${version}`] : [main],
        message: `${path} ${version} requires Go ${demanded}: Nakama ${release.version} is built with Go ${release.go}`,
        fix: `take a version of ${path} that Go ${release.go} can read, or use another library; or move to a release that is built with Go ${demanded} or newer (npx nakama-pins releases)`,
      },
    ];
  });
}
