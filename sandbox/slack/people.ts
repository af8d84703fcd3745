// The company the sandbox, its story and most tests are set in.

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  /** `member` unless said otherwise. */
  readonly is?: 'owner' | 'admin' | 'guest' | 'deactivated';
}

/** Acme's people as Slack knows them. Maria and Tom hand out tokens; Greg, a guest, sits in their channel too. */
export const defaultPeople = {
  olga: { id: 'U0OLGA0001', name: 'olga', realName: 'Olga Orlova', email: 'olga@acme.example', is: 'owner' },
  maria: {
    id: 'U0MARIA001',
    name: 'maria',
    realName: 'Maria Marin',
    email: 'maria@acme.example',
    is: 'admin',
  },
  tom: { id: 'U0TOM00001', name: 'tom', realName: 'Tom Tanaka', email: 'tom@acme.example' },
  greg: { id: 'U0GREG0001', name: 'greg', realName: 'Greg Guest', email: 'greg@acme.example', is: 'guest' },
  erin: { id: 'U0ERIN0001', name: 'erin', realName: 'Erin Ellis', email: 'erin@acme.example' },
  ana: { id: 'U0ANA00001', name: 'ana', realName: 'Ana Alvarez', email: 'ana@acme.example' },
  ben: { id: 'U0BEN00001', name: 'ben', realName: 'Ben Baker', email: 'ben@acme.example' },
  carla: { id: 'U0CARLA001', name: 'carla', realName: 'Carla Mendes', email: 'carla@acme.example' },
  deniz: { id: 'U0DENIZ001', name: 'deniz', realName: 'Deniz Yılmaz', email: 'deniz@acme.example' },
  emil: { id: 'U0EMIL0001', name: 'emil', realName: 'Emil Eriksson', email: 'emil@acme.example' },
  fatima: { id: 'U0FATIMA01', name: 'fatima', realName: 'Fatima Farouk', email: 'fatima@acme.example' },
  sam: { id: 'U0SAM00001', name: 'sam', realName: 'Sam Silva', email: 'sam@acme.example' },
  dora: {
    id: 'U0DORA0001',
    name: 'dora',
    realName: 'Dora Dupont',
    email: 'dora@acme.example',
    is: 'deactivated',
  },
  alex: { id: 'U0ALEX0001', name: 'alex', realName: 'Alex Kim', email: 'alex@acme.example' },
} as const satisfies Record<string, Person>;

/** Ids of the rooms and of the user group that the default world starts with. */
export const defaultPlaces = {
  /** `#token-admins`, private: Maria, Tom, Greg and the bot. */
  admins: 'C0TOKADMIN',
  /** `#general`, public: everybody but the bot. */
  general: 'C0GENERAL1',
  /** `@token-approvers`: Maria and Tom. */
  approvers: 'S0APPROVE1',
} as const;
