export const hub = "111111111111";

export const accounts = [
  { id: "222222222222", name: "retail", source: "retail", price: 47_683_715, text: "$0.00005" },
  { id: "333333333333", name: "investment", source: "investment", price: 47_683_715, text: "$0.00005" },
  { id: "444444444444", name: "risk", source: "risk", price: 47_683_715, text: "$0.00005" },
];

export interface Person {
  id: string;
  title: string;
  user: string;
  role: string;
  owns: string[];
  landing: string;
}

export const people: Person[] = [
  {
    id: "reader",
    title: "Reader of California",
    user: "reader-ca",
    role: "READER",
    owns: [],
    landing: "/dashboards/nervous-markets",
  },
  {
    id: "owner",
    title: "Owner of retail",
    user: "owner-retail",
    role: "READER",
    owns: ["222222222222"],
    landing: "/owner/222222222222",
  },
  { id: "author", title: "Author", user: "author", role: "AUTHOR", owns: [], landing: "/" },
  {
    id: "admin",
    title: "Administrator",
    user: "administrator",
    role: "ADMIN",
    owns: ["222222222222", "333333333333", "444444444444"],
    landing: "/",
  },
];

export const userArn = (person: Person) => `arn:aws:quicksight:us-east-1:${hub}:user/default/${person.user}`;
export const accountOf = (source: string) => accounts.find((each) => each.source === source);
export const now = () => Date.now() / 1000;
