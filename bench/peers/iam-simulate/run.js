// Decides the cases of a file with iam-simulate, an outside program that the bench is held against, and prints how long one
// takes: {"microseconds": …, "agree": …, "of": …}. Called as: node run.js CASES ROUNDS
import { readFileSync } from "node:fs";
import { runSimulation } from "@cloud-copilot/iam-simulate";

const [path, rounds] = [process.argv[2], Number(process.argv[3])];
const cases = readFileSync(path, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const simulations = cases.map((c) => {
  const named = typeof c.request.resource === "string";
  const resource = named ? c.request.resource : c.request.resource.resource;
  return {
    request: {
      principal: c.request.principal,
      action: c.request.action,
      resource: { resource, accountId: named ? (resource.split(":")[4] ?? "") : c.request.resource.accountId },
      contextVariables: c.request.context,
    },
    identityPolicies: c.identityPolicies,
    resourcePolicy: c.resourcePolicy,
    serviceControlPolicies: c.scps ?? [],
    resourceControlPolicies: [],
    permissionBoundaryPolicies: c.permissionBoundaries?.map((policy, i) => ({ name: `b${i}`, policy })),
    sessionPolicy: c.sessionPolicies?.[0],
  };
});
const decide = async () => {
  let agree = 0;
  for (const [i, simulation] of simulations.entries()) {
    const result = await runSimulation(simulation, { simulationMode: "Strict" });
    if ((result.overallResult ?? result.analysis?.result) === cases[i].oracle.result) agree++;
  }
  return agree;
};
let agree = await decide(); // what is made once is not what is asked for
const began = process.hrtime.bigint();
for (let round = 0; round < rounds; round++) agree = await decide();
const nanoseconds = Number(process.hrtime.bigint() - began);
console.log(JSON.stringify({ microseconds: nanoseconds / 1000 / rounds / cases.length, agree, of: cases.length }));
