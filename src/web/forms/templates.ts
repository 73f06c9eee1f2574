import type { Category } from '../../domain/events.js';
import type { QuestionType } from '../../domain/value.js';

/**
 * Questions that come up again and again, with what links them, so that a new incident is ready in a minute. They are
 * a beginning: each can be reworded, and more can be raised.
 */
export interface TemplateQuestion {
  key: string;
  ask: string;
  type: QuestionType;
  unit?: string;
  cumulative?: true;
  multiple?: true;
  categories?: Category[];
  counting?: string;
  modality?: string;
}
export type TemplateConstraint =
  { kind: 'sum'; total: string; parts: string[] } | { kind: 'at-most'; lesser: string; greater: string };
export interface Template {
  key: string;
  label: string;
  about: string;
  questions: TemplateQuestion[];
  constraints: TemplateConstraint[];
}

const count = (
  key: string,
  ask: string,
  unit: string,
  more: Partial<TemplateQuestion> = {},
): TemplateQuestion => ({
  key,
  ask,
  type: 'count',
  unit,
  ...more,
});
const people = (key: string, ask: string, counting: string): TemplateQuestion =>
  count(key, ask, 'people', { cumulative: true, counting });

export const templates: readonly Template[] = [
  {
    key: 'attack',
    label: 'An attack',
    about:
      'Fired, landed, inside, outside, intercepted are five questions: the sums find what contradicts between them.',
    questions: [
      count('fired', 'How many projectiles were fired?', 'projectiles', { modality: 'fired' }),
      count('landed', 'How many projectiles landed?', 'projectiles', { modality: 'landed' }),
      count('landed-inside', 'How many projectiles landed inside the perimeter?', 'projectiles', {
        modality: 'landed',
      }),
      count('landed-outside', 'How many projectiles landed outside the perimeter?', 'projectiles', {
        modality: 'landed',
      }),
      count('intercepted', 'How many projectiles were intercepted?', 'projectiles', {
        modality: 'intercepted',
      }),
      { key: 'when', ask: 'When did it happen?', type: 'time' },
      { key: 'where', ask: 'Where did it happen?', type: 'place' },
      {
        key: 'weapon',
        ask: 'With what was it carried out?',
        type: 'category',
        categories: [
          { key: 'indirect-fire', label: 'Indirect fire' },
          { key: 'rocket', label: 'Rocket', broader: ['indirect-fire'] },
          { key: 'mortar', label: 'Mortar', broader: ['indirect-fire'] },
          { key: 'artillery', label: 'Artillery', broader: ['indirect-fire'] },
          { key: 'missile', label: 'Missile' },
          { key: 'drone', label: 'Drone' },
          { key: 'explosive', label: 'Explosive device' },
          { key: 'small-arms', label: 'Small arms' },
        ],
      },
      { key: 'damage', ask: 'Was anything damaged?', type: 'yes-no' },
    ],
    constraints: [
      { kind: 'sum', total: 'landed', parts: ['landed-inside', 'landed-outside'] },
      { kind: 'at-most', lesser: 'landed', greater: 'fired' },
      { kind: 'at-most', lesser: 'intercepted', greater: 'fired' },
    ],
  },
  {
    key: 'casualties',
    label: 'Casualties',
    about: 'Dead and injured add up to casualties; figures may grow with time.',
    questions: [
      people('casualties', 'How many people were killed or injured?', 'dead and injured'),
      people('deaths', 'How many people were killed?', 'dead'),
      people('injured', 'How many people were injured?', 'injured, not dead'),
      people('civilians-killed', 'How many civilians were killed?', 'dead civilians'),
      people('missing', 'How many people are missing?', 'missing'),
    ],
    constraints: [
      { kind: 'sum', total: 'casualties', parts: ['deaths', 'injured'] },
      { kind: 'at-most', lesser: 'civilians-killed', greater: 'deaths' },
    ],
  },
  {
    key: 'disaster',
    label: 'A natural disaster',
    about: 'What happened, how strong it was, and what it did.',
    questions: [
      {
        key: 'hazard',
        ask: 'What kind of disaster was it?',
        type: 'category',
        categories: [
          { key: 'earthquake', label: 'Earthquake' },
          { key: 'flood', label: 'Flood' },
          { key: 'flash-flood', label: 'Flash flood', broader: ['flood'] },
          { key: 'storm', label: 'Storm' },
          { key: 'cyclone', label: 'Cyclone', broader: ['storm'] },
          { key: 'wildfire', label: 'Wildfire' },
          { key: 'landslide', label: 'Landslide' },
          { key: 'eruption', label: 'Volcanic eruption' },
        ],
      },
      { key: 'began', ask: 'When did it begin?', type: 'time' },
      { key: 'magnitude', ask: 'What was its magnitude?', type: 'quantity', unit: 'Mw' },
      people('disaster-deaths', 'How many people died?', 'dead'),
      people('displaced', 'How many people had to leave their homes?', 'displaced'),
      people('homeless', 'How many people lost their homes?', 'homeless'),
      count('houses-destroyed', 'How many houses were destroyed?', 'houses', { cumulative: true }),
      { key: 'areas', ask: 'Which places were hit?', type: 'place', multiple: true },
    ],
    constraints: [{ kind: 'at-most', lesser: 'homeless', greater: 'displaced' }],
  },
  {
    key: 'responsibility',
    label: 'A claim of responsibility',
    about: 'Who claimed it and who did it are two questions.',
    questions: [
      { key: 'claimed-by', ask: 'Who claimed responsibility?', type: 'source', multiple: true },
      { key: 'carried-out-by', ask: 'Who carried it out?', type: 'source' },
      { key: 'claim-made-at', ask: 'When was responsibility claimed?', type: 'time' },
      { key: 'claim-made-where', ask: 'Where was responsibility claimed?', type: 'text', multiple: true },
      { key: 'motive', ask: 'What reason was given?', type: 'text', multiple: true },
    ],
    constraints: [],
  },
];
