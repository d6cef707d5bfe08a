/** The form of a time zone's name in the IANA database: `Asia/Kathmandu`, `America/Port_of_Spain`, `Etc/GMT+5`, `CET`. */
const NAME = /^(?=.{1,64}$)[A-Z][A-Za-z0-9_+-]*(?:\/[A-Z][A-Za-z0-9_+-]*)*$/;

/**
 * Names that Unicode's CLDR, and with it every JavaScript engine on ICU, goes on giving to zones that the IANA database has
 * renamed: `iana` beside `alias` in CLDR's bcp47/timezone.xml.
 */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** The name of a zone that this JavaScript engine gives to all of its names, whichever it is; null where it knows none. */
export function canonicalTimeZone(name: string): string | null {
  // What engines also take, an offset such as +05:45, is no zone.
  if (!/^[a-z]/i.test(name)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** The name as the IANA database has it now: `Asia/Kathmandu` for the engine's `Asia/Katmandu`; any other as it is. */
export function presentTimeZoneName(name: string): string {
  return (Object.hasOwn(RENAMED, name) ? RENAMED[name] : undefined) ?? name;
}

/**
 * Reads the name of a time zone: any of the IANA database, links such as `US/Eastern` too. Kept as it was written, but for
 * capitals where they are known. Null where this engine knows no such zone, or it is no name.
 */
export function readTimeZone(text: string): string | null {
  const canonical = canonicalTimeZone(text);
  if (canonical === null) return null;
  const known = [canonical, presentTimeZoneName(canonical)].find((name) => name.toLowerCase() === text.toLowerCase()) ?? text;
  return NAME.test(known) ? known : null;
}

/** Every zone that this engine knows, once, by its present name, in the order of the names. */
export function timeZoneNames(): readonly string[] {
  return [...new Set(Intl.supportedValuesOf('timeZone').map(presentTimeZoneName))].toSorted();
}
