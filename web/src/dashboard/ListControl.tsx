import FormField from "@cloudscape-design/components/form-field";
import Multiselect from "@cloudscape-design/components/multiselect";
import Select from "@cloudscape-design/components/select";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ControlValue, DashboardView, ViewControl, ViewSheet } from "../api/types.gen";
import { ask } from "./ask";

interface Props {
  view: DashboardView;
  sheet: ViewSheet;
  control: ViewControl;
  value: ControlValue;
  onChange: (value: ControlValue) => void;
}

/** A list of values, of which one or several are chosen. What it offers is asked for when it is opened first. */
export function ListControl({ view, sheet, control, value, onChange }: Props) {
  const [opened, setOpened] = useState(false);
  const given = control.Options ?? [];
  const offered = useQuery({
    queryKey: ["control", view.DashboardId, view.VersionNumber, sheet.SheetId, control.ControlId],
    queryFn: async ({ signal }) => {
      const answer = await ask(
        {
          DashboardId: view.DashboardId,
          VersionNumber: view.VersionNumber,
          SheetId: sheet.SheetId,
          ControlId: control.ControlId,
        },
        signal,
      );
      if (answer.state !== "SUCCEEDED")
        throw new Error(answer.failure?.Message ?? "The values could not be asked for.");
      return answer.chart?.values ?? [];
    },
    enabled: opened && given.length === 0,
    staleTime: 300_000,
    retry: false,
  });
  const texts = value.Texts ?? [];
  const options = (given.length > 0 ? given.map((text) => ({ value: text, text })) : (offered.data ?? [])).map(
    (option) => ({
      value: option.value,
      label: option.text,
    }),
  );
  const chosen = texts.map((text) => options.find((option) => option.value === text) ?? { value: text, label: text });
  const title = control.Title || "Filter";
  const state = offered.isError
    ? ("error" as const)
    : offered.isFetching
      ? ("loading" as const)
      : ("finished" as const);
  const shared = {
    options,
    statusType: state,
    loadingText: "Asking for the values",
    errorText: offered.error?.message ?? "",
    recoveryText: "Try again",
    empty: "There are no values.",
    noMatch: "No value begins or goes on like this.",
    filteringType: "auto" as const,
    filteringAriaLabel: `Search in ${title}`,
    onFocus: () => setOpened(true),
    onLoadItems: () => (offered.isError ? offered.refetch() : setOpened(true)),
    expandToViewport: true,
  };
  const change = (values: (string | undefined)[]) =>
    onChange({
      ControlId: control.ControlId,
      Texts: values.filter((text) => text !== undefined && text !== "") as string[],
    });
  return (
    <FormField label={title} className={chosen.length > 0 ? "control-chosen" : "control-all"}>
      {control.Multiple ? (
        <Multiselect
          {...shared}
          selectedOptions={chosen}
          // Tokens in the field are told to no screen reader; as its text they are.
          placeholder={chosen.length > 0 ? chosen.map((option) => option.label).join(", ") : "All"}
          hideTokens
          enableSelectAll={false}
          selectedAriaLabel="Selected"
          onChange={({ detail }) => change(detail.selectedOptions.map((option) => option.value))}
        />
      ) : (
        <Select
          {...shared}
          options={[{ value: "", label: "All" }, ...options]}
          selectedOption={chosen[0] ?? { value: "", label: "All" }}
          selectedAriaLabel="Selected"
          onChange={({ detail }) => change([detail.selectedOption.value])}
        />
      )}
    </FormField>
  );
}
