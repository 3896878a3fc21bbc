const NO_BEARING =
  /^[ \t]*(?:ADD|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)[ \t]/i;
/** A RUN that builds no plugin, as `runsPluginBuild` tells. */
const OTHER_RUN = /^[ \t]*RUN[ \t](?!.*buildmode)/i;

/**
 * Empties the lines of a Dockerfile that say nothing about images: instructions of one line that neither name nor use
 * one. All others keep their place. The parser spends three quarters of its time on them. A file with a here-document or
 * an escape character of its own stays as it is.
 */
export function skimDockerfile(text: string): string {
  if (text.includes('<<') || /^[ \t]*#[ \t]*escape/im.test(text)) return text;
  let continues = false;
  const skimmed = text.split('\n').map((line) => {
    // Comments and empty lines don't end an instruction of several lines.
    if (/^\s*(?:#|$)/.test(line)) return line;
    const begins = !continues;
    continues = /\\[ \t\r]*$/.test(line);
    return begins && !continues && (NO_BEARING.test(line) || OTHER_RUN.test(line)) ? '' : line;
  });
  return skimmed.join('\n');
}
