/** The clusters of a group's members: the root of each is its first member, and `nexts` runs in a ring through it. */
export type Forest = { parents: Uint32Array; sizes: Uint32Array; nexts: Uint32Array }

/** Makes room for the largest group. */
export function plant(memberStarts: Uint32Array): Forest {
  let largest = 0
  for (let group = 0; group + 1 < memberStarts.length; group++)
    largest = Math.max(largest, memberStarts[group + 1]! - memberStarts[group]!)
  const numbers = (): Uint32Array => new Uint32Array(largest)
  return { parents: numbers(), sizes: numbers(), nexts: numbers() }
}

/** Lets so many members each stand alone. */
export function clear({ parents, sizes, nexts }: Forest, size: number): void {
  for (let i = 0; i < size; i++) {
    parents[i] = i
    sizes[i] = 1
    nexts[i] = i
  }
}

export function rootOf({ parents }: Forest, member: number): number {
  let root = member
  while (parents[root] !== root) root = parents[root]!
  return root
}

/** Joins two clusters by their roots. */
export function join({ parents, sizes, nexts }: Forest, x: number, y: number): void {
  const [first, second] = x < y ? [x, y] : [y, x]
  parents[second] = first
  sizes[first]! += sizes[second]!
  const next = nexts[first]!
  nexts[first] = nexts[second]!
  nexts[second] = next
}

/** Joins the clusters of two members. */
export function joinPlaces(forest: Forest, i: number, j: number): void {
  const [x, y] = [rootOf(forest, i), rootOf(forest, j)]
  if (x !== y) join(forest, x, y)
}

/** The members of a cluster by its root. */
export function membersOf({ nexts }: Forest, root: number): number[] {
  const members = [root]
  for (let i = nexts[root]!; i !== root; i = nexts[i]!) members.push(i)
  return members
}
