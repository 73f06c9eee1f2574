import { IsInt, Max, Min } from 'class-validator';
import { Type } from 'class-transformer';
import type { ClaimProof } from '../../integrity/verifier/claim-proof.js';
import { field } from './fields.js';
import { Parts, Text, Texts, Whole } from './out.js';

export class ProvenEventDto {
  @Whole({ description: 'Place in the log, from 0' })
  leafIndex!: number;

  @Text({ description: 'The event as it is stored: canonical bytes, base64' })
  leaf!: string;

  @Texts({ description: "Hashes (base64) from the leaf's sibling up, RFC 9162" })
  proof!: string[];
}

export class ClaimProofDto implements ClaimProof {
  @Text({ description: 'C2SP checkpoint: a signed note' })
  checkpoint!: string;

  @Parts(() => ProvenEventDto, { description: 'Every event of the claim, in the order of the log' })
  events!: ProvenEventDto[];
}

const Size = (description: string) =>
  field(
    { type: 'integer', minimum: 0 },
    { description },
    Type(() => Number),
    IsInt(),
    Min(0),
    Max(Number.MAX_SAFE_INTEGER),
  );

export class ConsistencyQuery {
  @Size('Size of the earlier checkpoint')
  from!: number;

  @Size('Size of the later one')
  to!: number;
}

export class ConsistencyDto {
  @Whole()
  from!: number;

  @Whole()
  to!: number;

  @Texts({ description: 'Hashes (base64), RFC 9162' })
  proof!: string[];
}
