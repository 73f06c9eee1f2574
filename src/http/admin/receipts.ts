import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse } from '@nestjs/swagger';
import { ReceiptDto } from '../dto/receipt.dto.js';

/** Of every POST; the server refuses none without it. */
export const MayRepeat = () =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Your name for this request, such as a UUID: sent again, it is answered as the first time',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  });

/** Makes a thing. */
export const Made = () =>
  applyDecorators(
    MayRepeat(),
    ApiCreatedResponse({ type: ReceiptDto, description: 'Made; Location says where it is' }),
    ApiOkResponse({ type: ReceiptDto, description: 'The very same was there already' }),
  );

/** Records an act on a thing. */
export const Recorded = () =>
  applyDecorators(MayRepeat(), HttpCode(200), ApiOkResponse({ type: ReceiptDto }));

/** On the state of it that whoever asks has seen; without it the server refuses. */
export const MustMatch = (seen = 'ETag of the thing as you read it; "*": as it is') =>
  ApiHeader({
    name: 'If-Match',
    required: true,
    description: seen,
    schema: { type: 'string', minLength: 1 },
  });

/** Changes or judges what stands: on the state of it that whoever asks has seen. */
export const Changed = (seen?: string) => applyDecorators(Recorded(), MustMatch(seen));
