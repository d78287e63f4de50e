const list = (text: string): string[] => text.split('|');

export const COMPANY_FIRST = list(
  'Harbourline|Bluestem|Ironwood|Cedar Ridge|Northgate|Silverleaf|Keystone|Prairie|Redwater|Stonebridge|Larkspur|Copperfield|Windward|Greenbriar|Summit|Falcon|Mariner|Oakhurst|Riverbend|Tamarack|Brightwater|Clearlake|Dunmore|Eastbrook|Foxglove|Granite|Highland|Juniper|Kestrel|Lighthouse',
);
export const COMPANY_SECOND = list(
  'Freight|Foods|Manufacturing|Medical Supply|Outfitters|Packaging|Paper Mills|Produce|Plastics|Textiles|Brewing|Furniture|Hardware|Pharma|Electronics',
);

/** Towns with state, postal code, area code and position. */
export const TOWNS = [
  ['Ann Arbor', 'MI', '48104', '734', 42.2808, -83.743],
  ['Erie', 'PA', '16501', '814', 42.1292, -80.0851],
  ['Duluth', 'MN', '55802', '218', 46.7867, -92.1005],
  ['Toledo', 'OH', '43604', '419', 41.6528, -83.5379],
  ['Green Bay', 'WI', '54301', '920', 44.5133, -88.0133],
  ['Rockford', 'IL', '61101', '815', 42.2711, -89.094],
  ['Fort Wayne', 'IN', '46802', '260', 41.0793, -85.1394],
  ['Savannah', 'GA', '31401', '912', 32.0809, -81.0912],
  ['Mobile', 'AL', '36602', '251', 30.6954, -88.0399],
  ['Tacoma', 'WA', '98402', '253', 47.2529, -122.4443],
  ['Wichita', 'KS', '67202', '316', 37.6872, -97.3301],
  ['Omaha', 'NE', '68102', '402', 41.2565, -95.9345],
  ['Norfolk', 'VA', '23510', '757', 36.8508, -76.2859],
  ['Portland', 'ME', '04101', '207', 43.6591, -70.2568],
  ['Boise', 'ID', '83702', '208', 43.615, -116.2023],
] as const;

export const STREETS = list(
  'Dock Rd|Harbor St|Mill Ave|Depot St|Industrial Pkwy|Commerce Dr|Foundry Ln|Quarry Rd|Canal St|Terminal Way',
);

export const JOB_TITLES = list(
  'Operations Manager|Warehouse Director|Head of Procurement|Logistics Coordinator|Chief Operating Officer|Supply Chain Analyst|Plant Manager|Purchasing Agent|IT Director|Chief Financial Officer|Owner|Dispatcher',
);

export const INDUSTRIES = list(
  'Agriculture|Automotive|Beverages|Chemicals|Construction|Consumer goods|Education|Electronics|Energy|Food production|Furniture|Healthcare|Hospitality|Logistics|Machinery|Paper and packaging|Pharmaceuticals|Retail|Software|Textiles',
);

export const TERRITORIES = list('Great Lakes|Gulf Coast|Northeast|Plains|Southeast|West');

export const TEAMS = list('Midwest sales|Coastal sales|Key accounts|Customer success');

export const TAGS: Readonly<Record<'leads' | 'contacts' | 'accounts', readonly string[]>> = {
  leads: list('Urgent|Pilot|Renewal|Upsell|Tender|Referral|Seasonal|Multi-site|Needs legal|Budget frozen'),
  contacts: list('Decision maker|Champion|Newsletter|Trade fair|Technical|Finance|Do not call|Alumni|Speaker|VIP'),
  accounts: list(
    'Enterprise|Mid-market|Family business|Public sector|Partner|Cold chain|Cross-dock|Hazmat|At risk|Reference',
  ),
};

/** Sources with the number of their channel. */
export const SOURCES: readonly (readonly [string, number])[] = [
  ['Google', 1],
  ['Bing', 1],
  ['Google Ads', 2],
  ['LinkedIn', 3],
  ['LinkedIn Ads', 4],
  ['Newsletter', 5],
  ['Partner referral', 6],
  ['Customer referral', 6],
  ['Trade fair', 7],
  ['Print advertisement', 7],
  ['Cold call', 0],
  ['Website', 8],
  ['Podcast', 3],
  ['Direct mail', 7],
  ['Webinar', 5],
  ['Walk-in', 0],
];

