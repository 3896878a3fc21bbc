import { isNakamaServer } from '../images/nakama-images';
import { dockerfileEdits } from '../workspace/dockerfile-edits';
import { unseenInImages } from '../workspace/unseen-in-image';
import { defineCheck } from './define-check';

/**
 * A build in a Dockerfile stops where a local library is not in the image. It is an error where the Dockerfile makes the
 * server's image, which then does not come about; elsewhere the plugin may reach its server in another way.
 */
export const dockerContext = defineCheck('docker-context', function* ({ facts }) {
  for (const unseen of unseenInImages(facts)) {
    const { build, context, namedBy, run, libraries } = unseen;
    const { file } = build.command;
    const last = facts.images.filter((image) => image.file === file).at(-1);
    const isServed = last?.kind === 'dockerfile' && isNakamaServer(last);
    const edits = dockerfileEdits(unseen);
    yield {
      severity: isServed ? 'error' : 'warning',
      location: { file, ...run.position },
      data: {
        verb: run.verb,
        context,
        namedBy: namedBy && { file: namedBy.file, line: namedBy.position.line },
        libraries: libraries.map(({ path, dir, place, isLate }) => ({ path, dir, place, isLate })),
        wanted: edits?.context,
        edits: edits?.edits ?? [],
      },
    };
  }
});
