/** Names that go together, with what usually comes with them. */
export interface Culture {
  /** Demonym, as profiles show it. */
  readonly nationality: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly languages: readonly string[];
  readonly female: readonly string[];
  readonly male: readonly string[];
  readonly last: readonly string[];
}

const words = (text: string): string[] => text.split(' ');

/** Cultures from all over, for invented companies that look like real ones. */
export const CULTURES: readonly Culture[] = [
  {
    nationality: 'British',
    country: 'GB',
    languages: ['English'],
    female: words('Imogen Harriet Poppy Beatrice Freya Matilda Florence Georgia Amelia Rosie Tabitha Esme Jemima Nell'),
    male: words('Alfie Callum Rupert Theo Angus Barnaby Hugo Jasper Lewis Oscar Toby Felix Rory Gareth'),
    last: words(
      'Farrow Whitcombe Hargreaves Penrose Ashdown Birtwhistle Colclough Dunmore Everleigh Fairbrother Garside Holloway Ingleby Kershaw Lockwood Marchbank Nettleton Oakden Pemberton Radcliffe Stanhope Thackeray Underhill Wainwright',
    ),
  },
  {
    nationality: 'Irish',
    country: 'IE',
    languages: ['English', 'Irish'],
    female: words('Aoife Niamh Saoirse Clodagh Gráinne Róisín Orla Sinéad Caoimhe Muireann'),
    male: words('Cormac Diarmuid Eoin Fionn Oisín Tadhg Cillian Donnacha Lorcan Ruairí'),
    last: words(
      'Brennan Cassidy Devlin Gallagher Hennessy Kavanagh Lenihan McGarry Noonan O’Dwyer Prendergast Quigley Tierney',
    ),
  },
  {
    nationality: 'German',
    country: 'DE',
    languages: ['German', 'English'],
    female: words('Annika Carla Frieda Greta Johanna Katharina Lene Mareike Paula Svenja Wiebke Ulrike'),
    male: words('Anselm Bastian Florian Henrik Jannik Konrad Lukas Matthias Nils Torben Ulrich Moritz'),
    last: words(
      'Achterberg Brandt Dietrich Eichhorn Feldmann Grünwald Hollander Junghans Krämer Lindemann Müller Neumann Oberländer Pfeiffer Reinhardt Schäfer Tiedemann Vogt Weißgerber',
    ),
  },
  {
    nationality: 'Spanish',
    country: 'ES',
    languages: ['Spanish', 'English'],
    female: words('Alba Carmen Inés Jimena Lucía Marta Noelia Pilar Rocío Valeria Nuria Elena'),
    male: words('Adrián Bruno Diego Gonzalo Iván Javier Marcos Pablo Rodrigo Sergio Álvaro Hugo'),
    last: words(
      'Aguilar Benítez Calvo Domínguez Escudero Fuentes Gallardo Herrero Ibáñez Lozano Márquez Navarro Ortega Prieto Quintana Rueda Sanchís Torres Vidal',
    ),
  },
  {
    nationality: 'American',
    country: 'US',
    languages: ['English'],
    female: words('Addison Brooke Dakota Hazel Kennedy Madison Naomi Paige Savannah Tessa Jordan Simone'),
    male: words('Brandon Carter Dawson Elijah Hunter Jamal Kyle Mason Preston Tyler Marcus Wyatt'),
    last: words(
      'Abernathy Bellamy Caldwell Dempsey Ellsworth Fitzgerald Granger Hutchins Jefferson Kirkland Langston Monroe Nicholson Overton Pruitt Redding Stokes Tolliver Vance Whitaker',
    ),
  },
  {
    nationality: 'Portuguese',
    country: 'PT',
    languages: ['Portuguese', 'English'],
    female: words('Beatriz Catarina Inês Leonor Mafalda Rita Sofia Teresa Matilde Joana'),
    male: words('Afonso Bernardo Duarte Gonçalo Lourenço Martim Tomás Vasco Nuno Rui'),
    last: words(
      'Abrantes Barroso Carvalho Figueiredo Lopes Magalhães Nogueira Pacheco Queirós Sequeira Teixeira Vilar',
    ),
  },
  {
    nationality: 'Polish',
    country: 'PL',
    languages: ['Polish', 'English'],
    female: words('Agnieszka Dominika Ewa Halina Jagoda Kinga Małgorzata Wiktoria Zofia Oliwia'),
    male: words('Bartosz Dawid Filip Grzegorz Kacper Łukasz Mateusz Szymon Tomasz Wojciech'),
    last: words(
      'Adamczyk Borkowska Czajka Dudek Gajewska Jabłońska Kozak Lewandowska Mazur Nowicka Pawlak Sikora Wilk Zając',
    ),
  },
  {
    nationality: 'French',
    country: 'FR',
    languages: ['French', 'English'],
    female: words('Adèle Capucine Élise Juliette Léa Manon Océane Solène Margaux Camille'),
    male: words('Antoine Bastien Corentin Étienne Guillaume Léo Mathis Rémi Thibault Yann'),
    last: words('Aubert Beaumont Chevalier Delacroix Faure Garnier Lefèvre Marchand Perrin Rousseau Thévenet Vasseur'),
  },
  {
    nationality: 'Indian',
    country: 'IN',
    languages: ['Hindi', 'English'],
    female: words('Aditi Divya Ishita Kavya Lakshmi Meera Nandini Priya Riya Shreya Tanvi Anika'),
    male: words('Aarav Dev Harsh Karthik Manish Nikhil Pranav Rohan Siddharth Varun Vikram Arjun'),
    last: words('Agarwal Bhatt Chatterjee Deshpande Iyer Joshi Kulkarni Menon Nair Patel Rao Sharma Subramanian Verma'),
  },
  {
    nationality: 'Nigerian',
    country: 'NG',
    languages: ['English', 'Yoruba'],
    female: words('Adaeze Chiamaka Folake Ifeoma Ngozi Temitope Yetunde Zainab'),
    male: words('Babatunde Chinedu Emeka Ikenna Kelechi Oluwaseun Segun Tunde'),
    last: words('Adeyemi Balogun Chukwu Eze Ibekwe Nwosu Obi Okafor Okonkwo Oyelaran'),
  },
  {
    nationality: 'Brazilian',
    country: 'BR',
    languages: ['Portuguese', 'English'],
    female: words('Ana Bruna Fernanda Isabela Larissa Mariana Thaís Yasmin'),
    male: words('Caio Danilo Felipe Gustavo Leandro Murilo Rafael Thiago'),
    last: words('Almeida Barbosa Cardoso Drummond Ferraz Moreira Nascimento Ribeiro Siqueira Tavares'),
  },
  {
    nationality: 'Dutch',
    country: 'NL',
    languages: ['Dutch', 'English'],
    female: words('Anouk Femke Lotte Maud Sanne Tess Fleur Noor'),
    male: words('Bram Daan Jeroen Maarten Ruben Sjoerd Thijs Wouter'),
    last: [
      'van der Berg',
      'de Groot',
      'Hendriks',
      'Jansen',
      'Kuipers',
      'Mulder',
      'van Dijk',
      'Smeets',
      'Visser',
      'Willems',
    ],
  },
  {
    nationality: 'Japanese',
    country: 'JP',
    languages: ['Japanese', 'English'],
    female: words('Aiko Haruka Kaori Mei Natsuki Sakura Yuki Rin'),
    male: words('Daichi Haruto Kenta Ryo Shota Takumi Yuto Ren'),
    last: words('Fujimoto Hayashi Inoue Kobayashi Matsuda Nakamura Okada Sakamoto Tanaka Yamashita'),
  },
  {
    nationality: 'Turkish',
    country: 'TR',
    languages: ['Turkish', 'English'],
    female: words('Aylin Defne Elif Gizem Nehir Selin Zeynep Şebnem'),
    male: words('Barış Cem Emre Kaan Mert Onur Tolga Yiğit'),
    last: words('Aksoy Bozkurt Çelik Demirci Erdoğan Güneş Karaca Özdemir Yıldız Şahin'),
  },
];

/** Text in plain ASCII letters, for mail addresses and user names (`Müller` → `muller`, `O’Dwyer` → `odwyer`). */
export const asciiName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ı', 'i')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/[^a-z0-9]/g, '');
