/** Specs and what they share may look into every room. */
export const TEST_FILES = String.raw`\.spec\.ts$|/testing/`;

/**
 * The rules of dependency-cruiser for a house of rooms: a room imports from those on lower floors only, not from its
 * neighbours, not from the doors (the files beside the rooms), and not from files of tests.
 *
 * @param {string[][]} floors the rooms of each floor, from the roof down
 * @param {string} src the folder of the rooms, from the root of the repository, with `/`
 */
export function orderRules(floors, src) {
  return [
    ...floors.flatMap((rooms, floor) =>
      rooms.map((room) => orderRule(room, floors.slice(floor + 1).flat(), src)),
    ),
    {
      name: 'every-folder-is-a-room',
      comment: `A folder of ${src} must stand in tools/rooms/rooms.json and in docs/architecture.md.`,
      severity: 'error',
      from: { path: `^${src}/[^/]+/`, pathNot: [roomsOf(floors.flat(), src), TEST_FILES] },
      to: {},
    },
    {
      name: 'no-test-file-in-the-package',
      comment: 'Specs and testing/ folders are not published.',
      severity: 'error',
      from: { path: `^${src}/`, pathNot: TEST_FILES },
      to: { path: TEST_FILES },
    },
  ];
}

function orderRule(room, below, src) {
  return {
    name: `order-of-rooms: ${room}`,
    comment: `${room}/ may import from ${below.length > 0 ? `${below.join('/, ')}/` : 'no other room'}: docs/architecture.md.`,
    severity: 'error',
    from: { path: `^${src}/${room}/`, pathNot: TEST_FILES },
    to: { path: `^${src}/`, pathNot: [roomsOf([room, ...below], src), TEST_FILES] },
  };
}

function roomsOf(rooms, src) {
  return rooms.length === 0 ? '^$' : `^${src}/(${rooms.join('|')})/`;
}
