import { Injectable } from '@nestjs/common';
import type { ClaimCommand } from '../domain/commands.js';
import type { Attribution, Transcription } from '../domain/events.js';
import { ownNamespace } from '../domain/names.js';
import type { AttributionRequest, RecordClaimRequest, TranscriptionRequest } from './dto/claim.requests.js';
import { given } from './given.js';
import { Names } from './names.js';

/** From the bodies of requests on claims, in which things are named, to commands, in which they have ids. */
@Injectable()
export class ClaimBodies {
  constructor(private readonly names: Names) {}

  record(body: RecordClaimRequest): ClaimCommand {
    const { key, incident: incidentName, question, document, ...rest } = body;
    const incident = this.names.id('incident', incidentName, '/incident');
    return {
      type: 'RecordClaim',
      namespace: ownNamespace,
      ...(key !== undefined && { key }),
      incident,
      ...(question !== undefined && { question: this.names.questionId(incident, question, '/question') }),
      document: this.names.id('document', document, '/document'),
      ...this.attribution(rest),
      ...this.transcription(rest),
    };
  }

  attribution(body: Omit<AttributionRequest, 'reason'>): Attribution {
    const { chain, jointly, lineageRecorded, inferred, basis } = body;
    return {
      chain: this.names.ids('source', chain, '/chain'),
      ...(jointly && { jointly: this.names.ids('source', jointly, '/jointly') }),
      ...given({ lineageRecorded, inferred, basis }),
    };
  }

  transcription(body: Omit<TranscriptionRequest, 'reason'>): Transcription {
    const { value, response, supersedes, utterance } = body;
    const { silence, hedge, citation, capture, occurredAt, asOf, assertedAt, publishedAt, note } = body;
    return {
      ...given({ silence, hedge, citation, capture, occurredAt, asOf, assertedAt, publishedAt, note }),
      ...(value && { value: this.names.value(value, '/value') }),
      ...(response && {
        response: { to: this.names.ids('claim', response.to, '/response/to'), stance: response.stance },
      }),
      ...(supersedes && {
        supersedes: {
          claim: this.names.id('claim', supersedes.claim, '/supersedes/claim'),
          as: supersedes.as,
        },
      }),
      ...(utterance !== undefined && { utterance: qualified(utterance) }),
    };
  }
}

/** Sayings of different namespaces are different ones, though their keys be the same. */
const qualified = (utterance: string): string =>
  utterance.includes(':') ? utterance : `${ownNamespace}:${utterance}`;
