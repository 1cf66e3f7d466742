import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../api/client";
import type { Choice } from "./owner";

/** What is to be suspended; empty: the dialog asks. */
export interface Target {
  person?: string | undefined;
  source?: string | undefined;
}

interface Props {
  account: string;
  name: string;
  target: Target;
  sources: Choice[];
  people: Choice[];
  onClose: () => void;
}

const longest = 200;

/** Turns the switch: whom or what, and why. */
export function SuspendDialog({ account, name, target, sources, people, onClose }: Props) {
  const client = useQueryClient();
  const [person, setPerson] = useState(target.person ?? "");
  const [source, setSource] = useState(target.source ?? "");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const suspend = useMutation({
    mutationFn: () =>
      call("SuspendAccess", {
        AccountId: account,
        DataSourceId: source || undefined,
        PersonArn: person || undefined,
        Reason: reason.trim(),
      }),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["owner", account] });
      onClose();
    },
  });
  const nothing = person === "" && source === "";
  const unsaid = reason.trim() === "";
  const long = reason.trim().length > longest;
  const everybody = { value: "", label: "Everybody" };
  const everything = { value: "", label: "Every data source of this account" };
  return (
    <Modal
      visible
      onDismiss={onClose}
      closeAriaLabel="Close"
      header={`Suspend access to ${name}`}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              loading={suspend.isPending}
              onClick={() => {
                setTried(true);
                if (!nothing && !unsaid && !long) suspend.mutate();
              }}
            >
              Suspend
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="l">
        <Box variant="p">
          Running queries stop, copies too, and open pages say who suspended this and why. Other accounts go on. You can
          resume at any time.
        </Box>
        <FormField label="Who" errorText={tried && nothing ? "Choose a person, or a data source, or both." : undefined}>
          <Select
            selectedOption={people.find((each) => each.value === person) ?? everybody}
            options={[everybody, ...people]}
            onChange={({ detail }) => setPerson(detail.selectedOption.value ?? "")}
          />
        </FormField>
        <FormField label="What">
          <Select
            selectedOption={sources.find((each) => each.value === source) ?? everything}
            options={[everything, ...sources]}
            onChange={({ detail }) => setSource(detail.selectedOption.value ?? "")}
          />
        </FormField>
        <FormField
          label="Reason"
          constraintText={`Everybody whom it stops reads this. ${reason.trim().length} of ${longest} characters.`}
          errorText={tried && unsaid ? "Say why, in a sentence." : long ? `At most ${longest} characters.` : undefined}
        >
          <Textarea
            value={reason}
            rows={3}
            placeholder="Such as: an access review until Friday"
            onChange={({ detail }) => setReason(detail.value)}
          />
        </FormField>
        {suspend.error && (
          <Alert type="error" header="Not suspended">
            {suspend.error.message}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}
