import {
  createCompiledVerifier,
  createVerifier,
  renderModuleReport,
  type ModuleReport,
  type VerifyModuleOptions,
} from 'nakama-pins';
import { oneForEach } from '../one-for-each';
import { onProgressLine } from '../progress';
import type { ProjectExecutor } from '../project-executor';
import { WITH_GO } from '../run-batch';
import { resultOf } from '../task-result';
import type { VerifyPinsOptions } from './schema';

interface EitherVerifier {
  verify(dir: string, options: VerifyModuleOptions): ModuleReport | Promise<ModuleReport>;
}

export const projectVerifier: ProjectExecutor<VerifyPinsOptions> = {
  name: 'nx-nakama:verify-pins',
  concurrency: (inputs) => (inputs.some(({ proof }) => proof === 'compiled') ? WITH_GO : 1),
  create({ root, env, signal }) {
    const verifierFor = oneForEach(
      ({ release, proof }: Pick<VerifyPinsOptions, 'release' | 'proof'>): EitherVerifier =>
        proof === 'compiled'
          ? createCompiledVerifier({ root, release, env, signal, onGoLine: onProgressLine })
          : createVerifier({ root, release }),
    );
    return ({ projectRoot, onText }, { release, proof = 'declared', samePath }) =>
      resultOf(
        async () => {
          const report = await verifierFor({ release, proof }).verify(projectRoot, { samePath });
          // Without colour: the text is cached, and a cached text is the same on every terminal.
          return {
            success: report.verdict === 'loads',
            terminalOutput: renderModuleReport(report, { color: false }),
          };
        },
        `${projectRoot}: could not be verified`,
        onText,
      );
  },
};
