import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { XmlFault, xmlScanner } from './xml.ts'

/** What a document says, as one text; or that it is not well-formed. A parser that others wrote is the judge. */
type Reading = { events: string } | { faultInLine: number }

function scanned(pieces: (string | Buffer)[]): Reading {
  const events: string[] = []
  const scanner = xmlScanner({
    open: (name, attributes) => {
      events.push(`<${JSON.stringify([name, ...attributes])}>`)
      return true
    },
    text: text => events.push(text),
    close: () => events.push('</>'),
    doctype: () => {
      throw new Error('doctype')
    },
  })
  try {
    for (const piece of pieces) scanner.push(Buffer.from(piece))
    scanner.end()
    return { events: events.join('') }
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error
    return { faultInLine: error.line }
  }
}

function judged(text: string): Reading {
  const events: string[] = []
  const parser = new SaxesParser({ xmlns: false })
  let depth = 0
  parser.on('opentag', ({ name, attributes }) => {
    depth++
    events.push(`<${JSON.stringify([name, ...Object.entries(attributes)])}>`)
  })
  const addText = (said: string) => {
    if (depth > 0) events.push(said)
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    depth--
    events.push('</>')
  })
  parser.on('error', error => {
    throw error
  })
  try {
    parser.write(text).close()
    return { events: events.join('') }
  } catch (error) {
    return { faultInLine: Number(/^(?:[^:]*:)?(\d+):\d+: /.exec((error as Error).message)?.[1]) }
  }
}

/** A target must be followed by white space or the end; the other parser lets a question mark pass. */
const LENIENT = /<\?[^\s?]+\?(?!>)/

/** The faults need not be told from the same line: where a tag is never closed, each reader gives up where it may. */
function assertAgree(text: string, pieces: Buffer[] = [Buffer.from(text)]): void {
  const expected = judged(text)
  const found = scanned(pieces)
  if (LENIENT.test(text)) return
  if ('events' in expected) assert.deepEqual(found, expected, JSON.stringify(pieces.map(String)))
  else assert.ok('faultInLine' in found, `taken for well-formed: ${JSON.stringify(pieces.map(String))}`)
}

/** The text in pieces, which may end within a character. */
function cutAt(text: string, places: number[]): Buffer[] {
  const bytes = Buffer.from(text)
  const cuts = places.map(place => place % (bytes.length + 1)).toSorted((a, b) => a - b)
  return [...cuts, bytes.length].map((end, i) => bytes.subarray(cuts[i - 1] ?? 0, end))
}

const TOKENS = [
  ['<a>', '</a>', '<b>', '</b>', '<a/>', '<a />', '</a >', '< a>', '</ a>', '<a', '>', '/', '<', '/>'],
  ['<é>', '</é>', '<a.b-c_1:d>', '</a.b-c_1:d>', '<1>', '<-a>', '<a×>', '<a·/>', '<😀/>', '<𐀀/>'],
  [
    ' x="1"',
    " x='1'",
    ' y = "a>b"',
    ' x="<"',
    ' x="&lt;&#65;"',
    ' x=1',
    ' x',
    ' é="\t\r\n"',
    'x="1"',
    '"',
    "'",
    '=',
  ],
  [
    'text',
    ' ',
    '\n',
    '\r\n',
    '\r',
    '\t',
    ']]>',
    ']]',
    ']',
    '&',
    ';',
    '&amp;',
    '&lt;',
    '&gt;',
    '&quot;',
    '&apos;',
  ],
  [
    '&#65;',
    '&#x41;',
    '&#xD800;',
    '&#0;',
    '&#1;',
    '&#x110000;',
    '&#99999999999;',
    '&#X41;',
    '&nbsp;',
    '&amp',
    '&#;',
  ],
  [
    '<!-- c -->',
    '<!--',
    '-->',
    '--',
    '<!---->',
    '<!--->',
    '<!-- a - b -->',
    '<![CDATA[',
    ']]>',
    '<![CDATA[ <a>&amp; ]]>',
  ],
  [
    '<?pi?>',
    '<?pi some thing?>',
    '<?',
    '?>',
    '<?1?>',
    '<? pi?>',
    '<?xml version="1.0"?>',
    '<?XML a?>',
    '<?pi?a?>',
    '<?pi ??>',
  ],
  [
    '\u0000',
    '\u0001',
    '\u007f',
    '\u0085',
    '\u2028',
    '\ufffe',
    '\uffff',
    '\ufeff',
    'ë',
    '👶',
    '<!',
    '<!X>',
    '!',
  ],
].flat()

