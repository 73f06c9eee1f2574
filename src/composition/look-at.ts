import type { PolicyName } from '../domain/reconcile/view.js';
import type { Seen } from '../exchange/recorder.js';
import type { LedgerViews } from '../read/ledger-views.js';

/** What an editor who decides a question sees now: the claims that stand, and the view by its digest. */
export function lookAt(views: LedgerViews, question: string, policy?: PolicyName): Seen {
  const asked = views.questions.get(question);
  const view = asked && views.incidentViews.view(asked.incident.id, policy === undefined ? {} : { policy });
  // A view calls its claims by bare keys, which others may have elsewhere in the ledger.
  const opened = asked && views.incidentViews.opened(asked.incident.id);
  const shown = view?.questions.find(({ key }) => key === asked!.key);
  if (!view || !opened || !shown) return { stood: [], method: 'none', seen: 'none' };
  const names = new Set(shown.accounts.flatMap(({ claims }) => claims));
  const stood = [...names].flatMap((name) => opened.claimId(name) ?? []);
  return { stood, method: view.method, seen: views.incidentViews.digest(view) };
}
