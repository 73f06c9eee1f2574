import { capabilities, type Capability } from '../../access/capabilities.js';
import { roles, type Role } from '../../domain/grants.js';
import { ActDto } from '../dto/common.dto.js';
import { Flag, Moment, NullableText, OptionalText, Part, Parts, Text, Whole } from '../dto/out.js';
import { ApiProperty } from '@nestjs/swagger';

const Roles = () => ApiProperty({ type: String, isArray: true, enum: [...roles] });
const Instant = (description: string) =>
  ApiProperty({ type: String, format: 'date-time', required: false, description });

export class KeyDto {
  @Text({ description: 'The public part of the key', example: '0123456789abcdef' })
  id!: string;

  @Text({ description: 'Id of the user for whom it acts' })
  user!: string;

  @Text()
  label!: string;

  @Roles()
  roles!: Role[];

  @Moment()
  createdAt!: string;

  @Text({ description: 'Actor' })
  createdBy!: string;

  @Moment()
  expiresAt!: string;

  @Instant('It serves no more since then')
  revokedAt?: string;

  @Instant('To within ten minutes')
  lastUsedAt?: string;
}

export class IssuedKeyDto extends KeyDto {
  @Text({
    description: 'The key itself: shown this once, and stored nowhere',
    example: 'ilk_0123456789abcdef_...',
  })
  key!: string;
}

export class KeyPageDto {
  @Parts(() => KeyDto)
  items!: KeyDto[];

  @NullableText()
  next!: string | null;
}

export class IdentityDto {
  @Text()
  issuer!: string;

  @Text()
  subject!: string;
}

export class UserDto {
  @Text({ description: 'What events call this user' })
  id!: string;

  @Text()
  name!: string;

  @Flag()
  disabled!: boolean;

  @Flag({ description: 'The user as whom the owner of the data folder signs in' })
  keeper!: boolean;

  @Parts(() => IdentityDto)
  identities!: IdentityDto[];

  @Roles()
  roles!: Role[];

  @Moment()
  createdAt!: string;

  @Text({ description: 'Actor' })
  createdBy!: string;
}

export class UserPageDto {
  @Parts(() => UserDto)
  items!: UserDto[];

  @NullableText()
  next!: string | null;
}

export class GrantDto {
  @Text({ description: 'Id of the user' })
  holder!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: '`kind` role (`role`), incident (`incident`: id) or key (`key`, `roles`, `expiresAt`)',
  })
  grant!: Record<string, unknown>;

  @Part(() => ActDto, { description: 'Who gave it, when and why' })
  given!: ActDto;
}

export class UserDetailDto extends UserDto {
  @Whole({ description: 'Another one after every change of the user, not of what was granted' })
  revision!: number;

  @Parts(() => GrantDto)
  grants!: GrantDto[];

  @Parts(() => KeyDto)
  keys!: KeyDto[];
}

export class ChangedDto {
  @Flag({ description: 'false where it was so already: nothing was added' })
  changed!: boolean;
}

export class RestrictionDto {
  @Text({ description: 'Id of the incident, which need not be open yet' })
  incident!: string;

  @NullableText({ description: 'namespace:key, where it has been opened' })
  name!: string | null;

  @Part(() => ActDto, { description: 'Who restricted it, when and why' })
  restricted!: ActDto;

  @Parts(() => GrantDto, { description: 'Who may read it all the same' })
  named!: GrantDto[];
}

export class RestrictionsDto {
  @Parts(() => RestrictionDto)
  items!: RestrictionDto[];
}

export class SessionDto {
  @Flag()
  signedIn!: boolean;

  @NullableText({ description: 'What events call whoever asks' })
  subject!: string | null;

  @NullableText()
  name!: string | null;

  @Roles()
  roles!: Role[];

  @ApiProperty({ type: String, isArray: true, enum: [...capabilities], description: 'What they may do' })
  capabilities!: Capability[];

  @OptionalText({ description: 'When the session ends by itself, where one was just begun' })
  expiresAt?: string;
}
