import type { NeedKind } from './need-kinds.js';

/** Which operations of the API settle what waits, those first that fit best (`operationId` in the OpenAPI document). */
export const settledBy: Readonly<Record<NeedKind, readonly string[]>> = {
  undermined: ['resolveQuestion', 'reopenQuestion'],
  contested: [
    'resolveQuestion',
    'moveClaim',
    'supersedeClaim',
    'correctTranscription',
    'correctAttribution',
    'withdrawClaim',
  ],
  divergence: ['correctTranscription', 'correctAttribution', 'rankClaim', 'withdrawClaim', 'resolveQuestion'],
  'taken-back': ['rankClaim', 'resolveQuestion'],
  uncompared: ['compareWordings', 'resolveQuestion'],
  'against-unattributed': ['correctAttribution', 'rankClaim', 'resolveQuestion'],
  circular: ['correctAttribution', 'rankClaim', 'resolveQuestion'],
  'likely-same-claims': ['withdrawClaim', 'correctTranscription', 'rankClaim'],
  'likely-same-sources': ['markSourcesSame', 'markSourcesDistinct'],
};
