import type { LinkEvidence } from '../../linking/evidence';
import { defineFinding, STAYS } from '../define-finding';
import { linked } from './evidence';
import { goModEdit, goWorkEdit, goWorkUse } from './go-command';

/** What go.work does to the plugin's pins. */
export type GoWorkLift =
  | { readonly kind: 'not used'; readonly goWork: string; readonly dir: string }
  | {
      readonly kind: 'lift';
      readonly goWork: string;
      readonly dir: string;
      readonly module: string;
      readonly own: string;
      readonly lifted: string;
      readonly wanted: string;
      readonly release: string;
      /** The line that demands more. */
      readonly file: string;
      readonly line: number;
      readonly evidence: LinkEvidence;
    }
  | {
      readonly kind: 'replace';
      readonly goWork: string;
      readonly module: string;
      /** `../zap`, `go.uber.org/zap v1.29.0` */
      readonly target: string;
      readonly wanted: string;
      readonly release: string;
      readonly line: number;
      readonly evidence: LinkEvidence;
    }
  | {
      readonly kind: 'missing use';
      readonly goWork: string;
      readonly folder: string;
      readonly line: number;
    }
  | {
      readonly kind: 'go line';
      readonly goWork: string;
      readonly line: string;
      readonly release: string;
      readonly go: string;
    };

const OFF = 'write in nakama.json: "goWork": "off" (and build with GOWORK=off)';

export const goWorkLifts = defineFinding({
  title: 'go.work raises a shared module above the version of the server',
  about: 'file',
  byCheck: true,
  settledBy: STAYS,
  words: (data: GoWorkLift) => {
    switch (data.kind) {
      case 'not used':
        return {
          message: `${data.goWork} does not use ${data.dir}: go commands there stop until GOWORK=off is set`,
          fix: `${goWorkUse(data.goWork, data.dir)}, or build with GOWORK=off`,
        };
      case 'lift': {
        const { goWork, dir, module, own, lifted, wanted, release, file, evidence } = data;
        return {
          module,
          expected: wanted,
          actual: lifted,
          message: `${goWork} raises ${module} of ${dir} from ${own} to ${lifted}, but Nakama ${release} links ${wanted} (${linked(evidence)})`,
          fix: `${OFF}, or ${goModEdit(file, `-require=${module}@${wanted}`)}`,
        };
      }
      case 'replace': {
        const { goWork, module, target, wanted, release, line, evidence } = data;
        return {
          module,
          expected: `${module} ${wanted}`,
          actual: target,
          message: `${goWork} replaces ${module} by ${target} in every build that does not set GOWORK=off, but Nakama ${release} links ${wanted} (${linked(evidence)})`,
          fix: `remove line ${line} of ${goWork}, or ${OFF}`,
        };
      }
      case 'missing use': {
        const { goWork, folder, line } = data;
        return {
          actual: folder,
          message: `${goWork} uses ${folder}, and there is no go.mod in that folder: go commands stop until GOWORK=off is set`,
          fix: `put the module there, remove line ${line} of ${goWork}, or build with GOWORK=off`,
        };
      }
      case 'go line': {
        const { goWork, line, release, go } = data;
        return {
          directive: 'go',
          expected: go,
          actual: line,
          message: `${goWork} asks for Go ${line}, but Nakama ${release} is built with Go ${go}`,
          fix: `${goWorkEdit(goWork, `-go=${go}`)}, or ${OFF}`,
        };
      }
    }
  },
});
