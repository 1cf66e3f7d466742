import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../api/client";
import { Code, pretty } from "../parts/Code";
import { type Choice, ownerQuery } from "./owner";

interface Props {
  account: string;
  sources: Choice[];
  people: Choice[];
}

/** The same switch as an IAM statement, which the account puts into force alone. */
export function Switch({ account, sources, people }: Props) {
  const [source, setSource] = useState("");
  const [person, setPerson] = useState("");
  const chosen = source || sources[0]?.value || "";
  const answer = useQuery({
    ...ownerQuery(`switch ${chosen} ${person}`, account),
    queryFn: ({ signal }) =>
      call(
        "GetSwitch",
        { AccountId: account, DataSourceId: chosen || undefined, PersonArn: person || undefined },
        { signal },
      ),
    enabled: chosen !== "",
    staleTime: 60_000,
  });
  const everybody = { value: "", label: "Everybody" };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="A statement on your own role. It holds against a hub that does not obey, because your account decides."
        >
          The same switch without the hub
        </Header>
      }
    >
      {chosen === "" ? (
        <p className="quiet">As soon as a data source of this account has been read, its statement stands here.</p>
      ) : (
        <div className="switch">
          <div className="switch-choice">
            <FormField label="Data source">
              <Select
                selectedOption={sources.find((each) => each.value === chosen) ?? null}
                options={sources}
                onChange={({ detail }) => setSource(detail.selectedOption.value ?? "")}
              />
            </FormField>
            <FormField label="Who">
              <Select
                selectedOption={people.find((each) => each.value === person) ?? everybody}
                options={[everybody, ...people]}
                onChange={({ detail }) => setPerson(detail.selectedOption.value ?? "")}
              />
            </FormField>
          </div>
          {answer.error && <p role="alert">{answer.error.message}</p>}
          {answer.data && (
            <>
              {answer.data.Note && <p>{answer.data.Note}</p>}
              <div className="owner-remedy">
                <div>
                  <h3>Statement</h3>
                  <Code text={pretty(answer.data.Statement ?? "")} what="statement" />
                </div>
                <div>
                  <h3>Put it into force</h3>
                  <Code text={answer.data.Command ?? ""} what="command" />
                  <h3>Take it out again</h3>
                  <Code text={answer.data.Undo ?? ""} what="command that undoes it" />
                </div>
              </div>
            </>
          )}
        </div>
      )}
    </Container>
  );
}
