import { Body, Controller, Headers, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { importAndTell, type ImportTarget } from '../../exchange/import.js';
import type { ImportEvent } from '../../exchange/report.js';
import { ImportQuery } from '../dto/query.dto.js';
import { IMPORT_TARGET } from '../tokens.js';