/** Products: name, stock code, kind, unit, price in dollars, category. */
export const PRODUCTS: readonly (readonly [
  string,
  string,
  'product' | 'service' | 'subscription',
  string,
  number,
  string,
])[] = [
  ['Dock Scheduling', 'DS-100', 'subscription', 'month', 890, 'Software'],
  ['Dock Scheduling, extra site', 'DS-110', 'subscription', 'month', 320, 'Software'],
  ['Yard Management', 'YM-100', 'subscription', 'month', 1250, 'Software'],
  ['Carrier Portal', 'CP-100', 'subscription', 'month', 450, 'Software'],
  ['Slotting Analytics', 'SA-100', 'subscription', 'month', 640, 'Software'],
  ['Temperature Monitoring', 'TM-100', 'subscription', 'month', 275, 'Software'],
  ['Gate Kiosk', 'GK-200', 'product', 'piece', 3900, 'Hardware'],
  ['Handheld Scanner', 'HS-210', 'product', 'piece', 1180, 'Hardware'],
  ['Dock Sensor Set', 'SE-220', 'product', 'set', 740, 'Hardware'],
  ['Licence Plate Camera', 'LC-230', 'product', 'piece', 2150, 'Hardware'],
  ['Label Printer', 'LP-240', 'product', 'piece', 860, 'Hardware'],
  ['Rugged Tablet', 'RT-250', 'product', 'piece', 1490, 'Hardware'],
  ['Onboarding', 'ON-300', 'service', 'day', 1600, 'Services'],
  ['Site Survey', 'SV-310', 'service', 'day', 1450, 'Services'],
  ['Integration Project', 'IP-320', 'service', 'hour', 185, 'Services'],
  ['Operator Training', 'TR-330', 'service', 'day', 1200, 'Training'],
  ['Train the Trainer', 'TR-340', 'service', 'day', 1900, 'Training'],
  ['Safety Workshop', 'TR-350', 'service', 'day', 1350, 'Training'],
  ['Premium Support', 'SU-400', 'subscription', 'month', 390, 'Support'],
  ['On-site Support', 'SU-410', 'service', 'hour', 145, 'Support'],
  ['Spare Parts Kit', 'SP-420', 'product', 'kit', 510, 'Support'],
  ['Extended Warranty', 'WA-430', 'subscription', 'year', 980, 'Support'],
];

export const COMPETITORS = list(
  'Dockmaster Pro|YardPilot|GateKeeper Systems|SlotWise|FreightDesk|Pallet Cloud|Baywatch Logistics|RampUp',
);

export const LEAD_WORDS = list(
  'Dock scheduling rollout|Yard visibility pilot|Cold store expansion|Carrier portal renewal|New distribution center|Scanner replacement|Peak season capacity|Gate automation|Second site|Training program|Support contract|Slotting study|Returns handling|Cross-dock redesign|Temperature compliance',
);

export const NOTE_WORDS = list(
  'Called, wants pricing for two sites.|Sent the brochure and a reference list.|Budget meeting is next quarter; follow up then.|They run another system today and are unhappy with support.|Asked for a security questionnaire.|Procurement needs three quotes.|Liked the demo, the operations lead is convinced.|Legal has questions about the data processing terms.|Went quiet since the holidays.|Wants to start small and expand in spring.',
);

export const TASK_WORDS = list(
  'Send quote|Follow up on proposal|Prepare demo|Check references|Update forecast|Share security documents|Call about renewal|Book site survey',
);

export const AGENDA_WORDS = list(
  'Introduction and current set-up|Demo of the scheduler|Pricing and terms|Technical questions|Quarterly review|Next steps',
);

export const EMAIL_SUBJECTS = list(
  'Your quote|Next steps after our call|Question about the pilot|Meeting on Thursday|Security questionnaire|Renewal terms',
);
