import { bundleFormat, descriptorName, readAbout } from '../../../src/integrity/bundle/format.js';
import { parseEntries } from '../../../src/integrity/entry-bundle.js';
import { formatTilePath, parseTilePath } from '../../../src/integrity/tree/layout.js';
import { parseCheckpointText } from '../../../src/integrity/verifier/checkpoint.js';
import { parseClaimProof } from '../../../src/integrity/verifier/claim-proof.js';
import { readLeaf } from '../../../src/integrity/verifier/leaf.js';
import { Malformed } from '../../../src/integrity/verifier/malformed.js';
import { formatNote, parseNote, parseVerifierKey } from '../../../src/integrity/verifier/note.js';
import { canonicalJson, parseStrictJson } from '../../../src/integrity/verifier/strict-json.js';
import { seal } from '../../../src/log/envelope.js';
import { anEnvelope } from '../support/envelopes.js';
import { randomFrom } from '../support/random.js';

/** Run by fuzz.spec.ts outside of the test runner, whose globals are slow: `fuzz.ts COUNT`. Each parser gets this many inputs: its own format, mutated, cut, doubled and mixed with what parsers trip over. */
const inputs = Number(process.argv[2]);
const seed = 4_711;

const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const note =
  'example.com/foo\n12\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
const proof = JSON.stringify({
  checkpoint: note,
  events: [{ leafIndex: 3, leaf: 'e30=', proof: ['XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg='] }],
});
const leaf = Buffer.from(
  seal(anEnvelope({ data: { a: [1, 0.5, 'é😀', null, true], b: {} } })).bytes,
).toString();
const spices = [
  '\0',
  '\n',
  '\n\n',
  '\\',
  '"',
  '{',
  '[',
  '}',
  ']',
  ',',
  ':',
  '+',
  '— ',
  '=',
  '-',
  '1e999',
  '9007199254740993',
  '\\ud800',
  '\ud800',
  '\ufeff',
  '__proto__',
  '"a":1,"a":1',
  'x'.repeat(300),
  '['.repeat(40),
  '0',
  '.p/',
  'x001/',
  '\u2028',
  ' ',
];

function* mutations(seeds: readonly string[]): Generator<string> {
  const random = randomFrom(seed);
  for (let round = 0; round < inputs; round++) {
    let text = seeds[random(seeds.length)]!;
    for (let change = random(4); change >= 0; change--) {
      const at = random(text.length + 1);
      const kind = random(5);
      if (kind === 0) text = text.slice(0, at) + spices[random(spices.length)]! + text.slice(at);
      else if (kind === 1) text = text.slice(0, at) + text.slice(at + 1 + random(8));
      else if (kind === 2) text = text.slice(0, at) + String.fromCharCode(random(0x180)) + text.slice(at + 1);
      else if (kind === 3) text = text.slice(0, at);
      else text = text.slice(0, at) + text.slice(random(at + 1));
    }
    yield text;
  }
}

/** Runs a parser over all inputs; it may refuse them as `Malformed` and nothing else. Returns how many it took. */
function fuzz(seeds: readonly string[], parse: (text: string) => void): number {
  let taken = 0;
  for (const text of mutations(seeds)) {
    try {
      parse(text);
      taken++;
    } catch (error) {
      if (!(error instanceof Malformed))
        throw new Error(`seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
    }
  }
  return taken;
}

function same(found: string, wanted: string): void {
  if (found !== wanted) throw new Error(`${found} is not ${wanted}`);
}

/** As `fuzz`, for the one parser that hashes. */
async function fuzzKeys(): Promise<number> {
  let taken = 0;
  for (const text of mutations([vkey])) {
    try {
      await parseVerifierKey(text);
      taken++;
    } catch (error) {
      if (!(error instanceof Malformed))
        throw new Error(`seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
    }
  }
  return taken;
}

const bundle = Buffer.concat([Buffer.of(0, 2), Buffer.from('{}'), Buffer.of(0, 3), Buffer.from('abc')]);
const about = {
  format: bundleFormat,
  log: 'l',
  ledger: 'u',
  incident: 'i',
  publicAt: null,
  knownAt: 'k',
  policy: 'p',
};
const descriptor = JSON.stringify({ incidentLedger: { ...about, method: 'm', size: 3, notShown: [] } });
let paths = 0;
fuzz(['tile/0/x001/x234/067', 'tile/entries/000.p/12', 'tile/63/999.p/255'], (text) => {
  const path = parseTilePath(text);
  if (!path) return;
  same(formatTilePath(path), text);
  paths++;
});
// how many inputs each parser took: not none, or the fuzzing reached nothing
process.stdout.write(
  `${JSON.stringify({
    notes: fuzz([note], (text) => same(formatNote(parseNote(text)), text)),
    checkpoints: fuzz([note.slice(0, note.indexOf('\n\n') + 1)], parseCheckpointText),
    proofs: fuzz([proof], parseClaimProof),
    json: fuzz([proof, leaf, '[0,-1.5e3,"\\u00e9\\ud83d\\ude00",[[{"a":{}}]]]'], (text) =>
      same(JSON.stringify(parseStrictJson(text, 'it')), JSON.stringify(JSON.parse(text))),
    ),
    leaves: fuzz([leaf], (text) => {
      const bytes = Buffer.from(text);
      same(canonicalJson(readLeaf(bytes, 'it')), bytes.toString());
    }),
    bundles: fuzz([bundle.toString('latin1')], (text) => parseEntries(Buffer.from(text, 'latin1'), 2, 'it')),
    paths,
    descriptors: fuzz([descriptor], (text) => {
      readAbout(new Map([[descriptorName, Buffer.from(text)]]));
    }),
    keys: await fuzzKeys(),
  })}\n`,
);
