import { policyNames, type PolicyName } from '../../domain/reconcile/view.js';
import type { BundleContent } from '../../integrity/bundle/format.js';
import { NotProven } from '../../integrity/verifier/malformed.js';
import { leafHash, parseEnvelope } from '../../log/envelope.js';
import { MemoryLog } from '../../log/memory/memory-log.js';
import type { StoredIncidentView } from '../../read/answers.js';
import { Views } from '../../read/views.js';

/** The view that a bundle's events add up to, in a ledger that holds nothing else. Undefined: no such incident. */
export async function replayedView({
  about,
  events,
}: BundleContent): Promise<StoredIncidentView | undefined> {
  const policy = policyNames.find((name): name is PolicyName => name === about.policy);
  if (!policy) throw new NotProven(`this program knows no policy ${about.policy.slice(0, 60)}`);
  const log = new MemoryLog({ ledger: about.ledger });
  for (const { bytes, envelope } of events) {
    const sealed = { envelope: parseEnvelope(bytes), bytes, leafHash: leafHash(bytes) };
    await log.append(envelope.stream, envelope.revision - 1, [sealed]);
  }
  const views = await Views.open(log, ':memory:');
  try {
    const { publicAt, knownAt } = about;
    return views.incidentViews.view(about.incident, {
      policy,
      ...(publicAt !== null && { publicAt }),
      ...(knownAt !== null && { knownAt }),
    });
  } finally {
    await views.close();
    await log.close();
  }
}

/** Byte for byte but for `position`, and for `provisional`, which says how far a log had come. */
export const sameView = (a: StoredIncidentView, b: StoredIncidentView): boolean =>
  viewFile(placed(a)) === viewFile(placed(b));

const placed = (view: StoredIncidentView): StoredIncidentView => {
  const { provisional: _, ...rest } = view;
  return { ...rest, position: null };
};

/** As the command line prints it. */
export const viewFile = (view: StoredIncidentView): string => `${JSON.stringify(view)}\n`;

/**
 * That the view in a bundle follows from its events.
 * @throws NotProven
 */
export async function requireView(content: BundleContent): Promise<void> {
  const replayed = await replayedView(content).catch((error: Error) => {
    throw error instanceof NotProven
      ? error
      : new NotProven(`the events cannot be replayed: ${error.message}`);
  });
  const told = JSON.parse(content.view) as StoredIncidentView;
  if (content.view !== viewFile(told))
    throw new NotProven('view.json is not spelled as the ledger prints a view');
  if (!replayed || replayed.method !== content.about.method) {
    throw new NotProven(
      `this program does not know the method ${content.about.method}, or the incident is not among the events`,
    );
  }
  if (!sameView(replayed, told)) {
    throw new NotProven(
      `view.json is not what the events add up to: ${firstDifference(placed(told), placed(replayed), '')}`,
    );
  }
}

/** Where two views part, as a path. */
function firstDifference(told: unknown, replayed: unknown, path: string): string {
  if (typeof told !== 'object' || typeof replayed !== 'object' || told === null || replayed === null) {
    return `${path || '/'} is ${JSON.stringify(told)} and should be ${JSON.stringify(replayed)}`;
  }
  const [a, b] = [told, replayed] as Record<string, unknown>[];
  const key = [...new Set([...Object.keys(a!), ...Object.keys(b!)])].find(
    (name) => JSON.stringify(a![name]) !== JSON.stringify(b![name]),
  );
  return key === undefined
    ? `the order of ${path || 'its fields'}`
    : firstDifference(a![key], b![key], `${path}/${key}`);
}
