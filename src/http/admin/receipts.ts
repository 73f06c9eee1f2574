import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { ReceiptDto } from '../dto/receipt.dto.js';

/** Makes a thing. */
export const Made = () =>
  applyDecorators(
    ApiCreatedResponse({ type: ReceiptDto, description: 'Made; Location says where it is' }),
    ApiOkResponse({ type: ReceiptDto, description: 'The very same was there already' }),
  );

/** Records an act on a thing. */
export const Recorded = () => applyDecorators(HttpCode(200), ApiOkResponse({ type: ReceiptDto }));
