const NO_BEARING =
  /^[ \t]*(?:ADD|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)[ \t]/i;
/** A RUN that builds no plugin, by `runsPluginBuild`. */
const OTHER_RUN = /^[ \t]*RUN[ \t](?!.*buildmode)/i;

/**
 * Empties the lines of a Dockerfile that say nothing about images, on which the parser would spend three quarters of its
 * time: instructions of one line that neither name nor use an image. All other lines keep their place. A file with a
 * here-document or an escape character of its own stays as it is.
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
