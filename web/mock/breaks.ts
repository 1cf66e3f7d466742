import type { Break } from "../src/api/session";
import type { Remedy, RunFailure } from "../src/api/types.gen";

const trust = (principal: string, external: string) =>
  `aws iam update-assume-role-policy --role-name role-b --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::${principal}:root"},"Action":"sts:AssumeRole","Condition":{"StringLike":{"sts:ExternalId":"arn:aws:quicksight:us-east-1:111111111111:datasource/${external}"}}}]}'`;
const access = (resources: string) =>
  `aws iam put-role-policy --role-name role-b --policy-name AthenaGlueS3Access --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":[${resources}]}]}'`;

export const breaks: Break[] = [
  {
    id: "external-id",
    title: "Wrong ExternalId",
    what: "Role B goes on trusting the hub, but under the ExternalId of somebody else's data source.",
    command: trust("111111111111", "somebody-elses"),
    undo: trust("111111111111", "*"),
    active: false,
  },
  {
    id: "trust",
    title: "Trust on another account",
    what: "Role B trusts the account 333333333333 in place of the hub.",
    command: trust("333333333333", "*"),
    undo: trust("111111111111", "*"),
    active: false,
  },
  {
    id: "prefix",
    title: "One prefix not granted",
    what: "Role B may read everything in the bucket but what lies under complaints/.",
    command: access('"arn:aws:s3:::retail-222222222222/complaints_cfpb/*"'),
    undo: access('"arn:aws:s3:::retail-222222222222/*"'),
    active: false,
  },
  {
    id: "workgroup",
    title: "Workgroup off",
    what: "The workgroup primary takes no queries.",
    command: "aws athena update-work-group --work-group primary --state DISABLED",
    undo: "aws athena update-work-group --work-group primary --state ENABLED",
    active: false,
  },
];

const sentences: Record<string, [string, number]> = {
  "external-id": [
    "Account 222222222222 (retail) refused role B: its trust policy does not accept this data source's ExternalId.",
    2,
  ],
  trust: ["Account 222222222222 (retail) refused role B: its trust policy does not name the hub's role A.", 2],
  prefix: ["Account 222222222222 (retail) refused the query: role B may not read the objects of bank.complaints.", 3],
  workgroup: ["Account 222222222222 (retail) refused the query: the workgroup primary is disabled.", 3],
};

/** What the hub says while a break is in force. */
export function failureOf(id: string): RunFailure {
  const [sentence, step] = sentences[id] ?? ["Refused.", 2];
  return {
    Code: "AccessDeniedException",
    Message: `${sentence} Ask Rita Keller (retail-data@bank.example) and send the request below.`,
    Account: "222222222222",
    Part: "retail",
    Step: step,
    Ask: "Rita Keller (retail-data@bank.example)",
    Request: `Hello Rita,\n\nthe dashboard "Nervous markets" is refused by account 222222222222. ${sentence}\nWhat mends it stands on your page: /owner/222222222222\n`,
  };
}

export function remedyOf(id: string): Remedy {
  const way = breaks.find((each) => each.id === id);
  return {
    What: "Put the policy of role B back as the data source needs it.",
    Statement:
      id === "workgroup"
        ? undefined
        : '{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:role/service-role/role-a"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"arn:aws:quicksight:us-east-1:111111111111:datasource/retail"}}}',
    Command: way?.undo,
  };
}