test('a mixture of pieces of XML is read, or refused, as by another parser, wherever the text is cut', () => {
  const some = fc.array(fc.constantFrom(...TOKENS), { maxLength: 14 }).map(tokens => tokens.join(''))
  const inRoot = fc.tuple(fc.boolean(), some).map(([is, text]) => (is ? `<r>${text}</r>` : text))
  fc.assert(
    fc.property(inRoot, fc.array(fc.nat(), { maxLength: 4 }), (text, places) =>
      assertAgree(text, cutAt(text, places)),
    ),
    { numRuns: Number(process.env['PROVE_N'] ?? 1) * 5000 },
  )
})

test('a well-formed document, and one with a letter lost, added or changed, is read as by another parser', () => {
  const name = fc.constantFrom('a', 'Pupil', 'é', 'x:y', 'a-1')
  const said = fc.constantFrom(
    '',
    'Khan',
    ' O’Brien\r\n',
    'a &amp; b',
    '&#x20AC;',
    '<![CDATA[<&]]>',
    '<!-- no -->',
    '<?go on?>',
  )
  const tree = fc.letrec<{ element: string; branch: string }>(tie => ({
    element: fc.oneof({ maxDepth: 4, withCrossShrink: true }, fc.constant('<leaf/>'), tie('branch')),
    branch: fc
      .tuple(name, said, fc.array(tie('element'), { maxLength: 3 }), said)
      .map(([tag, before, inner, after]) => `<${tag} n="1">${before}${inner.join('\n')}${after}</${tag}>`),
  })).branch
  const head = fc.constantFrom(
    '',
    '\ufeff',
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    "<?xml version='1.1' standalone='yes' ?>",
    '<!-- x -->\n',
  )
  const change = fc.option(
    fc.tuple(fc.nat(), fc.nat(1), fc.constantFrom('', '<', '>', '&', '"', '/', 'x', ']', '-', '?')),
  )
  fc.assert(
    fc.property(head, tree, change, fc.array(fc.nat(), { maxLength: 5 }), (before, element, edit, places) => {
      const letters = Array.from(`${before}${element}\n`)
      if (edit) letters.splice(edit[0] % letters.length, edit[1], edit[2])
      const text = letters.join('')
      assertAgree(text, cutAt(text, places))
    }),
    { numRuns: Number(process.env['PROVE_N'] ?? 1) * 3000 },
  )
})

test('the files of the samples and of the bad input are read as by another parser', async () => {
  const root = join(import.meta.dirname, '../..')
  let read = 0
  for (const folder of ['examples/feeds', 'test/bad-input/cases']) {
    for (const path of await readdir(join(root, folder), { recursive: true })) {
      if (!path.endsWith('.xml')) continue
      const text = await readFile(join(root, folder, path), 'utf8')
      if (text.includes('<!DOCTYPE')) continue
      assertAgree(text)
      assertAgree(text, cutAt(text, [77, 1001, 4242]))
      read++
    }
  }
  assert.ok(read > 30, `${read} files`)
})

test('a fault is told with its line', () => {
  assert.deepEqual(scanned(['<a>\n<b>\r\n</b>\n', '&nbsp;</a>']), { faultInLine: 4 })
  assert.deepEqual(scanned(['<a>\n\n', '<b></a>']), { faultInLine: 3 })
})

test('a document type is told at its first letters, whatever follows', () => {
  assert.throws(() => scanned(['<!DOC', 'TYPE']), /^Error: doctype$/)
})
