/** `node dist/tool-versions.js cc | golangci-lint`: what a computer's own tools are, for the hashes of a build system. */
import { cCompilerVersions, linterVersion } from './toolchain/tool-versions';

const [tool] = process.argv.slice(2);
const lines =
  tool === 'golangci-lint' ? [linterVersion(process.env)] : cCompilerVersions(process.cwd(), process.env);
process.stdout.write(`${lines.join('\n')}\n`);
