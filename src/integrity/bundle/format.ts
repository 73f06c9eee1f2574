import { createHash } from 'node:crypto';
import type { LeafEnvelope } from '../verifier/leaf.js';
import { isRecord } from '../verifier/leaf.js';
import { Malformed } from '../verifier/malformed.js';
import { parseStrictJson } from '../verifier/strict-json.js';

/**
 * A bundle: what a ledger holds on an incident, as files that prove themselves (docs/PROOFS.md, "A bundle"). Everything
 * in it that is not evidence follows from the rest, so that whoever verifies makes it again and compares.
 */
export const bundleFormat = 'incident-ledger/bundle@1';
export const descriptorName = 'datapackage.json';

/** What the bundle is of: given when it is made, and all that its reader must take from it. */
export interface BundleAbout {
  format: typeof bundleFormat;
  /** name of the log, in its checkpoint */
  log: string;
  ledger: string;
  /** id of the incident */
  incident: string;
  publicAt: string | null;
  knownAt: string | null;
  policy: string;
  method: string;
  /** events under the checkpoint */
  size: number;
}
export interface BundleContent {
  about: BundleAbout;
  /** key and title of the incident, as the view prints them */
  name: string;
  title: string;
  /** canonical bytes, in the order of the log */
  events: { leafIndex: number; bytes: Uint8Array; envelope: LeafEnvelope; proof: string[] }[];
  /** the signed note */
  checkpoint: string;
  /** one line of JSON */
  view: string;
}
export type BundleFiles = ReadonlyMap<string, Uint8Array>;

export const fileNames = {
  readme: 'README.md',
  events: 'events.ndjson',
  proofs: 'proofs.json',
  checkpoint: 'checkpoint',
  captures: 'captures.json',
  view: 'view.json',
} as const;

const mediaTypes: Record<keyof typeof fileNames, string> = {
  readme: 'text/markdown',
  events: 'application/x-ndjson',
  proofs: 'application/json',
  checkpoint: 'text/plain',
  captures: 'application/json',
  view: 'application/json',
};

export const notShown = [
  'That nothing was left out: these events are in the log; that there are no others on the incident is not shown.',
  "That what a source said is true, or that a quote stands in the page it names: captures' texts are not in here, only their hashes.",
  'That the key is the right one: compare it with the one that the newsroom publishes.',
] as const;

/** All files of a bundle, the descriptor last. The same content gives the same bytes. */
export function bundleFiles(content: BundleContent): BundleFiles {
  const files = new Map<string, Uint8Array>();
  const put = (file: keyof typeof fileNames, text: string) => files.set(fileNames[file], Buffer.from(text));
  put('readme', readme(content));
  files.set(fileNames.events, Buffer.concat(content.events.flatMap(({ bytes }) => [bytes, newline])));
  put('proofs', `${JSON.stringify(content.events.map(({ leafIndex, proof }) => ({ leafIndex, proof })))}\n`);
  put('checkpoint', content.checkpoint);
  put('captures', `${JSON.stringify(capturesOf(content), undefined, 2)}\n`);
  put('view', content.view);
  files.set(descriptorName, Buffer.from(`${JSON.stringify(descriptor(content, files), undefined, 2)}\n`));
  return files;
}
const newline = Buffer.from('\n');

/** Frictionless Data Package, v1: every file with its length and hash. */
function descriptor({ about, name, title }: BundleContent, files: BundleFiles) {
  return {
    profile: 'data-package',
    name: `incident-ledger-${name.replaceAll(/[^a-z0-9._-]/g, '.')}`,
    title,
    description: 'What an incident ledger holds on an incident, with the proofs that it was recorded so.',
    resources: (Object.keys(fileNames) as (keyof typeof fileNames)[]).map((file) => {
      const bytes = files.get(fileNames[file])!;
      return {
        name: file,
        path: fileNames[file],
        profile: 'data-resource',
        mediatype: mediaTypes[file],
        encoding: 'utf-8',
        bytes: bytes.length,
        hash: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
      };
    }),
    incidentLedger: { ...about, notShown },
  };
}

/** The captures that the events name: hash, length and media type; no text. */
function capturesOf({ events }: BundleContent) {
  return events.flatMap(({ leafIndex, envelope: { type, stream, data } }) =>
    type === 'DocumentCaptured' ? [{ leafIndex, document: stream.slice('document-'.length), ...data }] : [],
  );
}

function readme({ about, title, events, checkpoint }: BundleContent): string {
  const when = [
    about.publicAt === null ? 'as the public can know' : `as the public could know at ${about.publicAt}`,
    about.knownAt === null ? 'as the ledger knows' : `as the ledger knew at ${about.knownAt}`,
  ].join(', ');
  return `# ${title.replaceAll('\n', ' ')}

What the ledger \`${about.log}\` holds on this incident, in ${events.length} events of its log, under this checkpoint:

${checkpoint
  .trimEnd()
  .split('\n')
  .map((line) => `    ${line}`.trimEnd())
  .join('\n')}

- \`view.json\`: what the claims add up to, ${when}, by the policy \`${about.policy}\` and the method \`${about.method}\`
- \`events.ndjson\`: the events, one a line, byte for byte as they are stored
- \`proofs.json\`: for each event its place in the log and its inclusion proof (RFC 9162)
- \`captures.json\`: hashes of the captured pages that claims were read from
- \`checkpoint\`: the signed root of the whole log (C2SP tlog-checkpoint)

To verify it, offline, with the key that the newsroom publishes:

    incident-ledger verify <this folder or file> --key <key>

This shows that the events are in the log as they are here, and that the view follows from them. Not shown:

${notShown.map((line) => `- ${line}`).join('\n')}
`;
}

/** What the descriptor says that the bundle is of. @throws Malformed */
export function readAbout(files: BundleFiles): BundleAbout {
  const bytes = files.get(descriptorName);
  if (!bytes) throw new Malformed(`the bundle has no ${descriptorName}`);
  const value = parseStrictJson(Buffer.from(bytes).toString(), descriptorName);
  const about = isRecord(value) ? value['incidentLedger'] : undefined;
  if (!isRecord(about)) throw new Malformed(`${descriptorName} is of no incident ledger`);
  if (about['format'] !== bundleFormat) {
    throw new Malformed(
      `the bundle is of the format ${String(about['format']).slice(0, 60)}, not ${bundleFormat}`,
    );
  }
  for (const field of ['log', 'ledger', 'incident', 'policy', 'method']) {
    if (typeof about[field] !== 'string')
      throw new Malformed(`${descriptorName} lacks incidentLedger/${field}`);
  }
  for (const field of ['publicAt', 'knownAt']) {
    const instant = about[field];
    if (instant !== null && typeof instant !== 'string') {
      throw new Malformed(`incidentLedger/${field} in ${descriptorName} is neither a text nor null`);
    }
  }
  const { notShown: _, ...rest } = about;
  return rest as unknown as BundleAbout;
}
