import { ArrayMaxSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { roles, type Role } from '../../domain/grants.js';
import {
  BooleanField,
  EnumField,
  field,
  InstantField,
  ObjectsField,
  ReasonField,
  TextField,
  TextsField,
} from '../dto/fields.js';

const UserIdField = (description: string, optional = false) => TextField({ description, max: 36, optional });

const RolesField = (description: string) =>
  field(
    {
      type: 'array',
      items: { type: 'string', enum: [...roles] },
      uniqueItems: true,
      maxItems: roles.length,
    },
    { optional: true, description },
    IsArray(),
    ArrayMaxSize(roles.length),
    ArrayUnique(),
    IsIn([...roles], { each: true }),
  );

export class IssueKeyRequest {
  @UserIdField('Id of the user for whom it acts; absent: whoever asks', true)
  user?: string;

  @TextField({ optional: true, max: 200, description: 'What it is for', example: 'nightly import' })
  label?: string;

  @RolesField('Of these, those that its user has as well; absent: all that its user has now, but custodian')
  roles?: Role[];

  @InstantField({ optional: true, description: 'At most 366 days from now; absent: in 90 days' })
  expiresAt?: string;

  @ReasonField({ optional: true })
  reason?: string;
}

export class WhyRequest {
  @ReasonField()
  reason!: string;
}

export class IdentityRequest {
  @TextField({ max: 500, description: 'As it stands in the tokens’ `iss`' })
  issuer!: string;

  @TextField({ max: 255, description: 'As it stands in the tokens’ `sub`' })
  subject!: string;
}

export class MakeUserRequest {
  @TextField({ max: 200, description: 'Shown on pages; never in the log', example: 'Anna Editor' })
  name!: string;

  @ObjectsField(() => IdentityRequest, { optional: true, maxItems: 10 })
  identities?: IdentityRequest[];

  @RolesField('What they may do from now on')
  roles?: Role[];

  @ReasonField()
  reason!: string;
}

export class ChangeUserRequest {
  @TextField({ max: 200, optional: true })
  name?: string;

  @BooleanField({ optional: true, description: 'true: cannot sign in by any means, and is signed out' })
  disabled?: boolean;

  @ObjectsField(() => IdentityRequest, {
    optional: true,
    maxItems: 10,
    description: 'All of them, as they should be',
  })
  identities?: IdentityRequest[];
}

/** One of the two. */
export class GrantRequest {
  @EnumField(roles, { optional: true })
  role?: Role;

  @TextField({ max: 300, optional: true, description: 'A restricted incident, to be read by this user' })
  incident?: string;

  @ReasonField()
  reason!: string;
}

export class RestrictRequest {
  @TextsField({ optional: true, description: 'Ids of users who may read it from now on' })
  people?: string[];

  @ReasonField()
  reason!: string;
}

export class SignInRequest {
  @TextField({
    optional: true,
    max: 8_192,
    description: 'A key or token; or send it as Authorization: Bearer',
  })
  token?: string;

  @TextField({ optional: true, max: 2_000, description: 'Where a form goes on' })
  back?: string;
}

export class BackRequest {
  @TextField({ optional: true, max: 2_000, description: 'Where a form goes on' })
  back?: string;
}
