import { mayBringFiles } from './brings-files';

describe('mayBringFiles', () => {
  it.each([
    'go mod download',
    'apt-get update && apt-get install -y gcc > /dev/null 2>&1',
    'CGO_ENABLED=1 go build -buildmode=plugin -o /a.so . && ls -l /a.so',
    'cd plugins/arena && go -C . mod tidy',
    '["go", "build", "."]',
  ])('no: %s', (script) => expect(mayBringFiles(script)).toBe(false));

  it.each([
    'git clone https://example.com/libs /libs',
    'cp -r /src/libs /libs',
    'make plugin',
    'echo "module x" > go.mod',
    'cat a >>go.mod',
    'go mod edit -dropreplace=example.com/score',
    'go work use ../libs/score',
    'go generate ./...',
    'sh -c "ln -s /src /libs"',
    '["./get-libs.sh"]',
  ])('perhaps: %s', (script) => expect(mayBringFiles(script)).toBe(true));
});
