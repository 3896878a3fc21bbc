// The declarations of all that a door exports, as API Extractor writes them: api/<door>.api.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { PACKAGE_DIR } from './doors.mjs';

const UPDATE = 'node tools/api/check.mjs --update';

/**
 * Compares the committed report of a door with its declarations.
 *
 * @param update writes the report instead
 * @returns {string[]} what is wrong, a sentence each
 */
export function checkReport({ name, declarations }, update) {
  const temporary = mkdtempSync(path.join(tmpdir(), 'api-report-'));
  const problems = [];
  try {
    const result = Extractor.invoke(configure(name, declarations, temporary), {
      localBuild: update,
      messageCallback: (message) => {
        if (message.logLevel === 'error') problems.push(message.text);
        message.handled = true;
      },
    });
    if (result.apiReportChanged && !update) {
      problems.push(`api/${name}.api.md is out of step with the declarations; fix: ${UPDATE}`);
    }
    return problems;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function configure(name, declarations, temporary) {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: path.join(PACKAGE_DIR, 'package.json'),
    configObject: {
      projectFolder: PACKAGE_DIR,
      mainEntryPointFilePath: declarations,
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          extends: path.join(PACKAGE_DIR, 'tsconfig.lib.json'),
          include: [],
          files: [declarations],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: path.join(PACKAGE_DIR, 'api'),
        reportTempFolder: temporary,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: {
          default: { logLevel: 'none' },
          // A type of a signature that nobody can name.
          'ae-forgotten-export': { logLevel: 'error' },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
}
