import {
  isGroup,
  partsOf,
  type Group,
  type Part,
  type Place,
} from "./filter-tree";

/** A part before it has its number in a tree. */
export type NewPart =
  | Omit<Extract<Part, { path: string }>, "id">
  | { join: Group["join"]; parts: NewPart[] };

export const findPart = (root: Group, id: number): Part | null =>
  partsOf(root).find((part) => part.id === id) ?? null;

/** Where a part stands; null for the root, and for what is not there. */
export function placeOf(root: Group, id: number): Place | null {
  for (const part of partsOf(root)) {
    if (!isGroup(part)) continue;
    const index = part.parts.findIndex((one) => one.id === id);
    if (index !== -1) return { group: part.id, index };
  }
  return null;
}

/** The number that the next part gets. */
export const nextId = (root: Group): number =>
  Math.max(...partsOf(root).map(({ id }) => id)) + 1;

/** The tree with a new part at a place; the part's number is nextId of the tree before. */
export const insertPart = (root: Group, place: Place, part: NewPart): Group =>
  insertAt(root, place, numbered(part, nextId(root)));

export const removePart = (root: Group, id: number): Group =>
  mapGroups(root, (group) =>
    withParts(
      group,
      group.parts.filter((part) => part.id !== id),
    ),
  );

/** The tree with another part in the place, and under the number, of one. */
export const replacePart = (root: Group, next: Part): Group =>
  root.id === next.id && isGroup(next)
    ? next
    : mapGroups(root, (group) =>
        withParts(
          group,
          group.parts.map((part) => (part.id === next.id ? next : part)),
        ),
      );

/** A copy right after the part. */
export function duplicatePart(root: Group, id: number): Group {
  const place = placeOf(root, id);
  const part = findPart(root, id);
  if (place === null || part === null) return root;
  return insertPart(root, { ...place, index: place.index + 1 }, part);
}

/** The part alone in a new group, which stands where the part stood. */
export function wrapPart(root: Group, id: number): Group {
  const place = placeOf(root, id);
  const part = findPart(root, id);
  if (place === null || part === null) return root;
  const group: Group = { id: nextId(root), join: "any", parts: [part] };
  return insertAt(removePart(root, id), place, group);
}

/** The group's parts where the group stood. */
export const ungroup = (root: Group, id: number): Group =>
  mapGroups(root, (group) =>
    withParts(
      group,
      group.parts.flatMap((part) =>
        part.id === id && isGroup(part) ? part.parts : [part],
      ),
    ),
  );

/** The tree with a part, numbers and all, at a place. */
export const insertAt = (root: Group, place: Place, part: Part): Group =>
  mapGroups(root, (group) =>
    group.id === place.group
      ? { ...group, parts: group.parts.toSpliced(place.index, 0, part) }
      : group,
  );

/** Groups in which nothing changes stay the same, so that what shows them need not be drawn again. */
function mapGroups(group: Group, change: (group: Group) => Group): Group {
  const changed = change(group);
  return withParts(
    changed,
    changed.parts.map((part) =>
      isGroup(part) ? mapGroups(part, change) : part,
    ),
  );
}

const withParts = (group: Group, parts: Part[]): Group =>
  parts.length === group.parts.length &&
  parts.every((part, index) => part === group.parts[index])
    ? group
    : { ...group, parts };

function numbered(part: NewPart, id: number): Part {
  if ("path" in part) return { ...part, id };
  let last = id;
  const parts = part.parts.map((one) => {
    const made = numbered(one, last + 1);
    last = Math.max(...partsOf(made).map((own) => own.id));
    return made;
  });
  return { id, join: part.join, parts };
}
