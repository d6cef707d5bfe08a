import { describe, expect, it } from 'vitest';
import { matchingZones, zoneOptions } from './zone-options.js';

const winter = Date.parse('2026-01-15T12:00:00Z');
const summer = Date.parse('2026-07-15T12:00:00Z');

describe('the zones to choose from', () => {
  const options = zoneOptions(winter, 'US/Eastern');
  const offsetOf = (name: string, of = options) => of.find(({ value }) => value === name)?.offset;
  const found = (query: string) => matchingZones(options, query, (value) => options.find((one) => one.value === value)?.search ?? '').map(({ value }) => value);

  it('have the offset of the moment', () => {
    expect(offsetOf('Asia/Kathmandu')).toBe('UTC+05:45');
    expect(offsetOf('UTC')).toBe('UTC');
    expect([offsetOf('America/New_York'), offsetOf('America/New_York', zoneOptions(summer, null))]).toEqual(['UTC−05:00', 'UTC−04:00']);
  });

  it('have the chosen one among them, under its own name, also where the browser does not know it', () => {
    expect(offsetOf('US/Eastern')).toBe('UTC−05:00');
    expect(offsetOf('Mars/Olympus', zoneOptions(winter, 'Mars/Olympus'))).toBe('');
  });

  it.each([
    ['kathmandu', 'Asia/Kathmandu'],
    ['Katmandu', 'Asia/Kathmandu'],
    ['new york', 'America/New_York'],
    ['america/new_york', 'America/New_York'],
    ['+5:45', 'Asia/Kathmandu'],
    ['utc+05:45', 'Asia/Kathmandu'],
    ['-3:30', 'America/St_Johns'],
  ])('are found by name, former name and offset: %s', (query, expected) => {
    expect(found(query)).toContain(expected);
    expect(found(query).length).toBeLessThan(5);
  });
});
