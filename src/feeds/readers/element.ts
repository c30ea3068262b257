/** An element of which only the parts that the contract reads were kept. */
export type Element = { name: string; text: string; children: readonly Element[] }

/** Most elements have none, so they share it. */
const NO_CHILDREN: Element[] = []

export function newElement(name: string): Element {
  return { name, text: '', children: NO_CHILDREN }
}

export function addChild(parent: Element, child: Element): void {
  if (parent.children === NO_CHILDREN) parent.children = [child]
  else (parent.children as Element[]).push(child)
}

/** The first element at a path such as `BasicDetails/EnrolStatus`. */
export function elementAt(element: Element | undefined, path: string): Element | undefined {
  let at = element
  for (const name of namesOf(path)) at = at && childNamed(at, name)
  return at
}

/** The text at a path, without the white space around it; `undefined` where there is none. */
export function textAt(element: Element | undefined, path: string): string | undefined {
  return elementAt(element, path)?.text.trim() || undefined
}

/** The text at the first of these paths that has one. */
export function firstText(element: Element, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const found = textAt(element, path)
    if (found !== undefined) return found
  }
  return undefined
}

export function elementsAt(element: Element, path: string): Element[] {
  const names = namesOf(path)
  let parent: Element | undefined = element
  for (const name of names.slice(0, -1)) parent = parent && childNamed(parent, name)
  return parent?.children.filter(child => child.name === names.at(-1)) ?? []
}

function childNamed({ children }: Element, name: string): Element | undefined {
  for (const child of children) if (child.name === name) return child
  return undefined
}

/** The few paths of the contracts, taken apart once: a record is asked for sixty of them. */
const NAMES = new Map<string, string[]>()

function namesOf(path: string): string[] {
  let names = NAMES.get(path)
  if (names === undefined) {
    names = path.split('/')
    NAMES.set(path, names)
  }
  return names
}

/** The root element that a text begins with, if it is XML: without a prefix, and behind a document type that will be refused. */
export function rootOf(head: string): string | undefined {
  const start = head
    .replace(/^\s*(<\?[^>]*\?>\s*|<!--[\s\S]*?-->\s*)*/, '')
    .replace(/^<!DOCTYPE[^[>]*(\[[\s\S]*?\]\s*)?>\s*/, '')
  return /^<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(start)?.[1]
}
