/** An office, or a place someone works from at home. */
export interface Place {
  readonly label: string;
  readonly city: string;
  readonly region: string | null;
  readonly country: string;
  readonly countryCode: string;
  readonly timezone: string;
  readonly calendar: string;
  readonly currency: string;
  readonly address: string;
  readonly postcode: string;
  /** How many people, relative to the others. */
  readonly weight: number;
}

const place = (
  label: string,
  city: string,
  region: string | null,
  [countryCode, country]: readonly [string, string],
  timezone: string,
  calendar: string,
  currency: string,
  address: string,
  postcode: string,
  weight: number,
): Place => ({ label, city, region, country, countryCode, timezone, calendar, currency, address, postcode, weight });

const GB = ['GB', 'United Kingdom'] as const;
const IE = ['IE', 'Ireland'] as const;
const DE = ['DE', 'Germany'] as const;
const ES = ['ES', 'Spain'] as const;
const US = ['US', 'United States'] as const;
const PT = ['PT', 'Portugal'] as const;

/** The offices of the demonstration company. */
export const OFFICES: readonly Place[] = [
  place('London HQ', 'London', 'ENG', GB, 'Europe/London', 'GB-ENG', 'GBP', '18 Copper Row', 'SE1 2LN', 30),
  place('Bristol', 'Bristol', 'ENG', GB, 'Europe/London', 'GB-ENG', 'GBP', '4 Quay Street', 'BS1 4ZZ', 10),
  place('Berlin', 'Berlin', 'BE', DE, 'Europe/Berlin', 'DE-BE', 'EUR', 'Lindenufer 27', '10997', 16),
  place('Madrid', 'Madrid', 'MD', ES, 'Europe/Madrid', 'ES-MD', 'EUR', 'Calle del Almendro 9', '28005', 12),
  place('New York', 'New York', 'NY', US, 'America/New_York', 'US-NY', 'USD', '231 Mercer Walk', '10012', 18),
  place('Dublin', 'Dublin', null, IE, 'Europe/Dublin', 'IE', 'EUR', '7 Harbourmaster Lane', 'D01 X2P8', 7),
  place('Lisbon', 'Lisbon', null, PT, 'Europe/Lisbon', 'PT', 'EUR', 'Rua das Gaivotas 41', '1200-202', 7),
];

/** Where the remote workers are. */
export const HOMES: readonly Place[] = [
  place('Remote', 'Leeds', 'ENG', GB, 'Europe/London', 'GB-ENG', 'GBP', '12 Kiln Terrace', 'LS6 2QB', 4),
  place(
    'Remote',
    'Newcastle upon Tyne',
    'ENG',
    GB,
    'Europe/London',
    'GB-ENG',
    'GBP',
    '88 Collier Street',
    'NE1 5XU',
    2,
  ),
  place('Remote', 'Hamburg', 'HH', DE, 'Europe/Berlin', 'DE-BE', 'EUR', 'Ahornweg 3', '20255', 2),
  place('Remote', 'Valencia', 'VC', ES, 'Europe/Madrid', 'ES-MD', 'EUR', 'Calle de la Paloma 15', '46003', 3),
  place('Remote', 'Porto', null, PT, 'Europe/Lisbon', 'PT', 'EUR', 'Rua do Moinho 62', '4050-366', 2),
  place('Remote', 'Austin', 'TX', US, 'America/Chicago', 'US-NY', 'USD', '1904 Pecan Hollow', '78702', 3),
  place('Remote', 'Denver', 'CO', US, 'America/Denver', 'US-NY', 'USD', '77 Larkspur Avenue', '80205', 2),
  place('Remote', 'Galway', null, IE, 'Europe/Dublin', 'IE', 'EUR', '5 Claddagh View', 'H91 W2K4', 2),
];

/** Public holidays by calendar: a fixed day (`05-01`), days from Easter (`E+1`), or the n-th weekday of a month (`1mon05`, last: `Lmon05`). */
export const HOLIDAYS: Readonly<Record<string, readonly (readonly [name: string, rule: string])[]>> = {
  'GB-ENG': [
    ['New Year’s Day', '01-01'],
    ['Good Friday', 'E-2'],
    ['Easter Monday', 'E+1'],
    ['Early May bank holiday', '1mon05'],
    ['Spring bank holiday', 'Lmon05'],
    ['Summer bank holiday', 'Lmon08'],
    ['Christmas Day', '12-25'],
    ['Boxing Day', '12-26'],
  ],
  'DE-BE': [
    ['Neujahr', '01-01'],
    ['Internationaler Frauentag', '03-08'],
    ['Karfreitag', 'E-2'],
    ['Ostermontag', 'E+1'],
    ['Tag der Arbeit', '05-01'],
    ['Christi Himmelfahrt', 'E+39'],
    ['Pfingstmontag', 'E+50'],
    ['Tag der Deutschen Einheit', '10-03'],
    ['Erster Weihnachtstag', '12-25'],
    ['Zweiter Weihnachtstag', '12-26'],
  ],
  'ES-MD': [
    ['Año Nuevo', '01-01'],
    ['Epifanía del Señor', '01-06'],
    ['Jueves Santo', 'E-3'],
    ['Viernes Santo', 'E-2'],
    ['Fiesta del Trabajo', '05-01'],
    ['Fiesta de la Comunidad de Madrid', '05-02'],
    ['Asunción de la Virgen', '08-15'],
    ['Fiesta Nacional', '10-12'],
    ['Día de la Constitución', '12-06'],
    ['Natividad del Señor', '12-25'],
  ],
  'US-NY': [
    ['New Year’s Day', '01-01'],
    ['Martin Luther King Jr. Day', '3mon01'],
    ['Presidents’ Day', '3mon02'],
    ['Memorial Day', 'Lmon05'],
    ['Juneteenth', '06-19'],
    ['Independence Day', '07-04'],
    ['Labor Day', '1mon09'],
    ['Thanksgiving Day', '4thu11'],
    ['Christmas Day', '12-25'],
  ],
  IE: [
    ['New Year’s Day', '01-01'],
    ['St Brigid’s Day', '1mon02'],
    ['St Patrick’s Day', '03-17'],
    ['Easter Monday', 'E+1'],
    ['May Day', '1mon05'],
    ['June Holiday', '1mon06'],
    ['August Holiday', '1mon08'],
    ['October Holiday', 'Lmon10'],
    ['Christmas Day', '12-25'],
    ['St Stephen’s Day', '12-26'],
  ],
  PT: [
    ['Ano Novo', '01-01'],
    ['Sexta-feira Santa', 'E-2'],
    ['Dia da Liberdade', '04-25'],
    ['Dia do Trabalhador', '05-01'],
    ['Dia de Portugal', '06-10'],
    ['Corpo de Deus', 'E+60'],
    ['Assunção de Nossa Senhora', '08-15'],
    ['Implantação da República', '10-05'],
    ['Todos os Santos', '11-01'],
    ['Natal', '12-25'],
  ],
};
