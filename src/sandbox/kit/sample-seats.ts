/** A department as an organization chart needs it. */
export interface SampleDepartment {
  readonly name: string;
  /** People in it, its head included; at least one. */
  readonly size: number;
  /** At least one. */
  readonly teams: readonly string[];
}

/** Someone's place in an invented company. */
export interface SampleSeat<Department extends SampleDepartment = SampleDepartment> {
  /** Position in the list of people, from 0. */
  readonly index: number;
  readonly level: 'chief' | 'head' | 'lead' | 'member';
  /** Null for the chief executive. */
  readonly department: Department | null;
  /** Seat of the manager; null for the chief executive. */
  readonly manager: number | null;
  /** Null for the chief executive and the heads of departments. */
  readonly team: string | null;
}

/**
 * An organization chart: the chief executive, then department by department the head, the leads and the members.
 * Everybody's manager has an earlier seat.
 * @param membersPerLead how many members a lead has at most
 */
export function sampleSeats<Department extends SampleDepartment>(
  departments: readonly Department[],
  membersPerLead = 9,
): SampleSeat<Department>[] {
  const all: SampleSeat<Department>[] = [{ index: 0, level: 'chief', department: null, manager: null, team: null }];
  for (const department of departments) {
    const head = all.length;
    const leads = Math.ceil((department.size - 1) / (membersPerLead + 1));
    all.push({ index: head, level: 'head', department, manager: 0, team: null });
    for (let position = 1; position < department.size; position++) {
      const lead = (position - 1) % leads;
      const isLead = position <= leads;
      all.push({
        index: head + position,
        level: isLead ? 'lead' : 'member',
        department,
        manager: isLead ? head : head + 1 + lead,
        team: department.teams[lead % department.teams.length]!,
      });
    }
  }
  return all;
}
