import { ApiExtension } from '@nestjs/swagger';
import type { ProblemKind } from '../problem.js';

export const alsoAnswersKey = 'x-also-answers';

/** Kinds of problems that do not follow from the shape of an operation (openapi/problems.ts has those that do). */
export const AlsoAnswers = (...kinds: [ProblemKind, ...ProblemKind[]]): MethodDecorator =>
  ApiExtension(alsoAnswersKey, kinds);
